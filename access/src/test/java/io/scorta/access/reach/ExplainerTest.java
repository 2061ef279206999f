package io.scorta.access.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.GuestTable;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.policy.Flow;
import io.scorta.access.policy.Reason;
import io.scorta.access.policy.Stage;
import io.scorta.access.sample.Place;
import org.junit.jupiter.api.Test;

/// What a reader is told about a flow.
class ExplainerTest {
  private static final Flow THROUGH_NAT =
      Flow.tcp(Place.address(Place.TRUSTED), Place.address(Place.ELASTIC), 11212);
  private final Place place = Place.opened();

  @Test
  void openFlowIsToldStepByStep() {
    Explanation told = explain(THROUGH_NAT);
    assertThat(told.reachable()).isTrue();
    assertThat(told.render())
        .isEqualTo(
            """
            198.51.100.27 -> 203.0.113.73:11212/tcp: reachable
            ok      the internet gateway translates by eipalloc-203.0.113.73
            ok      eni-nat (i-nat, 10.0.0.55): in from 198.51.100.27 port 11212/tcp by sgr-3 \
            (tracked: open connections outlive a revoke)
            ok      eni-nat (i-nat, 10.0.0.55) translates by its iptables rule "-A PREROUTING \
            -i eth0 -p tcp -m tcp --dport 11212 -j DNAT --to-destination 10.0.1.231:11211" to \
            198.51.100.27 -> 10.0.1.231:11211 (AWS's analyser sees no such)
            ok      eni-nat (i-nat, 10.0.0.55) translates by its iptables rule "-A POSTROUTING \
            -j SNAT --to-source 10.0.0.55" to 10.0.0.55 -> 10.0.1.231:11211 \
            (AWS's analyser sees no such)
            ok      eni-nat (i-nat, 10.0.0.55): out to 10.0.1.231 port 11211/tcp by sgr-2, sgr-5 \
            (tracked: open connections outlive a revoke)
            ok      eni-nat (i-nat, 10.0.0.55): route 10.0.0.0/16 local in rtb-public leads to \
            10.0.1.231
            ok      eni-node1 (10.0.1.231): in from 10.0.0.55 port 11211/tcp by sgr-6 \
            (tracked: open connections outlive a revoke)
            ok      eni-node1 (10.0.1.231) listens on port 11211
            ok      the answers find their way back\
            """);
  }

  @Test
  void everyBlockIsNamedNotOnlyTheFirst() {
    place.guest("nat", guest -> Place.forwarding(guest, false));
    place.tables.removeIf(it -> it.id().equals("rtb-public"));
    place.groups.stream()
        .flatMap(group -> group.rules().stream())
        .toList()
        .forEach(rule -> place.revoke(rule.id()));
    Explanation told = explain(THROUGH_NAT);
    assertThat(told.reachable()).isFalse();
    assertThat(told.blocks())
        .extracting(Explanation.Line::stage)
        .containsExactly(
            Stage.INGRESS, Stage.FORWARDING, Stage.EGRESS, Stage.INGRESS, Stage.RETURN);
    assertThat(told.blocks())
        .extracting(Explanation.Line::remedy)
        .containsExactly(
            "aws ec2 authorize-security-group-ingress --group-id sg-nat --protocol tcp"
                + " --port 11212 --cidr 198.51.100.27/32",
            "on i-nat: sysctl -w net.ipv4.ip_forward=1",
            "aws ec2 authorize-security-group-egress --group-id sg-nat --ip-permissions"
                + " 'IpProtocol=tcp,FromPort=11211,ToPort=11211,"
                + "UserIdGroupPairs=[{GroupId=sg-cluster}]'",
            "aws ec2 authorize-security-group-ingress --group-id sg-cluster --protocol tcp"
                + " --port 11211 --source-group sg-nat",
            "aws ec2 create-route --route-table-id rtb-main"
                + " --destination-cidr-block 0.0.0.0/0 --gateway-id igw-1");
  }

  @Test
  void instanceWithoutElasticIpIsNamedWithWhatElseIsMissing() {
    place.disassociate();
    place.guest("nat", guest -> Place.forwarding(guest, false));
    Flow byInstance = Flow.tcp(Place.address(Place.TRUSTED), Place.eni("nat"), 11212);
    assertThat(explain(byInstance).blocks())
        .extracting(it -> it.reason().orElseThrow())
        .containsExactly(
            Reason.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS, Reason.GUEST_FORWARDING_OFF);
    assertThat(explain(THROUGH_NAT).blocks().getFirst().remedy())
        .isEqualTo(
            "aws ec2 associate-address --allocation-id eipalloc-203.0.113.73"
                + " --network-interface-id eni-...");
  }

  @Test
  void natInstanceInTheCachesSubnetIsWarnedAbout() {
    place.node("near", "subnet-public", "10.0.0.99", "sg-cluster", 11211);
    place.dnat("nat", 11299, "10.0.0.99", 11211);
    place.in("sg-nat", 11299, 11299, "0.0.0.0/0");
    Explanation told =
        explain(Flow.tcp(Place.address(Place.TRUSTED), Place.address(Place.ELASTIC), 11299));
    assertThat(told.reachable()).isTrue();
    assertThat(told.lines())
        .filteredOn(it -> it.mark() == Explanation.Mark.WARNING)
        .extracting(Explanation.Line::text)
        .containsExactly(
            "eni-nat (i-nat, 10.0.0.55) stands in the cache's own subnet subnet-public:"
                + " give it a public subnet of its own");
  }

  @Test
  void cacheDialledFromOutsideIsToldByWhichDoorItIsReached() {
    for (Flow flow :
        new Flow[] {
          Flow.tcp(Place.address(Place.TRUSTED), Place.eni("node2"), 11211),
          Flow.tcp(Place.address(Place.TRUSTED), Place.address(Ipv4.parse("10.0.1.232")), 11211)
        }) {
      Explanation told = explain(flow);
      assertThat(told.reachable()).isFalse();
      assertThat(told.lines().getLast().text())
          .isEqualTo(
              "a cache has no public address; from outside it is reached through a NAT instance:"
                  + " 203.0.113.73:11213");
    }
  }

  @Test
  void keptClientAddressIsExplainedByCheckAndLostGroup() {
    place.flush("nat", GuestTable.NAT, "POSTROUTING");
    assertThat(explain(THROUGH_NAT).blocks())
        .extracting(it -> it.reason().orElseThrow())
        .containsExactly(
            Reason.ENI_SOURCE_DEST_CHECK_RESTRICTION,
            Reason.SG_REFERENCES_NOT_PRESERVED,
            Reason.NO_ROUTE_TO_DESTINATION);
    assertThat(explain(THROUGH_NAT).blocks())
        .extracting(Explanation.Line::remedy)
        .containsExactly(
            "aws ec2 modify-instance-attribute --instance-id i-nat --no-source-dest-check",
            "aws ec2 authorize-security-group-ingress --group-id sg-cluster --protocol tcp"
                + " --port 11211 --cidr 198.51.100.27/32",
            "on the host before eni-node1: iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE");
  }

  @Test
  void untrackedGateSaysWhatARevokeDoes() {
    place.group("sg-app");
    place.instance("app", "subnet-private", "10.0.1.9", "sg-app");
    place.in("sg-cluster", 11211, 11211, "0.0.0.0/0");
    assertThat(explain(Flow.tcp(Place.eni("app"), Place.eni("node0"), 11211)).render())
        .contains("untracked: revoking ends open connections at once");
  }

  @Test
  void blackholeWrongPortAndUnknownNamesAreSaid() {
    place.route("rtb-main", "10.0.0.0/24", new RouteTarget.Interface("eni-gone"));
    place.instance("app", "subnet-private", "10.0.1.9", "sg-nat");
    assertThat(explain(Flow.tcp(Place.eni("app"), Place.eni("nat"), 22)).render())
        .contains("the route rtb-main 10.0.0.0/24 eni-gone is a blackhole and hides one")
        .contains("[MORE_SPECIFIC_ROUTE]")
        .contains("aws ec2 delete-route --route-table-id rtb-main")
        .contains("--destination-cidr-block 10.0.0.0/24");
    place.route("rtb-main", "0.0.0.0/0", new RouteTarget.Gateway("igw-gone"));
    assertThat(explain(Flow.tcp(Place.eni("app"), Place.address(Place.STRANGER), 443)).render())
        .contains("the route rtb-main 0.0.0.0/0 igw-gone is a blackhole [BAD_STATE_ROUTE]");
    place.in("sg-cluster", 1, 65535, "sg-nat");
    assertThat(explain(Flow.tcp(Place.eni("app"), Place.eni("node0"), 6379)).render())
        .contains("does not listen on port 6379")
        .contains("dial the port that eni-node0 listens on: 11211");
    assertThat(explain(Flow.tcp(Place.eni("app"), Place.eni("nobody"), 6379)).render())
        .contains("eni-nobody does not exist");
    assertThat(
            explain(Flow.tcp(Place.eni("app"), Place.address(Ipv4.parse("10.0.1.99")), 6379))
                .render())
        .contains("nobody in the VPC has the address 10.0.1.99");
  }

  private Explanation explain(Flow flow) {
    return Explainer.explain(place.compile(), flow);
  }
}
