package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.KeyPair;
import io.scorta.control.network.KeyPairs;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.SshKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsResponse;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;

/// EC2's actions on key pairs.
final class Ec2KeyRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row("CreateKeyPair", CreateKeyPairRequest::builder, Ec2KeyRows::create),
          row("ImportKeyPair", ImportKeyPairRequest::builder, Ec2KeyRows::bring),
          row("DeleteKeyPair", DeleteKeyPairRequest::builder, Ec2KeyRows::delete),
          row("DescribeKeyPairs", DescribeKeyPairsRequest::builder, Ec2KeyRows::describe));

  private Ec2KeyRows() {}

  private static CreateKeyPairResponse create(CreateKeyPairRequest request, Call call) {
    String name = Accepts.required("KeyName", request.keyName());
    Accepts.harmless("KeyFormat", request.keyFormatAsString(), "pem");
    String type = Optional.ofNullable(request.keyTypeAsString()).orElse("rsa");
    SshKey.Algorithm algorithm =
        SshKey.Algorithm.of(type)
            .orElseThrow(
                () ->
                    new FaultException(
                        "InvalidParameterValue",
                        "Value (%s) for parameter KeyType is invalid: give rsa or ed25519"
                            .formatted(type)));
    FreshKey fresh = FreshKey.make(algorithm);
    KeyPair pair =
        call.submit(
            new KeyPairs.Create(
                name,
                fresh.key(),
                fresh.fingerprint(),
                Ec2View.tagsFor(ResourceKind.KEY_PAIR, request.tagSpecifications())));
    return CreateKeyPairResponse.builder()
        .keyName(pair.name())
        .keyPairId(pair.id())
        .keyFingerprint(pair.fingerprint())
        .keyMaterial(fresh.privatePem())
        .tags(Ec2View.of(call).tags(pair.id()))
        .build();
  }

  private static ImportKeyPairResponse bring(ImportKeyPairRequest request, Call call) {
    byte[] material =
        Accepts.required("PublicKeyMaterial", request.publicKeyMaterial()).asByteArray();
    KeyPair pair =
        call.submit(
            new KeyPairs.Import(
                Accepts.required("KeyName", request.keyName()),
                SshKey.parse(material),
                Ec2View.tagsFor(ResourceKind.KEY_PAIR, request.tagSpecifications())));
    return ImportKeyPairResponse.builder()
        .keyName(pair.name())
        .keyPairId(pair.id())
        .keyFingerprint(pair.fingerprint())
        .tags(Ec2View.of(call).tags(pair.id()))
        .build();
  }

  private static DeleteKeyPairResponse delete(DeleteKeyPairRequest request, Call call) {
    if (request.keyPairId() == null) {
      Accepts.required("KeyName", request.keyName());
    }
    Optional<String> id =
        call.submit(
            new KeyPairs.Delete(
                Optional.ofNullable(request.keyPairId()), Optional.ofNullable(request.keyName())));
    return DeleteKeyPairResponse.builder().returnValue(true).keyPairId(id.orElse(null)).build();
  }

  private static DescribeKeyPairsResponse describe(DescribeKeyPairsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    Filters<KeyPair> filters =
        Filters.<KeyPair>none()
            .with("key-pair-id", KeyPair::id)
            .with("key-name", KeyPair::name)
            .with("fingerprint", KeyPair::fingerprint)
            .withTags(pair -> view.tagMap(pair.id()));
    boolean keys = Boolean.TRUE.equals(request.includePublicKey());
    return DescribeKeyPairsResponse.builder()
        .keyPairs(
            filters.select(request.filters(), named(request, view)).stream()
                .map(pair -> shape(view, pair, keys))
                .toList())
        .build();
  }

  private static List<KeyPair> named(DescribeKeyPairsRequest request, Ec2View view) {
    if (request.keyNames().isEmpty()) {
      return view.named(NetworkKinds.KEY_PAIR, ResourceKind.KEY_PAIR, request.keyPairIds());
    }
    List<KeyPair> found = new ArrayList<>();
    for (String name : request.keyNames()) {
      found.add(
          KeyPairs.named(view.state(), view.account(), name)
              .orElseThrow(
                  () ->
                      new FaultException(
                          ResourceKind.KEY_PAIR.notFoundCode(),
                          "The key pair '%s' does not exist".formatted(name))));
    }
    return found;
  }

  private static KeyPairInfo shape(Ec2View view, KeyPair pair, boolean withKey) {
    return KeyPairInfo.builder()
        .keyPairId(pair.id())
        .keyName(pair.name())
        .keyType(pair.type())
        .keyFingerprint(pair.fingerprint())
        .publicKey(withKey ? pair.publicKey() : null)
        .createTime(pair.createdAt())
        .tags(view.tags(pair.id()))
        .build();
  }
}
