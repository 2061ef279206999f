package io.scorta.aws.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The text of a request that signer and verifier agree on, whatever was between them.
final class CanonicalRequest {
  private static final Pattern SPACES = Pattern.compile(" +");
  private static final String UNRESERVED = "-._~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private CanonicalRequest() {}

  /// The canonical form over the named headers; `signatureName` is left out of the query.
  static String of(SignedRequest request, List<String> signedHeaders, String signatureName) {
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append('\n');
    text.append(path(request.rawPath())).append('\n');
    text.append(query(request.rawQuery(), signatureName)).append('\n');
    for (String name : signedHeaders) {
      String values =
          request.headers().getOrDefault(name, List.of()).stream()
              .map(value -> SPACES.matcher(value.strip()).replaceAll(" "))
              .collect(Collectors.joining(","));
      text.append(name).append(':').append(values).append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n');
    return text.append(Digests.sha256Hex(request.body())).toString();
  }

  /// The path's segments are encoded once more than on the wire, as all services but S3 do.
  private static String path(String rawPath) {
    if (rawPath.isEmpty()) {
      return "/";
    }
    StringBuilder path = new StringBuilder();
    int start = 0;
    while (start <= rawPath.length()) { // Each round moves past one '/'.
      int slash = rawPath.indexOf('/', start);
      int end = slash < 0 ? rawPath.length() : slash;
      path.append(encode(rawPath.substring(start, end).getBytes(StandardCharsets.UTF_8)));
      if (slash >= 0) {
        path.append('/');
      }
      start = end + 1;
    }
    return path.toString();
  }

  private static String query(String rawQuery, String signatureName) {
    List<Pair> pairs = new ArrayList<>();
    for (String part : rawQuery.split("&")) {
      int equals = part.indexOf('=');
      String name = encode(decode(equals < 0 ? part : part.substring(0, equals)));
      if (!part.isEmpty() && !name.equals(signatureName)) {
        pairs.add(new Pair(name, equals < 0 ? "" : encode(decode(part.substring(equals + 1)))));
      }
    }
    return pairs.stream()
        .sorted()
        .map(pair -> pair.name + "=" + pair.value)
        .collect(Collectors.joining("&"));
  }

  private record Pair(String name, String value) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int byName = name.compareTo(other.name);
      return byName != 0 ? byName : value.compareTo(other.value);
    }
  }

  /// A percent sign without two digits stands for itself here: the codec refuses it later.
  static byte[] decode(String text) {
    byte[] in = text.replace('+', ' ').getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
      if (low >= 0) {
        out[length++] = (byte) (high * 16 + low);
        i += 2;
      } else {
        out[length++] = in[i];
      }
    }
    return Arrays.copyOf(out, length);
  }

  private static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      if (isUnreserved(c)) {
        text.append(c);
      } else {
        text.append('%').append(HEX[c >> 4]).append(HEX[c & 0xf]);
      }
    }
    return text.toString();
  }

  private static boolean isUnreserved(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || UNRESERVED.indexOf(c) >= 0;
  }
}
