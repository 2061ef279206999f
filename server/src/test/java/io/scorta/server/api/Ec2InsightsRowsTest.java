package io.scorta.server.api;

import static io.scorta.server.api.Ec2Site.filter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Explanation;
import software.amazon.awssdk.services.ec2.model.NetworkInsightsAnalysis;
import software.amazon.awssdk.services.ec2.model.PathComponent;
import software.amazon.awssdk.services.ec2.model.Protocol;

/// Reachability analyses, through the SDK's client.
class Ec2InsightsRowsTest {
  private final Ec2Site site = new Ec2Site();
  private final Ec2Client ec2 = site.client();
  private final String vpc = site.vpc();
  private final String app = launch(site.subnet(vpc, "10.0.0.0/24"), "10.0.0.10");
  private final String target = launch(site.subnet(vpc, "10.0.1.0/24"), "10.0.1.10");

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void openPathIsShownHopByHop() {
    NetworkInsightsAnalysis analysis = analyse(path(app, target, 22));
    assertThat(analysis.networkPathFound()).isTrue();
    assertThat(analysis.statusAsString()).isEqualTo("succeeded");
    assertThat(analysis.explanations()).isEmpty();
    assertThat(analysis.forwardPathComponents())
        .extracting(it -> it.component().id().replaceAll("-.*", ""))
        .containsExactly("sg", "rtb", "acl", "acl", "sg", "eni");
    PathComponent last = analysis.forwardPathComponents().get(4);
    assertThat(last.securityGroupRule().direction()).isEqualTo("ingress");
    assertThat(last.attachedTo().id()).isEqualTo(target);
    assertThat(last.outboundHeader().destinationAddresses()).containsExactly("10.0.1.10/32");
  }

  @Test
  void everyBlockIsNamed() {
    String group = site.group(vpc, "closed");
    ec2.modifyInstanceAttribute(r -> r.instanceId(target).groups(group));
    String acl =
        ec2.describeNetworkAcls(r -> r.filters(filter("vpc-id", vpc)))
            .networkAcls()
            .getFirst()
            .networkAclId();
    ec2.createNetworkAclEntry(
        r ->
            r.networkAclId(acl)
                .egress(false)
                .ruleNumber(50)
                .protocol("6")
                .portRange(p -> p.from(22).to(22))
                .ruleAction("deny")
                .cidrBlock("10.0.0.0/24"));
    String path = path(app, target, 22);
    NetworkInsightsAnalysis analysis = analyse(path);
    assertThat(analysis.networkPathFound()).isFalse();
    assertThat(analysis.explanations())
        .extracting(Explanation::explanationCode)
        .containsExactly("SUBNET_ACL_RESTRICTION", "SG_HAS_NO_RULES");
    assertThat(analysis.explanations().getFirst().aclRule().ruleNumber()).isEqualTo(50);
    assertThat(analysis.explanations().getLast().securityGroups().getFirst().id()).isEqualTo(group);
    assertThat(analysis.warningMessage()).contains("authorize-security-group-ingress");
    assertThat(
            ec2.describeNetworkInsightsAnalyses(
                    r -> r.networkInsightsPathId(path).filters(filter("path-found", "false")))
                .networkInsightsAnalyses())
        .extracting(NetworkInsightsAnalysis::networkInsightsAnalysisId)
        .containsExactly(analysis.networkInsightsAnalysisId());
    site.assertFault(
        "AnalysisExistsForNetworkInsightsPath",
        e -> e.deleteNetworkInsightsPath(r -> r.networkInsightsPathId(path)));
    ec2.deleteNetworkInsightsAnalysis(
        r -> r.networkInsightsAnalysisId(analysis.networkInsightsAnalysisId()));
    ec2.deleteNetworkInsightsPath(r -> r.networkInsightsPathId(path));
    assertThat(ec2.describeNetworkInsightsPaths(r -> r.maxResults(5)).networkInsightsPaths())
        .isEmpty();
  }

  @Test
  void nothingComesInFromOutsideWithoutAnElasticIp() {
    String gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
    ec2.attachInternetGateway(r -> r.internetGatewayId(gateway).vpcId(vpc));
    String path =
        ec2.createNetworkInsightsPath(
                r ->
                    r.source(gateway)
                        .sourceIp("198.51.100.27")
                        .destination(target)
                        .protocol(Protocol.TCP)
                        .destinationPort(22))
            .networkInsightsPath()
            .networkInsightsPathId();
    assertThat(analyse(path).explanations())
        .extracting(Explanation::explanationCode)
        .contains("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS");
  }

  @Test
  void badPathsAreRefused() {
    site.assertFault(
        "InvalidParameterValue",
        e ->
            e.createNetworkInsightsPath(
                r -> r.source("vpc-12345678").destination(target).protocol("tcp")));
    site.assertFault(
        "InvalidParameterValue",
        e -> e.createNetworkInsightsPath(r -> r.source(app).destination(target).protocol("icmp")));
    site.assertFault(
        "MissingParameter", e -> e.createNetworkInsightsPath(r -> r.source(app).protocol("tcp")));
    site.assertFault(
        "InvalidNetworkInsightsPathId.NotFound",
        e -> e.startNetworkInsightsAnalysis(r -> r.networkInsightsPathId("nip-12345678")));
  }

  private NetworkInsightsAnalysis analyse(String path) {
    return ec2.startNetworkInsightsAnalysis(r -> r.networkInsightsPathId(path))
        .networkInsightsAnalysis();
  }

  private String path(String from, String to, int port) {
    return ec2.createNetworkInsightsPath(
            r -> r.source(from).destination(to).protocol(Protocol.TCP).destinationPort(port))
        .networkInsightsPath()
        .networkInsightsPathId();
  }

  private String launch(String subnet, String address) {
    List<String> ids =
        ec2
            .runInstances(
                r ->
                    r.imageId("ami-12345678")
                        .minCount(1)
                        .maxCount(1)
                        .subnetId(subnet)
                        .privateIpAddress(address))
            .instances()
            .stream()
            .map(it -> it.instanceId())
            .toList();
    return ids.getFirst();
  }
}
