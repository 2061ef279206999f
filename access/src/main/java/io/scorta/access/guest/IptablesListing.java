package io.scorta.access.guest;

import io.scorta.access.guest.IptablesRequest.Listing;
import io.scorta.access.model.Cidr;
import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// Tables as people read them, the way `-L` and `-S` print them.
///
/// No packet is counted, so every counter is 0.
final class IptablesListing {
  private static final int HOST_BITS = 32;

  private final GuestTable table;
  private final Listing listing;

  private IptablesListing(GuestTable table, Listing listing) {
    this.table = table;
    this.listing = listing;
  }

  /// What `-L` or `-S` prints.
  static String of(GuestTable table, IptablesRequest request) {
    List<GuestChain> chains = table.chains();
    if (!request.chain().isEmpty()) {
      chains =
          List.of(
              table
                  .chain(request.chain())
                  .orElseThrow(() -> IptablesFaults.incompatible(request.chain(), table.name())));
    }
    if (request.action() == IptablesRequest.Action.LIST_RULES) {
      return options(chains, request.number());
    }
    IptablesListing lines = new IptablesListing(table, request.listing());
    if (request.number() > 0) {
      return lines.single(chains.getFirst(), request.number());
    }
    return chains.stream().map(lines::chain).collect(Collectors.joining("\n"));
  }

  private static String options(List<GuestChain> chains, int number) {
    StringBuilder text = new StringBuilder();
    if (number == 0) {
      for (GuestChain chain : chains) {
        text.append(
            chain
                .policy()
                .map(policy -> "-P " + chain.name() + " " + policy)
                .orElse("-N " + chain.name()));
        text.append('\n');
      }
    }
    for (GuestChain chain : chains) {
      for (int i = 0; i < chain.rules().size(); i++) {
        if (number == 0 || number == i + 1) {
          text.append(RuleText.append(chain.name(), chain.rules().get(i))).append('\n');
        }
      }
    }
    return text.toString();
  }

  private String single(GuestChain chain, int number) {
    return number <= chain.rules().size() ? rule(number, chain.rules().get(number - 1)) : "";
  }

  private String chain(GuestChain chain) {
    StringBuilder text = new StringBuilder("Chain ").append(chain.name());
    if (chain.isBuiltIn()) {
      text.append(" (policy ").append(chain.policy().orElseThrow());
      text.append(listing.verbose() ? " 0 packets, 0 bytes)" : ")");
    } else {
      text.append(" (").append(IptablesTables.references(table, chain.name()));
      text.append(" references)");
    }
    text.append('\n').append(listing.lineNumbers() ? "num  " : "");
    text.append(listing.verbose() ? " pkts bytes " : "").append("target     prot opt");
    text.append(listing.verbose() ? " in     out    " : "");
    text.append(" source               destination         \n");
    for (int i = 0; i < chain.rules().size(); i++) {
      text.append(rule(i + 1, chain.rules().get(i)));
    }
    return text.toString();
  }

  private String rule(int number, GuestRule rule) {
    StringBuilder text = new StringBuilder();
    text.append(listing.lineNumbers() ? "%-4d ".formatted(number) : "");
    text.append(listing.verbose() ? "    0     0 " : "");
    text.append("%-9s ".formatted(rule.target().map(RuleText::name).orElse("")));
    text.append(protocol(rule)).append("-- ");
    if (listing.verbose()) {
      text.append(" %-6s %-6s ".formatted(in(rule), out(rule)));
    }
    text.append(source(rule)).append(' ').append(destination(rule)).append(' ');
    rule.matches().forEach(match -> text.append(match(match)));
    rule.target().ifPresent(target -> text.append(target(target)));
    return text.append('\n').toString();
  }

  private String protocol(GuestRule rule) {
    GuestMatch.OfProtocol of =
        first(rule, GuestMatch.OfProtocol.class)
            .orElse(new GuestMatch.OfProtocol(Protocol.ALL, false));
    String name =
        listing.numeric()
            ? Integer.toString(Math.max(0, of.protocol().number()))
            : IptablesNames.nameOf(of.protocol());
    return "%s%-4s ".formatted(of.negated() ? "!" : " ", name);
  }

  private String in(GuestRule rule) {
    return first(rule, GuestMatch.InInterface.class)
        .map(in -> (in.negated() ? "!" : "") + in.name())
        .orElse(anyInterface());
  }

  private String out(GuestRule rule) {
    return first(rule, GuestMatch.OutInterface.class)
        .map(out -> (out.negated() ? "!" : "") + out.name())
        .orElse(anyInterface());
  }

  private String anyInterface() {
    return listing.numeric() ? "*" : "any";
  }

  private String source(GuestRule rule) {
    return first(rule, GuestMatch.Source.class)
        .map(source -> address(source.block(), source.negated()))
        .orElseGet(() -> address(Cidr.ANYWHERE, false));
  }

  private String destination(GuestRule rule) {
    return first(rule, GuestMatch.Destination.class)
        .map(to -> address(to.block(), to.negated()))
        .orElseGet(() -> address(Cidr.ANYWHERE, false));
  }

  private String address(Cidr block, boolean negated) {
    String text;
    if (block.isAnywhere() && !listing.numeric()) {
      text = "anywhere";
    } else {
      text = block.bits() == HOST_BITS ? Ipv4.format(block.base()) : block.toString();
    }
    return "%s%-19s".formatted(negated ? "!" : " ", text);
  }

  private String match(GuestMatch match) {
    return switch (match) {
      case GuestMatch.Ports ports ->
          " "
              + ports.protocol()
              + ports(" spt", ports.source(), ports.sourceNegated())
              + ports(" dpt", ports.destination(), ports.destinationNegated());
      case GuestMatch.Multiport ports ->
          " multiport %s %s%s"
              .formatted(
                  RuleText.side(ports.side()),
                  ports.negated() ? " !" : "",
                  ports.ranges().stream().map(this::range).collect(Collectors.joining(",")));
      case GuestMatch.State state ->
          " %s%s %s"
              .formatted(
                  state.negated() ? "! " : "",
                  state.byStateModule() ? "state" : "ctstate",
                  RuleText.states(state.states()));
      case GuestMatch.Comment comment -> " /* " + comment.text() + " */";
      case GuestMatch.Source _,
          GuestMatch.Destination _,
          GuestMatch.InInterface _,
          GuestMatch.OutInterface _,
          GuestMatch.OfProtocol _ ->
          "";
    };
  }

  private String ports(String end, Optional<PortRange> range, boolean negated) {
    return range
        .map(
            ports ->
                end
                    + (ports.first() == ports.last() ? ":" : "s:")
                    + (negated ? "!" : "")
                    + range(ports))
        .orElse("");
  }

  private String range(PortRange range) {
    IntFunction<String> name = listing.numeric() ? Integer::toString : IptablesNames::serviceOf;
    return range.first() == range.last()
        ? name.apply(range.first())
        : name.apply(range.first()) + ":" + name.apply(range.last());
  }

  private static String target(GuestTarget target) {
    return switch (target) {
      case GuestTarget.Dnat(int address, int port) ->
          " to:" + Ipv4.format(address) + (port == 0 ? "" : ":" + port);
      case GuestTarget.Snat(int address, Optional<PortRange> ports) ->
          " to:" + Ipv4.format(address) + ports.map(r -> ":" + RuleText.dashed(r)).orElse("");
      case GuestTarget.Masquerade(Optional<PortRange> ports) ->
          ports.map(range -> " masq ports: " + RuleText.dashed(range)).orElse("");
      case GuestTarget.Redirect(int port) -> port == 0 ? "" : " redir ports " + port;
      case GuestTarget.Reject(String with) -> " reject-with " + with;
      case GuestTarget.Accept _, GuestTarget.Drop _, GuestTarget.Return _, GuestTarget.Jump _ -> "";
    };
  }

  private static <M extends GuestMatch> Optional<M> first(GuestRule rule, Class<M> kind) {
    return rule.matches().stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
