package io.scorta.engine.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A message that answers no command: a push in RESP3, an array in RESP2. Written once for each
/// version that is asked for; belongs to one loop.
final class PushText {
  private static final byte[] NONE = {};

  private final List<byte[]> words;
  private byte[] two = NONE;
  private byte[] three = NONE;

  PushText(List<byte[]> words) {
    this.words = words;
  }

  byte[] bytes(int protocol) {
    if (protocol == 3) {
      three = three.length == 0 ? text('>') : three;
      return three;
    }
    two = two.length == 0 ? text('*') : two;
    return two;
  }

  private byte[] text(char type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line(out, type, words.size());
    for (byte[] word : words) {
      line(out, '$', word.length);
      out.writeBytes(word);
      out.write('\r');
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static void line(ByteArrayOutputStream out, char type, int number) {
    out.writeBytes((type + Integer.toString(number) + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }
}
