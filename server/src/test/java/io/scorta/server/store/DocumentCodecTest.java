package io.scorta.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.access.model.Cidr;
import io.scorta.control.state.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class DocumentCodecTest {
  private static final Kind<Parcel> PARCELS = Kind.durable("parcel", Parcel.class);
  private final DocumentCodec codec = new DocumentCodec();

  sealed interface Way {
    record ByRoad(int wheels) implements Way {}

    record Air() implements Way {}
  }

  enum Size {
    SMALL,
    LARGE
  }

  record Parcel(
      String name,
      boolean isHeavy,
      Size size,
      Way way,
      List<Way> earlier,
      Optional<String> note,
      Optional<Way> next,
      Map<String, String> labels,
      Cidr block,
      long weight,
      Instant at) {
    public boolean isFragile() {
      return true;
    }

    public String getCaption() {
      return "never written";
    }
  }

  @Test
  void aRecordIsWrittenByItsComponentsAlone() {
    assertThat(codec.encode(parcel()))
        .isEqualTo(
            "{\"name\":\"p\",\"isHeavy\":true,\"size\":\"LARGE\","
                + "\"way\":{\"type\":\"by-road\",\"wheels\":4},"
                + "\"earlier\":[{\"type\":\"air\"},{\"type\":\"by-road\",\"wheels\":2}],"
                + "\"note\":null,\"next\":{\"type\":\"air\"},"
                + "\"labels\":{\"a\":\"2\",\"b\":\"1\"},\"block\":\"10.0.0.0/16\","
                + "\"weight\":9007199254740993,\"at\":\"2026-11-25T00:00:00.123456789Z\"}");
  }

  @Test
  void aRecordIsReadBackEqual() {
    assertThat(codec.decode(PARCELS, codec.encode(parcel()))).isEqualTo(parcel());
  }

  @Test
  void aMissingComponentIsRefused() {
    String json = codec.encode(parcel()).replace("\"isHeavy\":true,", "");
    assertThatThrownBy(() -> codec.decode(PARCELS, json))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("isHeavy");
  }

  @Test
  void anUnknownComponentIsRefused() {
    String json = codec.encode(parcel()).replace("\"isHeavy\"", "\"colour\":1,\"isHeavy\"");
    assertThatThrownBy(() -> codec.decode(PARCELS, json))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("colour");
  }

  private static Parcel parcel() {
    return new Parcel(
        "p",
        true,
        Size.LARGE,
        new Way.ByRoad(4),
        List.of(new Way.Air(), new Way.ByRoad(2)),
        Optional.empty(),
        Optional.of(new Way.Air()),
        Map.of("b", "1", "a", "2"),
        Cidr.parse("10.0.0.0/16"),
        9_007_199_254_740_993L,
        Instant.parse("2026-11-25T00:00:00.123456789Z"));
  }
}
