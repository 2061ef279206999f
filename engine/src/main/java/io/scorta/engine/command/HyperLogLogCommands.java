package io.scorta.engine.command;

import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.HyperLogLog;
import io.scorta.engine.value.Item;
import io.scorta.engine.wire.Arguments;

/// PFADD, PFCOUNT, PFMERGE and what tests look into them with.
final class HyperLogLogCommands {
  private static final String NOT_VALID = "WRONGTYPE Key is not a valid HyperLogLog string value.";
  private static final String CORRUPT = "INVALIDOBJ Corrupted HLL object detected";

  private HyperLogLogCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("pfadd", HyperLogLogCommands::pfadd);
    handlers.bind("pfcount", HyperLogLogCommands::pfcount);
    handlers.bind("pfmerge", HyperLogLogCommands::pfmerge);
    handlers.bind("pfdebug", HyperLogLogCommands::pfdebug);
    handlers.bind("pfselftest", HyperLogLogCommands::pfselftest);
  }

  /// Whether a record holds what these commands work on; if not, the client was told.
  private static boolean isValid(Execution x, long record) {
    if (record == Execution.WRONG_TYPE) {
      return false;
    }
    if (record != 0) {
      Item text = StringEdit.view(record, x.shelf().got);
      if (!HyperLogLog.isValid(text.address(), text.length())) {
        x.reply().error(NOT_VALID);
        return false;
      }
    }
    return true;
  }

  private static void pfadd(Execution x) {
    Arguments arguments = x.arguments();
    Key key = x.key(1);
    long record = x.seek(key, RecordBlock.STRING);
    if (!isValid(x, record)) {
      return;
    }
    boolean changed = record == 0;
    if (changed) {
      HyperLogLog.writeEmpty(StringEdit.grown(x, key, HyperLogLog.EMPTY_BYTES));
    }
    for (int i = 2; i < arguments.count(); i++) {
      long place = HyperLogLog.place(arguments.address(i), arguments.length(i));
      int answer = raise(x, key, (int) place, (int) (place >>> 32));
      if (answer == HyperLogLog.CORRUPT) {
        x.reply().error(CORRUPT);
        return;
      }
      changed |= answer != HyperLogLog.UNCHANGED;
    }
    if (changed) {
      HyperLogLog.forgetEstimate(RecordBlock.value(key.record()));
      x.keeper().changed(key, KeyEvent.PFADD);
    }
    x.reply().integer(changed ? 1 : 0);
  }

  /// Raises a register of the string at a sought key, which grows or becomes dense where it must.
  private static int raise(Execution x, Key key, int register, int value) {
    long address = StringEdit.grown(x, key, 0);
    int length = RecordBlock.valueLength(key.record());
    if (HyperLogLog.isDense(address)) {
      return HyperLogLog.addDense(address, register, value) ? length : HyperLogLog.UNCHANGED;
    }
    address = StringEdit.grown(x, key, length + HyperLogLog.GROWTH_MAX);
    int bytesMax = x.settings().hyperLogLogBytesMax();
    int answer = HyperLogLog.addSparse(address, length, register, value, bytesMax);
    x.keeper().resize(key, answer > 0 ? answer : length);
    if (answer != HyperLogLog.TOO_LARGE) {
      return answer;
    }
    if (!makeDense(x, key)) {
      return HyperLogLog.CORRUPT;
    }
    long dense = RecordBlock.value(key.record());
    return HyperLogLog.addDense(dense, register, value)
        ? HyperLogLog.DENSE_BYTES
        : HyperLogLog.UNCHANGED;
  }

  /// False if the sparse string is corrupt.
  private static boolean makeDense(Execution x, Key key) {
    long record = key.record();
    byte[] registers = new byte[HyperLogLog.REGISTERS];
    int length = RecordBlock.valueLength(record);
    if (!HyperLogLog.collect(RecordBlock.value(record), length, registers)) {
      return false;
    }
    long made = x.allocator().allocate(HyperLogLog.DENSE_BYTES);
    HyperLogLog.writeDense(RecordBlock.value(record), registers, made);
    long grown = x.keeper().resize(key, HyperLogLog.DENSE_BYTES);
    RecordBlock.encoding(grown, RecordBlock.CHANGED_BYTES);
    Memory.copy(made, RecordBlock.value(grown), HyperLogLog.DENSE_BYTES);
    x.allocator().free(made, HyperLogLog.DENSE_BYTES);
    return true;
  }

  private static void pfcount(Execution x) {
    if (x.count() > 2) {
      byte[] registers = new byte[HyperLogLog.REGISTERS];
      if (collect(x, 1, registers) >= 0) {
        x.reply().integer(HyperLogLog.estimate(registers));
      }
      return;
    }
    Key key = x.key(1);
    long record = x.read(key, RecordBlock.STRING);
    if (!isValid(x, record)) {
      return;
    }
    if (record == 0) {
      x.reply().integer(0);
      return;
    }
    long address = StringEdit.grown(x, key, 0);
    long estimate = HyperLogLog.storedEstimate(address);
    if (estimate < 0) {
      byte[] registers = new byte[HyperLogLog.REGISTERS];
      int length = RecordBlock.valueLength(key.record());
      if (!HyperLogLog.collect(address, length, registers)) {
        x.reply().error(CORRUPT);
        return;
      }
      estimate = HyperLogLog.estimate(registers);
      HyperLogLog.storeEstimate(address, estimate);
    }
    x.reply().integer(estimate);
  }

  /// Joins the registers of all keys from an argument on. Answers how many of them are dense, or -1
  /// after the error.
  private static int collect(Execution x, int from, byte[] registers) {
    int dense = 0;
    for (int i = from; i < x.count(); i++) {
      long record = x.read(x.key(i), RecordBlock.STRING);
      if (!isValid(x, record)) {
        return -1;
      }
      if (record != 0) {
        Item text = StringEdit.view(record, x.shelf().got);
        dense += HyperLogLog.isDense(text.address()) ? 1 : 0;
        if (!HyperLogLog.collect(text.address(), text.length(), registers)) {
          x.reply().error(CORRUPT);
          return -1;
        }
      }
    }
    return dense;
  }

  private static void pfmerge(Execution x) {
    byte[] registers = new byte[HyperLogLog.REGISTERS];
    int dense = collect(x, 1, registers);
    if (dense < 0) {
      return;
    }
    Key key = x.key(1);
    if (x.keeper().seek(key) == 0) {
      HyperLogLog.writeEmpty(StringEdit.grown(x, key, HyperLogLog.EMPTY_BYTES));
    }
    long address = StringEdit.grown(x, key, 0);
    if (dense > 0 && !HyperLogLog.isDense(address) && !makeDense(x, key)) {
      x.reply().error(CORRUPT);
      return;
    }
    for (int i = 0; i < registers.length; i++) {
      if (registers[i] != 0 && raise(x, key, i, registers[i]) == HyperLogLog.CORRUPT) {
        x.reply().error(CORRUPT);
        return;
      }
    }
    HyperLogLog.forgetEstimate(RecordBlock.value(key.record()));
    x.keeper().changed(key, KeyEvent.PFADD);
    x.reply().ok();
  }

  private static void pfdebug(Execution x) {
    Key key = x.key(2);
    long record = x.seek(key, RecordBlock.STRING);
    if (record == 0) {
      x.reply().error("ERR The specified key does not exist");
      return;
    }
    if (!isValid(x, record)) {
      return;
    }
    Arguments arguments = x.arguments();
    long address = StringEdit.grown(x, key, 0);
    boolean dense = HyperLogLog.isDense(address);
    if (arguments.is(1, "ENCODING")) {
      x.reply().status(dense ? "dense" : "sparse");
    } else if (arguments.is(1, "DECODE")) {
      if (dense) {
        x.reply().error("ERR HLL encoding is not sparse");
      } else {
        x.reply().bulk(HyperLogLog.runs(address, RecordBlock.valueLength(key.record())));
      }
    } else if (arguments.is(1, "TODENSE") || arguments.is(1, "GETREG")) {
      if (!dense && !makeDense(x, key)) {
        x.reply().error(CORRUPT);
      } else if (arguments.is(1, "TODENSE")) {
        x.reply().integer(dense ? 0 : 1);
      } else {
        registers(x, key.record());
      }
    } else {
      x.reply().error("ERR Unknown PFDEBUG subcommand '%s'".formatted(arguments.text(1)));
    }
  }

  private static void registers(Execution x, long record) {
    byte[] registers = new byte[HyperLogLog.REGISTERS];
    HyperLogLog.collect(RecordBlock.value(record), RecordBlock.valueLength(record), registers);
    x.reply().array(registers.length);
    for (byte value : registers) {
      x.reply().integer(value);
    }
  }

  /// Counts numbers in a dense string of its own and looks whether the estimates are near.
  private static void pfselftest(Execution x) {
    long block = x.allocator().allocate(HyperLogLog.DENSE_BYTES);
    long number = x.allocator().allocate(Long.BYTES);
    HyperLogLog.writeEmpty(block);
    HyperLogLog.writeDense(block, new byte[HyperLogLog.REGISTERS], block);
    String fault = "";
    int checked = 1;
    for (int i = 1; i <= SELF_TEST_ELEMENTS && fault.isEmpty(); i++) {
      Memory.putLongLittle(number, i * SELF_TEST_STEP);
      long place = HyperLogLog.place(number, Long.BYTES);
      HyperLogLog.addDense(block, (int) place, (int) (place >>> 32));
      if (i == checked) {
        checked *= 10;
        byte[] registers = new byte[HyperLogLog.REGISTERS];
        HyperLogLog.collect(block, HyperLogLog.DENSE_BYTES, registers);
        long estimate = HyperLogLog.estimate(registers);
        if (Math.abs(estimate - i) > Math.ceil(i * SELF_TEST_ERROR)) {
          fault = "TESTFAILED %d elements were counted as %d".formatted(i, estimate);
        }
      }
    }
    x.allocator().free(number, Long.BYTES);
    x.allocator().free(block, HyperLogLog.DENSE_BYTES);
    if (fault.isEmpty()) {
      x.reply().ok();
    } else {
      x.reply().error(fault);
    }
  }

  private static final int SELF_TEST_ELEMENTS = 100_000;
  private static final long SELF_TEST_STEP = 0x9e3779b97f4a7c15L;

  /// Six times the standard error of so many registers.
  private static final double SELF_TEST_ERROR = 6 * 1.04 / 128;
}
