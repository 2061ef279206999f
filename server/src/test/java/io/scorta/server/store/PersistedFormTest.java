package io.scorta.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.control.service.Kinds;
import io.scorta.control.state.Kind;
import io.scorta.server.realise.Realiser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Pins how every kind of record is written. A document once written keeps its meaning: lines of
/// `persisted-form.txt` may be added, and changed only together with a step that rewrites old
/// files.
class PersistedFormTest {
  private static final String FILE = "persisted-form.txt";
  private final DocumentCodec codec = new DocumentCodec();

  @Test
  void everyKindIsWrittenAsItAlwaysWas() throws IOException {
    String forms = String.join("\n", forms());
    Path found = Files.writeString(Path.of("target", FILE), forms + "\n");
    assertThat(forms)
        .as("when no released Scorta wrote the old form, take over %s", found.toAbsolutePath())
        .isEqualTo(pinned());
  }

  @Test
  void everyKindIsReadBackEqual() {
    for (Kind<?> kind : durable()) {
      assertReadBack(kind);
    }
  }

  private <T extends Record> void assertReadBack(Kind<T> kind) {
    T sample = new Sample().of(kind.type());
    assertThat(codec.decode(kind, codec.encode(sample))).as(kind.name()).isEqualTo(sample);
  }

  private List<String> forms() {
    Sample samples = new Sample();
    List<String> lines = new ArrayList<>();
    for (Kind<?> kind : durable()) {
      lines.add(kind.name() + " " + codec.encode(samples.of(kind.type())));
    }
    lines.sort(null);
    samples
        .choices()
        .forEach(
            (choice, all) ->
                all.forEach(
                    one ->
                        lines.add(
                            "%s %s %s"
                                .formatted(
                                    choice.getSimpleName(),
                                    DocumentIntrospector.typeName(one.getClass()),
                                    codec.encode(one)))));
    lines.addAll(samples.enums());
    return lines;
  }

  private static List<Kind<?>> durable() {
    return Stream.of(Kinds.durable(), Realiser.kinds()).<Kind<?>>flatMap(List::stream).toList();
  }

  private static String pinned() throws IOException {
    try (InputStream in = PersistedFormTest.class.getResourceAsStream(FILE)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
