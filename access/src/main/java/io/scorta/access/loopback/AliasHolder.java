package io.scorta.access.loopback;

import io.scorta.access.model.Ipv4;

/// Whom an alias address stands for.
public sealed interface AliasHolder {
  /// A network interface, by its id.
  record Interface(String id) implements AliasHolder {
    @Override
    public String toString() {
      return INTERFACE + id;
    }
  }

  /// An Elastic IP, by its public address.
  record Elastic(int publicAddress) implements AliasHolder {
    @Override
    public String toString() {
      return ELASTIC + Ipv4.format(publicAddress);
    }
  }

  /// A client outside every VPC, by its address.
  record Outside(int address) implements AliasHolder {
    @Override
    public String toString() {
      return OUTSIDE + Ipv4.format(address);
    }
  }

  String INTERFACE = "interface ";
  String ELASTIC = "elastic ";
  String OUTSIDE = "outside ";

  /// The holder that [Object#toString] wrote.
  ///
  /// @throws IllegalArgumentException when the text is none
  static AliasHolder parse(String text) {
    if (text.startsWith(INTERFACE) && text.length() > INTERFACE.length()) {
      return new Interface(text.substring(INTERFACE.length()));
    }
    if (text.startsWith(ELASTIC)) {
      return new Elastic(Ipv4.parse(text.substring(ELASTIC.length())));
    }
    if (text.startsWith(OUTSIDE)) {
      return new Outside(Ipv4.parse(text.substring(OUTSIDE.length())));
    }
    throw new IllegalArgumentException("\"" + text + "\" is no holder of an alias");
  }
}
