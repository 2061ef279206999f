package io.scorta.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A plain RESP connection that shows every byte of a reply, which client libraries hide.
final class RespConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  RespConnection(InetSocketAddress address) {
    try {
      socket.connect(address, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to " + address, e);
    }
  }

  Reply ask(String... words) {
    return ask(List.of(words));
  }

  /// One character of a word is one byte.
  Reply ask(List<String> words) {
    return askAll(List.of(words)).getFirst();
  }

  /// Sends all commands at once and reads their replies.
  List<Reply> askAll(List<List<String>> commands) {
    send(commands);
    List<Reply> replies = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      replies.add(read());
    }
    return replies;
  }

  /// Sends commands without waiting for what comes back.
  void send(List<List<String>> commands) {
    try {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      for (List<String> words : commands) {
        write(request, "*" + words.size() + "\r\n");
        for (String word : words) {
          write(request, "$" + word.length() + "\r\n" + word + "\r\n");
        }
      }
      out.write(request.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send " + commands, e);
    }
  }

  /// Whether something has come that was not read yet.
  boolean hasCome() {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException("the connection is gone", e);
    }
  }

  /// The next reply or message; waits for it.
  Reply read() {
    try {
      return Reply.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing came", e);
    }
  }

  private static void write(ByteArrayOutputStream to, String text) throws IOException {
    to.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
