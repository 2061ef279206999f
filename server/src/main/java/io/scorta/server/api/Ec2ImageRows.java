package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.InstanceFacts;
import io.scorta.control.network.NetworkKinds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceCreditSpecificationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceCreditSpecificationsResponse;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceCreditSpecification;

/// EC2's actions on images, consoles and credits.
///
/// An instance starts from any image's id, and is the same host whichever it was; the two images
/// here are what a search by name, owner or architecture finds.
final class Ec2ImageRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row("DescribeImages", DescribeImagesRequest::builder, Ec2ImageRows::images),
          row("GetConsoleOutput", GetConsoleOutputRequest::builder, Ec2ImageRows::console),
          row(
              "DescribeInstanceCreditSpecifications",
              DescribeInstanceCreditSpecificationsRequest::builder,
              Ec2ImageRows::credits));

  private static final String CREATED = "2026-01-01T00:00:00.000Z";

  /// An image by what tells it from others.
  private record Offer(String id, String architecture) {
    String name() {
      return "al2023-ami-scorta-" + architecture;
    }
  }

  private static final List<Offer> OFFERS =
      List.of(
          new Offer("ami-05c07a00000000001", "x86_64"),
          new Offer("ami-05c07a00000000002", "arm64"));

  private Ec2ImageRows() {}

  private static DescribeImagesResponse images(DescribeImagesRequest request, Call call) {
    for (String id : request.imageIds()) {
      if (OFFERS.stream().noneMatch(it -> it.id().equals(id))) {
        throw new FaultException(
            "InvalidAMIID.NotFound", "The image id '[%s]' does not exist".formatted(id));
      }
    }
    List<Offer> named =
        OFFERS.stream()
            .filter(it -> request.imageIds().isEmpty() || request.imageIds().contains(it.id()))
            .filter(it -> request.owners().isEmpty() || request.owners().contains("amazon"))
            .toList();
    Filters<Offer> filters =
        Filters.<Offer>none()
            .with("image-id", Offer::id)
            .with("name", Offer::name)
            .with("architecture", Offer::architecture)
            .with("owner-alias", _ -> "amazon")
            .with("owner-id", _ -> "amazon")
            .with("state", _ -> "available")
            .with("image-type", _ -> "machine")
            .with("is-public", _ -> "true")
            .with("virtualization-type", _ -> "hvm")
            .with("root-device-type", _ -> "instance-store")
            .withTags(_ -> Map.of());
    Pages.Page<Offer> page =
        Pages.EC2.page(
            filters.select(request.filters(), named),
            Offer::id,
            request.nextToken(),
            request.maxResults());
    return DescribeImagesResponse.builder()
        .images(page.items().stream().map(Ec2ImageRows::shape).toList())
        .nextToken(page.marker())
        .build();
  }

  private static Image shape(Offer offer) {
    return Image.builder()
        .imageId(offer.id())
        .name(offer.name())
        .description("The one kind of host that instances are here")
        .architecture(offer.architecture())
        .creationDate(CREATED)
        .imageLocation("amazon/" + offer.name())
        .imageOwnerAlias("amazon")
        .imageType("machine")
        .ownerId("amazon")
        .publicLaunchPermissions(true)
        .rootDeviceType("instance-store")
        .virtualizationType("hvm")
        .state("available")
        .blockDeviceMappings(List.of())
        .build();
  }

  /// Instances here write nothing to a console, so there is never any output.
  private static GetConsoleOutputResponse console(GetConsoleOutputRequest request, Call call) {
    String id = Accepts.required("InstanceId", request.instanceId());
    InstanceFacts facts =
        Ec2View.of(call)
            .named(NetworkKinds.INSTANCE_FACTS, ResourceKind.INSTANCE, List.of(id))
            .getFirst();
    Instant at = facts.launchTime();
    return GetConsoleOutputResponse.builder().instanceId(id).timestamp(at).build();
  }

  /// Nothing slows an instance down here, so unlimited credits are what every one has.
  private static DescribeInstanceCreditSpecificationsResponse credits(
      DescribeInstanceCreditSpecificationsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<InstanceFacts> named =
        view.named(NetworkKinds.INSTANCE_FACTS, ResourceKind.INSTANCE, request.instanceIds());
    List<InstanceFacts> passing =
        Filters.<InstanceFacts>none()
            .with("instance-id", InstanceFacts::id)
            .select(request.filters(), named);
    Pages.Page<InstanceFacts> page =
        Pages.EC2.page(passing, InstanceFacts::id, request.nextToken(), request.maxResults());
    return DescribeInstanceCreditSpecificationsResponse.builder()
        .instanceCreditSpecifications(
            page.items().stream()
                .map(
                    it ->
                        InstanceCreditSpecification.builder()
                            .instanceId(it.id())
                            .cpuCredits("unlimited")
                            .build())
                .toList())
        .nextToken(page.marker())
        .build();
  }
}
