package io.scorta.engine.loop;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// A plain blocking client that shows replies as the bytes they are.
public final class RespClient implements AutoCloseable {
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;
  private final Socket socket;
  private final InputStream in;

  public RespClient(InetSocketAddress address) throws IOException {
    socket = new Socket(address.getAddress(), address.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// Sends one command and answers the raw reply.
  public String call(String... words) throws IOException {
    send(words);
    return reply();
  }

  public void send(String... words) throws IOException {
    raw(request(words));
  }

  public static String request(String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return text.toString();
  }

  public void raw(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(BYTES));
  }

  /// One whole reply, nested ones included.
  public String reply() throws IOException {
    StringBuilder text = new StringBuilder();
    read(text);
    return text.toString();
  }

  private void read(StringBuilder into) throws IOException {
    String line = line();
    into.append(line).append("\r\n");
    int more =
        switch (line.charAt(0)) {
          case '*', '~', '>' -> Integer.parseInt(line.substring(1));
          case '%' -> 2 * Integer.parseInt(line.substring(1));
          default -> 0;
        };
    if ((line.charAt(0) == '$' || line.charAt(0) == '=') && !line.equals("$-1")) {
      byte[] bytes = in.readNBytes(Integer.parseInt(line.substring(1)) + 2);
      into.append(new String(bytes, BYTES));
    }
    for (int i = 0; i < more; i++) {
      read(into);
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c = in.read();
    while (c != '\r') {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      line.write(c);
      c = in.read();
    }
    if (in.read() != '\n') {
      throw new IOException("a line without its end");
    }
    return line.toString(BYTES);
  }

  /// Whether the server has closed; waits for it.
  public boolean isEnded() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return e.getMessage() != null && e.getMessage().contains("reset");
    }
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
