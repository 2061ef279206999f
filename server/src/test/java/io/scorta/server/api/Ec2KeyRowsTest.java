package io.scorta.server.api;

import static io.scorta.server.api.Ec2Site.filter;
import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.SshKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.KeyType;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/// Key pairs, through the SDK's client. The public keys here were made by ssh-keygen, and their
/// fingerprints read by ssh-keygen and openssl.
class Ec2KeyRowsTest {
  private static final String RSA =
      "ssh-rsa "
          + "AAAAB3NzaC1yc2EAAAADAQABAAABAQClOhseITceQW7TAnKDbEA8CQ0pA1AdOHy/41qbtWHwcrHQ"
          + "7iJ7JtI+hUibNNZ4yVHOaCVLgB0TnwmquYRDtsuq5uaUbjaIHZC/EMnVqhSjJSrpVPA74jLDuHzg"
          + "RhYTT7Y2Gt+E+qGKMUox6o5cX7GSTlGADfGEKABF/6vszup/7RW7bqem/s6bsTduChU6LEE/NoEJ"
          + "/g0IUsSfs97fmCHTGw6SJr1UVIV4Oeg6wannNsYqbu63GNFF0LM8wO5bKvO7qFApY8AqpYQlYsrS"
          + "787XEKiZ/42cJ9jKKDFIhvVHaZCX5IrkrAXUr6SziFlNx/wsLzzxIFNN1hlbQRNoin63"
          + " me@host";
  private static final String RSA_MD5 = "f3:b9:51:50:06:67:74:d9:d9:c2:76:60:7e:f2:c1:c7";
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEBf4p/YSvtHW+yO3jkgRX7VS/9N2H4XUE71VJ0c0lZ+ me@host";
  private static final String ED25519_SHA256 = "ADNn4ewH6fgD3s6XpusdoN8CgQfFyNKr4Op+RP4A2dA=";
  private static final String ED25519_BLOCK =
      """
      ---- BEGIN SSH2 PUBLIC KEY ----
      Comment: "256-bit ED25519, converted \\
      from OpenSSH"
      AAAAC3NzaC1lZDI1NTE5AAAAIEBf4p/YSvtHW+yO3jkg
      RX7VS/9N2H4XUE71VJ0c0lZ+
      ---- END SSH2 PUBLIC KEY ----
      """;

  private static final HexFormat HEX = HexFormat.of();

  private final Ec2Site site = new Ec2Site();
  private final Ec2Client ec2 = site.client();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void importedKeysHaveTheFingerprintsThatTheirOwnersRead() {
    assertThat(bring("rsa", RSA)).isEqualTo(RSA_MD5);
    assertThat(bring("ed", ED25519)).isEqualTo(ED25519_SHA256);
    assertThat(bring("block", ED25519_BLOCK)).isEqualTo(ED25519_SHA256);
    KeyPairInfo shown =
        ec2.describeKeyPairs(r -> r.keyNames("ed").includePublicKey(true)).keyPairs().getFirst();
    assertThat(shown.publicKey()).isEqualTo(ED25519.replace("me@host", "ed"));
    assertThat(shown.keyTypeAsString()).isEqualTo("ed25519");
    assertThat(ec2.describeKeyPairs(r -> r.filters(filter("fingerprint", RSA_MD5))).keyPairs())
        .extracting(KeyPairInfo::keyName, KeyPairInfo::publicKey)
        .containsExactly(org.assertj.core.api.Assertions.tuple("rsa", null));
  }

  @Test
  void madeRsaKeySignsForItsPublicHalfAndIsToldOnce() throws Exception {
    CreateKeyPairResponse made = ec2.createKeyPair(r -> r.keyName("mine"));
    PrivateKey secret = rsa(body(made.keyMaterial(), "RSA PRIVATE KEY"));
    assertThat(made.keyFingerprint())
        .isEqualTo(SshKey.colons(SshKey.digest("SHA-1", secret.getEncoded())));
    SshKey kept = kept("mine");
    byte[] der = kept.blob();
    // The modulus is the last field of the public key, 257 bytes with its sign.
    byte[] modulus = Arrays.copyOfRange(der, der.length - 257, der.length);
    assertThat(((java.security.interfaces.RSAPrivateKey) secret).getModulus().toByteArray())
        .isEqualTo(modulus);
    assertThat(site.endpoint().plane().state().everywhere(NetworkKinds.KEY_PAIR).toString())
        .doesNotContain("PRIVATE");
  }

  @Test
  void madeEd25519KeySignsForItsPublicHalf() throws Exception {
    CreateKeyPairResponse made = ec2.createKeyPair(r -> r.keyName("mine").keyType(KeyType.ED25519));
    byte[] container = body(made.keyMaterial(), "OPENSSH PRIVATE KEY");
    SshKey kept = kept("mine");
    assertThat(made.keyFingerprint()).isEqualTo(kept.sha256());
    byte[] blob = kept.blob();
    byte[] point = Arrays.copyOfRange(blob, blob.length - 32, blob.length);
    String hex = HEX.formatHex(container);
    // The private field is 64 bytes: the seed, then the public point.
    int at = hex.indexOf("00000040") / 2 + 4;
    byte[] seed = Arrays.copyOfRange(container, at, at + 32);
    assertThat(Arrays.copyOfRange(container, at + 32, at + 64)).isEqualTo(point);
    KeyFactory factory = KeyFactory.getInstance("Ed25519");
    PrivateKey secret =
        factory.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    PublicKey open =
        factory.generatePublic(
            new X509EncodedKeySpec(
                HEX.parseHex("302a300506032b6570032100" + HEX.formatHex(point))));
    byte[] text = "who is it".getBytes(StandardCharsets.UTF_8);
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(secret);
    signer.update(text);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(open);
    verifier.update(text);
    assertThat(verifier.verify(signer.sign())).isTrue();
  }

  @Test
  void instanceKeepsTheKeyItWasLaunchedWith() {
    String subnet = site.subnet(site.vpc(), "10.0.0.0/24");
    bring("ed", ED25519);
    String id =
        ec2.runInstances(
                r ->
                    r.imageId("ami-12345678")
                        .minCount(1)
                        .maxCount(1)
                        .subnetId(subnet)
                        .keyName("ed"))
            .instances()
            .getFirst()
            .instanceId();
    assertThat(ec2.deleteKeyPair(r -> r.keyName("ed")).keyPairId()).startsWith("key-");
    assertThat(ec2.deleteKeyPair(r -> r.keyName("ed")).keyPairId()).isNull();
    assertThat(
            site.endpoint().plane().state().everywhere(NetworkKinds.INSTANCE_FACTS).stream()
                .filter(facts -> facts.id().equals(id))
                .findFirst()
                .orElseThrow()
                .authorizedKey())
        .isEqualTo(ED25519.replace("me@host", "ed"));
    site.assertFault(
        "InvalidKeyPair.NotFound",
        e ->
            e.runInstances(
                r ->
                    r.imageId("ami-12345678")
                        .minCount(1)
                        .maxCount(1)
                        .subnetId(subnet)
                        .keyName("ed")));
  }

  @Test
  void badKeysAndNamesAreRefused() {
    site.assertFault("InvalidKey.Format", _ -> bring("bad", "ssh-rsa AAAA me"));
    site.assertFault("InvalidKey.Format", _ -> bring("bad", "hello"));
    site.assertFault("InvalidKey.Format", _ -> bring("bad", ED25519.replace("Bf4p", "B4p")));
    site.assertFault(
        "InvalidKey.Format", _ -> bring("bad", ED25519.replace("ssh-ed25519", "ssh-rsa")));
    bring("taken", ED25519);
    site.assertFault("InvalidKeyPair.Duplicate", e -> e.createKeyPair(r -> r.keyName("taken")));
    site.assertFault("InvalidParameterValue", e -> e.createKeyPair(r -> r.keyName(" spaced")));
    site.assertFault(
        "InvalidParameterValue", e -> e.createKeyPair(r -> r.keyName("a").keyType("dsa")));
    site.assertFault("InvalidKeyPair.NotFound", e -> e.describeKeyPairs(r -> r.keyNames("nobody")));
    site.assertFault(
        "InvalidKeyPair.NotFound", e -> e.deleteKeyPair(r -> r.keyPairId("key-12345678")));
    ec2.createTags(
        r ->
            r.resources(ec2.describeKeyPairs().keyPairs().getFirst().keyPairId())
                .tags(Ec2Site.name(ResourceType.KEY_PAIR, "k").tags()));
    assertThat(ec2.describeKeyPairs(r -> r.filters(filter("tag:Name", "k"))).keyPairs()).hasSize(1);
  }

  private String bring(String name, String material) {
    return ec2.importKeyPair(
            r -> r.keyName(name).publicKeyMaterial(SdkBytes.fromUtf8String(material)))
        .keyFingerprint();
  }

  private SshKey kept(String name) {
    String line =
        ec2.describeKeyPairs(r -> r.keyNames(name).includePublicKey(true))
            .keyPairs()
            .getFirst()
            .publicKey();
    return SshKey.parse(line.getBytes(StandardCharsets.US_ASCII)).orElseThrow();
  }

  private static byte[] body(String pem, String label) {
    assertThat(pem).startsWith("-----BEGIN " + label + "-----\n");
    assertThat(pem).endsWith("\n-----END " + label + "-----\n");
    return Base64.getMimeDecoder()
        .decode(pem.lines().filter(line -> !line.startsWith("-")).reduce("", String::concat));
  }

  /// Puts the headers of PKCS #8 before a PKCS #1 key: version, algorithm, octet string.
  private static PrivateKey rsa(byte[] pkcs1) throws Exception {
    String inner =
        "020100300d06092a864886f70d01010105000482%04x%s"
            .formatted(pkcs1.length, HEX.formatHex(pkcs1));
    String outer = "3082%04x%s".formatted(inner.length() / 2, inner);
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex(outer)));
  }
}
