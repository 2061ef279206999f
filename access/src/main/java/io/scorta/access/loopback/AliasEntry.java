package io.scorta.access.loopback;

import io.scorta.access.model.Ipv4;

/// One line of an alias book; its text, such as `127.64.0.1 interface eni-1`, is what is stored.
public record AliasEntry(int alias, AliasHolder holder) {
  /// The entry of a stored text.
  ///
  /// @throws IllegalArgumentException when the text is none
  public static AliasEntry parse(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("\"" + text + "\" is no line of an alias book");
    }
    return new AliasEntry(
        Ipv4.parse(text.substring(0, space)), AliasHolder.parse(text.substring(space + 1)));
  }

  @Override
  public String toString() {
    return Ipv4.format(alias) + " " + holder;
  }
}
