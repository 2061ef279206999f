package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.NetworkInterface;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.InstanceFacts;
import io.scorta.control.network.Instances;
import io.scorta.control.network.NetworkKinds;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.InstanceState;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RebootInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/// EC2's actions that change instances, and their attributes.
final class Ec2InstanceRows {
  private static final String SHUTDOWN_BEHAVIOR = "stop";

  static final List<Row<?, ?>> ALL =
      List.of(
          row("StartInstances", StartInstancesRequest::builder, Ec2InstanceRows::start),
          row("StopInstances", StopInstancesRequest::builder, Ec2InstanceRows::stop),
          row("RebootInstances", RebootInstancesRequest::builder, Ec2InstanceRows::reboot),
          row("TerminateInstances", TerminateInstancesRequest::builder, Ec2InstanceRows::terminate),
          row(
              "ModifyInstanceAttribute",
              ModifyInstanceAttributeRequest::builder,
              Ec2InstanceRows::modifyAttribute),
          row(
              "DescribeInstanceAttribute",
              DescribeInstanceAttributeRequest::builder,
              Ec2InstanceRows::describeAttribute));

  private Ec2InstanceRows() {}

  private static StartInstancesResponse start(StartInstancesRequest request, Call call) {
    Accepts.only(request, "InstanceIds");
    var moves = call.submit(new Instances.Start(ids(request.instanceIds())));
    call.awaitNetwork();
    return StartInstancesResponse.builder().startingInstances(changes(moves)).build();
  }

  /// A forced stop is a stop: nothing inside can hold it up.
  private static StopInstancesResponse stop(StopInstancesRequest request, Call call) {
    Accepts.only(request, "InstanceIds", "Force", "Hibernate", "SkipOsShutdown");
    Accepts.harmless("Hibernate", request.hibernate(), false);
    var moves = call.submit(new Instances.Stop(ids(request.instanceIds())));
    call.awaitNetwork();
    return StopInstancesResponse.builder().stoppingInstances(changes(moves)).build();
  }

  private static RebootInstancesResponse reboot(RebootInstancesRequest request, Call call) {
    call.submit(new Instances.Reboot(ids(request.instanceIds())));
    call.awaitNetwork();
    return RebootInstancesResponse.builder().build();
  }

  private static TerminateInstancesResponse terminate(
      TerminateInstancesRequest request, Call call) {
    Accepts.only(request, "InstanceIds", "Force", "SkipOsShutdown");
    var moves = call.submit(new Instances.Terminate(ids(request.instanceIds())));
    call.awaitNetwork();
    return TerminateInstancesResponse.builder().terminatingInstances(changes(moves)).build();
  }

  private static ModifyInstanceAttributeResponse modifyAttribute(
      ModifyInstanceAttributeRequest request, Call call) {
    Accepts.only(
        request,
        "InstanceId",
        "SourceDestCheck",
        "Groups",
        "Attribute",
        "Value",
        "DisableApiTermination",
        "DisableApiStop");
    Accepts.harmless(
        "DisableApiTermination", value(Ec2VpcRows.flag(request.disableApiTermination())), false);
    Accepts.harmless("DisableApiStop", value(Ec2VpcRows.flag(request.disableApiStop())), false);
    call.submit(
        new Instances.Modify(
            Accepts.required("InstanceId", request.instanceId()),
            request.hasGroups() ? Optional.of(request.groups()) : Optional.empty(),
            sourceDestCheck(request)));
    call.awaitNetwork();
    return ModifyInstanceAttributeResponse.builder().build();
  }

  private static Object value(Optional<Boolean> flag) {
    return flag.orElse(false);
  }

  /// The check, given as a parameter of its own or as the named attribute.
  private static Optional<Boolean> sourceDestCheck(ModifyInstanceAttributeRequest request) {
    String attribute = request.attributeAsString();
    if (attribute == null) {
      return Ec2VpcRows.flag(request.sourceDestCheck());
    }
    Accepts.harmless("Attribute", attribute, "sourceDestCheck");
    String value = Accepts.required("Value", request.value());
    return switch (value) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default ->
          throw new FaultException(
              "InvalidParameterValue",
              "Value (%s) for parameter value is invalid: give true or false".formatted(value));
    };
  }

  private static DescribeInstanceAttributeResponse describeAttribute(
      DescribeInstanceAttributeRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    String id = Accepts.required("InstanceId", request.instanceId());
    InstanceFacts facts =
        view.named(NetworkKinds.INSTANCE_FACTS, ResourceKind.INSTANCE, List.of(id)).getFirst();
    Optional<NetworkInterface> nic = Instances.interfaceOf(view.state(), view.account(), id);
    var response = DescribeInstanceAttributeResponse.builder().instanceId(id);
    String attribute = Accepts.required("Attribute", request.attributeAsString());
    switch (attribute) {
      case "instanceType" -> response.instanceType(text(facts.instanceType()));
      case "disableApiTermination" -> response.disableApiTermination(Ec2VpcRows.flag(false));
      case "disableApiStop" -> response.disableApiStop(Ec2VpcRows.flag(false));
      case "instanceInitiatedShutdownBehavior" ->
          response.instanceInitiatedShutdownBehavior(text(SHUTDOWN_BEHAVIOR));
      case "sourceDestCheck" ->
          response.sourceDestCheck(
              Ec2VpcRows.flag(nic.map(NetworkInterface::sourceDestCheck).orElse(true)));
      case "groupSet" ->
          response.groups(nic.map(n -> Ec2InterfaceShapes.groups(view, n)).orElse(List.of()));
      case "userData" -> response.userData(AttributeValue.builder().build());
      case "ebsOptimized" -> response.ebsOptimized(Ec2VpcRows.flag(false));
      default ->
          throw new FaultException(
              "InvalidParameterValue",
              "Value (%s) for parameter attribute is not known of an instance here"
                  .formatted(attribute));
    }
    return response.build();
  }

  private static AttributeValue text(String value) {
    return AttributeValue.builder().value(value).build();
  }

  private static List<String> ids(List<String> ids) {
    return Accepts.some("InstanceId", ids);
  }

  private static List<InstanceStateChange> changes(List<Instances.Move> moves) {
    return moves.stream()
        .map(
            move ->
                InstanceStateChange.builder()
                    .instanceId(move.instanceId())
                    .previousState(state(move.before()))
                    .currentState(state(move.after()))
                    .build())
        .toList();
  }

  static InstanceState state(Instances.Status status) {
    return InstanceState.builder().name(status.wireName()).code(status.code()).build();
  }
}
