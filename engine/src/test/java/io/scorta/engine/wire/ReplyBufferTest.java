package io.scorta.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReplyBufferTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private final ReplySink sink =
      new ReplySink() {
        @Override
        public void take(long address, int bytes) {
          sent.writeBytes(Memory.bytes(address, bytes));
        }

        @Override
        public boolean isCongested() {
          return false;
        }
      };

  @Test
  void silenceKeepsWhatWasWrittenBeforeAndGrowsWithNoReply() {
    try (Allocator allocator = new Allocator();
        ReplyBuffer buffer = new ReplyBuffer(allocator)) {
      buffer.lend(sink);
      buffer.text("before ");
      buffer.silence();
      long used = allocator.usedBytes();
      for (int i = 0; i < 100; i++) {
        buffer.text("dropped".repeat(10_000));
      }
      assertThat(allocator.usedBytes()).isEqualTo(used);
      buffer.speak(false);
      buffer.text("after");
      buffer.settle();
      assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo("before after");
    }
  }

  @Test
  void theAnswerThatEndsASilenceIsHeard() {
    try (Allocator allocator = new Allocator();
        ReplyBuffer buffer = new ReplyBuffer(allocator)) {
      buffer.lend(sink);
      buffer.silence();
      buffer.text("+OK");
      buffer.speak(true);
      buffer.settle();
      assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo("+OK");
    }
  }

  @Test
  void whatIsRaisedIsHeardInASilence() {
    try (Allocator allocator = new Allocator();
        ReplyBuffer buffer = new ReplyBuffer(allocator)) {
      buffer.lend(sink);
      assertThat(buffer.raise()).as("there is no silence").isFalse();
      buffer.silence();
      buffer.text("dropped");
      assertThat(buffer.raise()).isTrue();
      buffer.text("heard");
      buffer.lower();
      buffer.text("dropped");
      buffer.speak(false);
      buffer.settle();
      assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo("heard");
    }
  }
}
