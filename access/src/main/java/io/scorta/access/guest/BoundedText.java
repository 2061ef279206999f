package io.scorta.access.guest;

/// A text that counts how often it is looked at, so that a regular expression that somebody typed
/// cannot keep the machine busy: the searches of one command line share a limited number of looks,
/// and the one that needs more ends with a refusal.
final class BoundedText implements CharSequence {
  private final String text;
  private final GuestSystem system;

  BoundedText(String text, GuestSystem system) {
    this.text = text;
    this.system = system;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (!system.mayLook()) {
      throw tooHard();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }

  static CommandFailure tooHard() {
    return new CommandFailure(2, "the regular expression takes too long on this text\n");
  }
}
