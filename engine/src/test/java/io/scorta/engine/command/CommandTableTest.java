package io.scorta.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CommandTableTest {
  private final CommandTable table = new CommandTable(Handlers.all());

  @Test
  void everyBuiltCommandIsFoundByItsNameInAnyCase() {
    try (Allocator allocator = new Allocator()) {
      long block = allocator.allocate(64);
      for (CommandRow row : table.commands()) {
        for (String name : List.of(row.name, row.name.toUpperCase(Locale.ROOT))) {
          assertThat(find(block, name)).as(name).isSameAs(row);
        }
      }
      for (String name : List.of("", "g", "getx", "ge", "sett", "client|id", "xyzzy", "@ET")) {
        assertThat(find(block, name)).as(name).isNull();
      }
    }
  }

  private CommandRow find(long block, String name) {
    byte[] bytes = (name + "\r\n").getBytes(StandardCharsets.US_ASCII);
    Memory.copyIn(bytes, 0, block, bytes.length);
    Arguments arguments = new Arguments();
    arguments.add(block, name.length());
    return table.find(arguments);
  }

  @Test
  void rowsSayWhatDispatchNeeds() {
    for (CommandRow row : table.rows()) {
      assertThat(row.arity).as(row.name).isNotZero();
      assertThat(row.summary).as(row.name).isNotEmpty().endsWith(".");
      assertThat(row.categories).as(row.name).isNotEmpty();
      boolean writes = row.has(CommandFlag.WRITE);
      assertThat(writes && row.has(CommandFlag.READONLY)).as(row.name).isFalse();
      if (writes && !row.name.startsWith("flush") && !row.name.equals("swapdb")) {
        assertThat(row.keySpecs).as(row.name).isNotEmpty();
      }
    }
  }

  @Test
  void keysAreFoundWhereTheRowsSay() {
    assertThat(keys("mset", "mset", "a", "1", "b", "2")).containsExactly(1, 3);
    assertThat(keys("zunionstore", "zunionstore", "d", "2", "x", "y")).containsExactly(1, 3, 4);
    assertThat(keys("zunionstore", "zunionstore", "d", "9", "x", "y")).containsExactly(1, 3, 4);
    assertThat(keys("object|encoding", "object", "encoding", "k")).containsExactly(2);
    assertThat(keys("lmpop", "lmpop", "x", "a", "LEFT")).isEmpty();
  }

  private List<Integer> keys(String row, String... words) {
    List<Integer> places = new ArrayList<>();
    try (Allocator allocator = new Allocator()) {
      Arguments arguments = new Arguments();
      for (String word : words) {
        long block = allocator.allocate(word.length());
        byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
        Memory.copyIn(bytes, 0, block, bytes.length);
        arguments.add(block, word.length());
      }
      for (CommandRow candidate : table.rows()) {
        if (candidate.name.equals(row)) {
          candidate.keySpecs.forEach(spec -> spec.keys(arguments, 0, places::add));
        }
      }
    }
    return places;
  }
}
