package io.scorta.access.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.access.loopback.WhoResolver.Answer;
import io.scorta.access.model.Cidr;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Vpc;
import io.scorta.access.policy.Party;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhoResolverTest {
  private final Site site = Site.journey();
  private final WhoResolver resolver = resolver(site.network(), Site.ACCOUNT);

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "i-app => eni-app => i-app, 10.0.1.10 of vpc-1",
        "eni-nat => eni-nat => i-nat, 10.0.0.55 of vpc-1",
        "10.0.1.231 => eni-sessions-0002 => sessions/0002, 10.0.1.231 of vpc-1",
        "vpc-1/10.0.1.231 => eni-sessions-0002 => sessions/0002, 10.0.1.231 of vpc-1",
        "sessions => eni-sessions-0001 => sessions/0001, 10.0.1.230 of vpc-1",
        "sessions/0003 => eni-sessions-0003 => sessions/0003, 10.0.1.232 of vpc-1",
        "203.0.113.73 => eni-nat => i-nat, 10.0.0.55 of vpc-1",
        "198.51.100.27 => 198.51.100.27 => 198.51.100.27, outside every VPC",
        "outside => 192.0.2.1 => 192.0.2.1, outside every VPC",
      })
  void whoIsFoundByEveryForm(String text, String party, String label) {
    assertThat(resolver.who(text))
        .isInstanceOfSatisfying(
            Answer.Found.class,
            found -> {
              assertThat(found.party()).hasToString(party);
              assertThat(found.label()).isEqualTo(label);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "i-none => there is no \"i-none\"",
        "session => there is no \"session\"",
        "10.0.1.99 => nobody has the address 10.0.1.99: known are 10.0.0.55 (i-nat), 10.0.1.10",
        "192.168.7.7 => nobody has the address 192.168.7.7",
        "vpc-9/10.0.1.231 => there is no VPC vpc-9: known are vpc-1",
        "300.1.1.1 => there is no \"300.1.1.1\"",
      })
  void whoIsUnknownIsRefusedWithWhatIsKnown(String text, String message) {
    assertThat(resolver.who(text))
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.message()).startsWith(message));
  }

  @Test
  void theSameAddressInTwoVpcsHasToBeToldApart() {
    Network network = twin();
    assertThat(resolver(network, Site.ACCOUNT).who("10.0.1.230"))
        .isEqualTo(
            new Answer.Refused(
                "10.0.1.230 is an address in several VPCs: say which, vpc-1/10.0.1.230,"
                    + " vpc-2/10.0.1.230"));
    assertThat(
            resolver(network, Site.ACCOUNT).target("10.0.1.230", new Party.Interface("eni-twin")))
        .isInstanceOfSatisfying(
            Answer.Found.class,
            found -> assertThat(found.party()).isEqualTo(new Party.Interface("eni-twin")));
  }

  @Test
  void anotherAccountsThingsDoNotExist() {
    WhoResolver stranger = resolver(site.network(), "210987654321");
    assertThat(stranger.who("i-app")).isInstanceOf(Answer.Refused.class);
    assertThat(((Answer.Refused) stranger.who("sessions")).message()).endsWith("known are none");
  }

  @Test
  void anElasticIpIsDialledAsItIs() {
    Party trusted = new Party.Address(Site.TRUSTED);
    assertThat(((Answer.Found) resolver.target("203.0.113.73", trusted)).party())
        .isEqualTo(new Party.Address(Site.ELASTIC));
    int outside = site.outsideAlias(Site.TRUSTED);
    AliasBook book = site.book();
    Network network = site.network();
    assertThat(LoopbackDial.of(network, book, trusted, new Party.Address(Site.ELASTIC)))
        .isEqualTo(new LoopbackDial(outside, site.elasticAlias()));
    assertThat(LoopbackDial.of(network, book, trusted, new Party.Interface("eni-nat")))
        .isEqualTo(new LoopbackDial(outside, site.elasticAlias()));
    Party app = new Party.Interface("eni-app");
    assertThat(LoopbackDial.of(network, book, app, new Party.Interface("eni-nat")))
        .isEqualTo(new LoopbackDial(site.alias("app"), site.alias("nat")));
    assertThatThrownBy(() -> LoopbackDial.of(network, book, app, trusted))
        .hasMessage("nobody answers at 198.51.100.27");
  }

  private Network twin() {
    Network it = site.network();
    List<Vpc> vpcs = new ArrayList<>(it.vpcs());
    vpcs.add(new Vpc("vpc-2", Site.ACCOUNT, List.of(Cidr.parse("10.0.0.0/16")), false, true, true));
    List<NetworkInterface> interfaces = new ArrayList<>(it.interfaces());
    interfaces.add(
        new NetworkInterface(
            "eni-twin",
            "vpc-2",
            "subnet-2",
            Site.ACCOUNT,
            Ipv4.parse("10.0.1.230"),
            List.of(),
            true,
            "",
            NetworkInterface.Holder.INSTANCE,
            "i-twin"));
    return new Network(
        vpcs,
        it.subnets(),
        it.internetGateways(),
        it.routeTables(),
        it.securityGroups(),
        interfaces,
        it.elasticIps(),
        it.instances(),
        it.listeners());
  }

  private static WhoResolver resolver(Network network, String account) {
    return new WhoResolver(network, account, LoopbackConfig.DEFAULT);
  }
}
