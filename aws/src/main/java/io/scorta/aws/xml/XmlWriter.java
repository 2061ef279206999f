package io.scorta.aws.xml;

/// Writes one XML document: elements and text, as AWS's Query protocols use them.
///
/// Characters that XML 1.0 cannot carry are replaced, so that what is written can always be read.
public final class XmlWriter {
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final char REPLACEMENT = '\uFFFD';
  private static final int CAPACITY = 1024;
  private final StringBuilder out = new StringBuilder(CAPACITY).append(DECLARATION);

  public XmlWriter open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  /// Opens an element that sets the default namespace for everything in it.
  public XmlWriter open(String name, String namespace) {
    out.append('<').append(name).append(" xmlns=\"");
    escape(namespace);
    out.append("\">");
    return this;
  }

  public XmlWriter close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  public XmlWriter element(String name, String text) {
    open(name);
    escape(text);
    return close(name);
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void escape(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\r' -> out.append("&#xD;"); // A reader would turn a bare one into a line feed.
        case '\t', '\n' -> out.append(c);
        default -> {
          if (Character.isHighSurrogate(c)
              && i + 1 < length
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(++i));
          } else {
            out.append(c < ' ' || Character.isSurrogate(c) || c >= '\uFFFE' ? REPLACEMENT : c);
          }
        }
      }
    }
  }
}
