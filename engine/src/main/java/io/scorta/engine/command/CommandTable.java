package io.scorta.engine.command;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// All commands, read from `commands.tsv`; feeds dispatch, COMMAND, key extraction and checks.
///
/// A name of up to 16 letters is found by its bytes as two words with the case bit cleared, without
/// a String. Letters alone make the words unique; other bytes cannot become letters.
final class CommandTable {
  private static final String RESOURCE = "commands.tsv";
  private static final int SLOTS = 1024;
  private static final int FAST_LENGTH_MAX = 16;
  private static final long UPPER = 0xdfdfdfdfdfdfdfdfL;
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final List<CommandRow> commands = new ArrayList<>();
  private final Map<String, CommandRow> byName = new HashMap<>();
  private final long[] firstWords = new long[SLOTS];
  private final long[] secondWords = new long[SLOTS];
  private final @Nullable CommandRow[] slots = new CommandRow[SLOTS];

  CommandTable(Handlers handlers) {
    for (String line : lines()) {
      add(CommandRow.parse(line, handlers));
    }
    for (String name : handlers.names()) {
      if (!byName.containsKey(name)) {
        throw new IllegalStateException("the command %s has no row in the table".formatted(name));
      }
    }
  }

  private static List<String> lines() {
    InputStream stream = CommandTable.class.getResourceAsStream(RESOURCE);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(stream), StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the command table cannot be read", e);
    }
  }

  private void add(CommandRow row) {
    row.number = byName.size();
    byName.put(row.name, row);
    int bar = row.name.indexOf('|');
    if (bar >= 0) {
      Objects.requireNonNull(byName.get(row.name.substring(0, bar))).children.add(row);
      return;
    }
    commands.add(row);
    if (row.name.length() <= FAST_LENGTH_MAX && row.name.chars().allMatch(Character::isLetter)) {
      byte[] name = new byte[FAST_LENGTH_MAX];
      byte[] upper = row.name.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(upper, 0, name, 0, upper.length);
      place(word(name, 0), word(name, 8), row);
    }
  }

  private static long word(byte[] bytes, int at) {
    long word = 0;
    for (int i = 7; i >= 0; i--) {
      word = word << 8 | bytes[at + i];
    }
    return word;
  }

  private void place(long first, long second, CommandRow row) {
    int slot = slot(first, second);
    while (slots[slot] != null) {
      slot = slot + 1 & (SLOTS - 1);
    }
    firstWords[slot] = first;
    secondWords[slot] = second;
    slots[slot] = row;
  }

  private static int slot(long first, long second) {
    return (int) ((first ^ second * 31) * SPREAD >>> 54) & (SLOTS - 1);
  }

  /// The command that the first argument names, or null. Commands nobody executes are not found.
  @Nullable CommandRow find(Arguments arguments) {
    int length = arguments.length(0);
    if (length > FAST_LENGTH_MAX || length == 0) {
      return findTyped(arguments.text(0));
    }
    long address = arguments.address(0);
    long first = word(address, Math.min(length, 8));
    long second = length > 8 ? word(address + 8, length - 8) : 0;
    int slot = slot(first, second);
    while (true) {
      CommandRow row = slots[slot];
      if (row == null) {
        return findTyped(arguments.text(0));
      }
      if (firstWords[slot] == first && secondWords[slot] == second) {
        return row.handler != null || row.isBuilt() ? row : null;
      }
      slot = slot + 1 & (SLOTS - 1);
    }
  }

  /// Up to eight bytes with the case bit cleared, the first one least significant. Reads only bytes
  /// of the argument and the line end after it.
  private static long word(long address, int length) {
    long word;
    if (length == 8) {
      word = Memory.getLongLittle(address);
    } else if (length >= 4) {
      long low = Memory.getIntLittle(address) & 0xffffffffL;
      long high = Memory.getIntLittle(address + length - 4) & 0xffffffffL;
      word = low | high << ((length - 4) << 3);
    } else {
      word = Memory.getUnsignedByte(address);
      if (length > 1) {
        word |= (long) Memory.getUnsignedByte(address + 1) << 8;
      }
      if (length > 2) {
        word |= (long) Memory.getUnsignedByte(address + 2) << 16;
      }
    }
    return word & UPPER;
  }

  /// A subcommand is not found by its full name, which is how tables name it, not clients.
  private @Nullable CommandRow findTyped(String name) {
    return name.indexOf('|') < 0 ? find(name) : null;
  }

  /// The built command or subcommand (`client|id`) of this name, in any case, or null.
  @Nullable CommandRow find(String name) {
    CommandRow row = byName.get(name.toLowerCase(Locale.ROOT));
    return row != null && row.isBuilt() ? row : null;
  }

  /// All commands that are built, without subcommands.
  List<CommandRow> commands() {
    return commands.stream().filter(CommandRow::isBuilt).toList();
  }

  /// How many rows there are.
  int size() {
    return byName.size();
  }

  /// All rows, those included that nobody executes.
  List<CommandRow> rows() {
    return List.copyOf(byName.values());
  }
}
