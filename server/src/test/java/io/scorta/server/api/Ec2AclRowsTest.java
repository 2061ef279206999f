package io.scorta.server.api;

import static io.scorta.server.api.Ec2Site.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.Tag;

/// Network ACLs, through the SDK's client.
class Ec2AclRowsTest {
  private final Ec2Site site = new Ec2Site();
  private final Ec2Client ec2 = site.client();
  private final String vpc = site.vpc();
  private final String subnet = site.subnet(vpc, "10.0.0.0/24");

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void vpcHasDefaultAclThatEverySubnetUsesAndThatLetsAllPass() {
    NetworkAcl acl =
        ec2.describeNetworkAcls(r -> r.filters(filter("vpc-id", vpc), filter("default", "true")))
            .networkAcls()
            .getFirst();
    assertThat(acl.associations())
        .extracting(NetworkAclAssociation::subnetId)
        .containsExactly(subnet);
    assertThat(acl.entries())
        .extracting(
            NetworkAclEntry::ruleNumber,
            NetworkAclEntry::egress,
            NetworkAclEntry::protocol,
            NetworkAclEntry::ruleActionAsString,
            NetworkAclEntry::cidrBlock)
        .containsExactly(
            tuple(100, true, "-1", "allow", "0.0.0.0/0"),
            tuple(32767, true, "-1", "deny", "0.0.0.0/0"),
            tuple(100, false, "-1", "allow", "0.0.0.0/0"),
            tuple(32767, false, "-1", "deny", "0.0.0.0/0"));
    site.assertFault(
        "InvalidParameterValue", e -> e.deleteNetworkAcl(r -> r.networkAclId(acl.networkAclId())));
  }

  @Test
  void entriesAreMadeReplacedAndDeleted() {
    String acl = acl();
    entry(acl, r -> r.ruleNumber(100).protocol("6").portRange(p -> p.from(80).to(90)));
    entry(acl, r -> r.ruleNumber(110).protocol("1").icmpTypeCode(i -> i.type(8).code(-1)));
    site.assertFault(
        "NetworkAclEntryAlreadyExists", _ -> entry(acl, r -> r.ruleNumber(100).protocol("-1")));
    ec2.replaceNetworkAclEntry(
        r ->
            r.networkAclId(acl)
                .egress(false)
                .ruleNumber(100)
                .ruleAction(RuleAction.DENY)
                .protocol("17")
                .portRange(p -> p.from(53).to(53))
                .cidrBlock("10.0.0.0/8"));
    NetworkAcl shown =
        ec2.describeNetworkAcls(
                r ->
                    r.filters(
                        filter("entry.protocol", "17"),
                        filter("entry.port-range.from", "53"),
                        filter("entry.icmp.type", "8")))
            .networkAcls()
            .getFirst();
    assertThat(shown.tags()).extracting(Tag::value).containsExactly("guard");
    NetworkAclEntry first =
        shown.entries().stream().filter(it -> it.ruleNumber() == 100).findFirst().orElseThrow();
    assertThat(first.ruleAction()).isEqualTo(RuleAction.DENY);
    assertThat(first.portRange().to()).isEqualTo(53);
    ec2.deleteNetworkAclEntry(r -> r.networkAclId(acl).egress(false).ruleNumber(100));
    site.assertFault(
        "InvalidNetworkAclEntry.NotFound",
        e -> e.deleteNetworkAclEntry(r -> r.networkAclId(acl).egress(false).ruleNumber(100)));
  }

  @Test
  void subnetMovesToAnotherAclAndHoldsIt() {
    String acl = acl();
    String before =
        ec2.describeNetworkAcls(r -> r.filters(filter("association.subnet-id", subnet)))
            .networkAcls()
            .getFirst()
            .associations()
            .getFirst()
            .networkAclAssociationId();
    String after =
        ec2.replaceNetworkAclAssociation(r -> r.associationId(before).networkAclId(acl))
            .newAssociationId();
    assertThat(after).startsWith("aclassoc-").isNotEqualTo(before);
    assertThat(
            ec2.describeNetworkAcls(r -> r.filters(filter("association.subnet-id", subnet)))
                .networkAcls())
        .extracting(NetworkAcl::networkAclId)
        .containsExactly(acl);
    site.assertFault("DependencyViolation", e -> e.deleteNetworkAcl(r -> r.networkAclId(acl)));
    site.assertFault(
        "InvalidAssociationID.NotFound",
        e -> e.replaceNetworkAclAssociation(r -> r.associationId(before).networkAclId(acl)));
    ec2.deleteSubnet(r -> r.subnetId(subnet));
    site.assertFault("DependencyViolation", e -> e.deleteVpc(r -> r.vpcId(vpc)));
    ec2.deleteNetworkAcl(r -> r.networkAclId(acl));
    ec2.deleteVpc(r -> r.vpcId(vpc));
    assertThat(ec2.describeNetworkAcls(r -> r.filters(filter("vpc-id", vpc))).networkAcls())
        .isEmpty();
  }

  @Test
  void badLinesAreRefused() {
    String acl = acl();
    site.assertFault(
        "InvalidParameterValue", _ -> entry(acl, r -> r.ruleNumber(32767).protocol("-1")));
    site.assertFault("MissingParameter", _ -> entry(acl, r -> r.ruleNumber(1).protocol("6")));
    site.assertFault(
        "InvalidParameterValue",
        _ -> entry(acl, r -> r.ruleNumber(1).protocol("6").portRange(p -> p.from(9).to(8))));
    site.assertFault(
        "InvalidParameterValue",
        _ -> entry(acl, r -> r.ruleNumber(1).protocol("-1").cidrBlock("10.0.0.0")));
    site.assertFault(
        "InvalidNetworkAclID.NotFound",
        _ -> entry("acl-12345678", r -> r.ruleNumber(1).protocol("-1")));
    site.assertFault("DryRunOperation", e -> e.createNetworkAcl(r -> r.vpcId(vpc).dryRun(true)));
    for (int i = 1; i <= 20; i++) {
      int number = i;
      entry(acl, r -> r.ruleNumber(number).protocol("-1"));
    }
    site.assertFault(
        "NetworkAclEntryLimitExceeded", _ -> entry(acl, r -> r.ruleNumber(21).protocol("-1")));
  }

  private String acl() {
    return ec2.createNetworkAcl(
            r -> r.vpcId(vpc).tagSpecifications(Ec2Site.name(ResourceType.NETWORK_ACL, "guard")))
        .networkAcl()
        .networkAclId();
  }

  private void entry(String acl, Consumer<CreateNetworkAclEntryRequest.Builder> line) {
    ec2.createNetworkAclEntry(
        r -> {
          r.networkAclId(acl).egress(false).ruleAction(RuleAction.ALLOW).cidrBlock("0.0.0.0/0");
          line.accept(r);
        });
  }
}
