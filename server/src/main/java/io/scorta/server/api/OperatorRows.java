package io.scorta.server.api;

import io.scorta.access.loopback.LoopbackConfig;
import io.scorta.control.network.Accounts;
import io.scorta.server.realise.Realiser;
import io.scorta.server.store.Credentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The operator's own calls: what runs, who reaches what, a shell on an instance, accounts.
public final class OperatorRows {
  private static final String INVALID = "InvalidParameterValue";
  private final Credentials credentials;
  private final ControlPlane plane;
  private final OperatorStatus status;
  private final OperatorReach reach;
  private final Realiser realiser;

  /// What the operator is told of this server.
  public record ServerFacts(String data, String why) {}

  public OperatorRows(
      ControlPlane plane, Realiser realiser, Credentials credentials, ServerFacts facts) {
    this.plane = plane;
    this.credentials = credentials;
    this.realiser = realiser;
    status = new OperatorStatus(realiser, facts);
    reach = new OperatorReach(realiser, LoopbackConfig.DEFAULT);
  }

  public List<OperatorRow> all() {
    OperatorGuest guest = new OperatorGuest(realiser, reach);
    OperatorOutside outside = new OperatorOutside(realiser, reach);
    return List.of(
        new OperatorRow("status", (_, call) -> status.of(call)),
        new OperatorRow("explain", reach::explain),
        new OperatorRow("resolve", reach::resolve),
        new OperatorRow("guest", guest::run),
        new OperatorRow("outside", outside::answer),
        new OperatorRow("account", this::addAccount));
  }

  /// The keys come first: an account that was answered has both them and its default network, and a
  /// crash in between is made good at the next start.
  private Object addAccount(JsonNode arguments, Call call) {
    String operator = credentials.all().getFirst().account();
    if (!call.account().equals(operator)) {
      throw new FaultException(
          "AccessDenied",
          "account %s may not add accounts: use the keys of the first account, %s"
              .formatted(call.account(), operator));
    }
    Optional<String> platform = text(arguments, "platform");
    if (platform.filter(it -> !it.equals("classic") && !it.equals("vpc")).isPresent()) {
      throw invalid("\"%s\" is no platform: give classic or vpc".formatted(platform.get()));
    }
    boolean classic = platform.filter("classic"::equals).isPresent();
    try {
      String account = credentials.add(text(arguments, "account")).account();
      plane.submit(account, new Accounts.Open(classic));
      return Map.of("account", account);
    } catch (IllegalArgumentException e) {
      throw new FaultException(INVALID, String.valueOf(e.getMessage()));
    }
  }

  static Optional<String> text(JsonNode arguments, String name) {
    return Optional.of(arguments.path(name).asString("")).filter(value -> !value.isEmpty());
  }

  static String required(JsonNode arguments, String name) {
    return text(arguments, name)
        .orElseThrow(() -> new FaultException("MissingParameter", "Give the parameter " + name));
  }

  static FaultException invalid(String message) {
    return new FaultException(INVALID, message);
  }
}
