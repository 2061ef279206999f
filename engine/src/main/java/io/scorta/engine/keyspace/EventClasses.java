package io.scorta.engine.keyspace;

/// The classes of [KeyEvent], by the letters of `notify-keyspace-events`, as a set of bits.
public final class EventClasses {
  /// In the order in which CONFIG GET shows them; `d` is for modules, which do not exist here.
  private static final String LETTERS = "g$lshzxetdnKEm";

  /// What `A` stands for: all but missed and new keys.
  private static final int ALL = of("g$lshzxetd");

  /// Whether channels are named by the key, or by the event.
  public static final int BY_KEY = of('K');

  public static final int BY_EVENT = of('E');

  private EventClasses() {}

  static int of(char letter) {
    return 1 << LETTERS.indexOf(letter);
  }

  private static int of(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      bits |= of(letters.charAt(i));
    }
    return bits;
  }

  /// The set that letters name, or -1 if one of them names nothing.
  public static int parse(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      if (letter != 'A' && LETTERS.indexOf(letter) < 0) {
        return -1;
      }
      bits |= letter == 'A' ? ALL : of(letter);
    }
    return bits;
  }

  /// The shortest text for a set.
  public static String text(int bits) {
    StringBuilder text = new StringBuilder();
    int left = bits;
    if ((bits & ALL) == ALL) {
      text.append('A');
      left &= ~ALL;
      // As in Valkey, which does not show that new keys are asked for beside all others.
      left &= ~of('n');
    }
    for (int i = 0; i < LETTERS.length(); i++) {
      if ((left & 1 << i) != 0) {
        text.append(LETTERS.charAt(i));
      }
    }
    return text.toString();
  }
}
