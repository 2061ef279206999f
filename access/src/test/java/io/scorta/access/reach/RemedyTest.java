package io.scorta.access.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.policy.Flow;
import io.scorta.access.sample.Place;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whoever does what the explanations say gets through, and opens nothing beyond it.
class RemedyTest {
  private static final int ROUNDS_MAX = 12;
  private static final Pattern GROUP = Pattern.compile("--group-id (\\S+)");
  private static final Pattern PORT = Pattern.compile("--port (\\d+)|FromPort=(\\d+)");
  private static final Pattern PEER =
      Pattern.compile("--cidr (\\S+)|--source-group (\\S+)|GroupId=([^}]+)");
  private final Place place = Place.opened();

  @Test
  void followingTheRemediesOpensAPlaceWhereNothingIsRight() {
    place.run("nat", false);
    place.guest("nat", guest -> Place.forwarding(guest, false));
    place.disassociate();
    place.tables.removeIf(it -> it.id().equals("rtb-public"));
    place.groups.stream()
        .flatMap(group -> group.rules().stream())
        .toList()
        .forEach(rule -> place.revoke(rule.id()));
    Flow flow = Flow.tcp(Place.address(Place.TRUSTED), Place.address(Place.ELASTIC), 11213);
    assertThat(roundsUntilOpen(flow)).isLessThanOrEqualTo(3);
    assertThat(reachable(Flow.tcp(Place.address(Place.STRANGER), flow.target(), 11213))).isFalse();
    assertThat(reachable(Flow.tcp(flow.source(), flow.target(), 11212))).isFalse();
    assertThat(reachable(Flow.tcp(flow.source(), flow.target(), 22))).isFalse();
  }

  @Test
  void followingTheRemediesOpensTheWayBetweenTwoHosts() {
    place.bareGroup("sg-app", Place.VPC);
    place.instance("app", "subnet-private", "10.0.1.9", "sg-app");
    assertThat(roundsUntilOpen(Flow.tcp(Place.eni("app"), Place.eni("node0"), 11211))).isEqualTo(1);
    assertThat(reachable(Flow.tcp(Place.eni("node0"), Place.eni("app"), 22))).isFalse();
  }

  private int roundsUntilOpen(Flow flow) {
    for (int round = 0; round <= ROUNDS_MAX; round++) {
      Explanation told = Explainer.explain(place.compile(), flow);
      if (told.reachable()) {
        return round;
      }
      told.blocks().forEach(line -> follow(line.remedy()));
    }
    throw new AssertionError(Explainer.explain(place.compile(), flow).render());
  }

  private boolean reachable(Flow flow) {
    return Explainer.explain(place.compile(), flow).reachable();
  }

  private void follow(String remedy) {
    if (remedy.startsWith("aws ec2 authorize-security-group-ingress")) {
      place.in(group(remedy), port(remedy), port(remedy), peer(remedy));
    } else if (remedy.startsWith("aws ec2 authorize-security-group-egress")) {
      place.out(group(remedy), port(remedy), port(remedy), peer(remedy));
    } else if (remedy.equals("on i-nat: sysctl -w net.ipv4.ip_forward=1")) {
      place.guest("nat", guest -> Place.forwarding(guest, true));
    } else if (remedy.equals("aws ec2 start-instances --instance-ids i-nat")) {
      place.run("nat", true);
    } else if (remedy.startsWith("aws ec2 associate-address")) {
      associate();
    } else if (remedy.startsWith("aws ec2 create-route --route-table-id rtb-main")) {
      place.route("rtb-main", "0.0.0.0/0", new RouteTarget.Gateway("igw-1"));
    } else {
      throw new AssertionError("a remedy that this test cannot follow: " + remedy);
    }
  }

  private void associate() {
    place.elasticIps.replaceAll(
        it ->
            new ElasticIp(
                it.allocationId(),
                it.owner(),
                it.publicAddress(),
                Optional.of(
                    new ElasticIp.Association("eipassoc-1", "eni-nat", Place.NAT_ADDRESS))));
  }

  private static String group(String remedy) {
    return found(GROUP, remedy);
  }

  private static int port(String remedy) {
    return Integer.parseInt(found(PORT, remedy));
  }

  private static String peer(String remedy) {
    return found(PEER, remedy);
  }

  private static String found(Pattern pattern, String remedy) {
    Matcher matcher = pattern.matcher(remedy);
    assertThat(matcher.find()).as(remedy).isTrue();
    return List.of(1, 2, 3).stream()
        .filter(group -> group <= matcher.groupCount() && matcher.group(group) != null)
        .map(matcher::group)
        .findFirst()
        .orElseThrow();
  }
}
