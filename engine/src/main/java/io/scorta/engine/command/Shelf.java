package io.scorta.engine.command;

import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.value.EncodingLimits;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.ListWalk;
import io.scorta.engine.value.SortedWalk;
import io.scorta.engine.value.Value;
import io.scorta.engine.value.Walk;
import io.scorta.engine.value.Workbench;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.RespWriter;

/// What the commands on collections share: the command at hand, its keys and its items. One for
/// each [Execution], reused for every command.
///
/// A change of a value stands between [#begin] and [#finish], which counts its memory, tells the
/// keyspace, and removes the key when the value has become empty.
final class Shelf {
  /// Answer of [#read] and [#write] for a key that holds another type; the client has its error.
  static final long WRONG = Execution.WRONG_TYPE;

  static final String NOT_POSITIVE = "ERR value is out of range, must be positive";

  final Execution x;
  final Workbench bench;
  final Keeper keeper;
  final RespWriter out;
  final Key key = new Key();
  final Key other = new Key();

  /// Items for arguments.
  final Item one;

  final Item two;

  /// Items for what is read from values.
  final Item got;

  final Item more;
  final Walk walk = new Walk();
  final ListWalk listWalk = new ListWalk();
  final SortedWalk sortedWalk = new SortedWalk();
  final Bounds bounds = new Bounds();
  final StreamTools stream = new StreamTools();

  /// Those of the command at hand.
  Arguments args;

  private long number;
  private double real;
  private long bytesBefore;

  Shelf(Execution x) {
    this.x = x;
    this.keeper = x.keeper();
    this.bench = x.bench();
    this.out = x.reply();
    this.args = x.arguments();
    this.one = new Item(bench.allocator());
    this.two = new Item(bench.allocator());
    this.got = new Item(bench.allocator());
    this.more = new Item(bench.allocator());
  }

  /// Turns to the command that the execution has now.
  Shelf turn() {
    args = x.arguments();
    return this;
  }

  EncodingLimits limits() {
    return x.settings().limits();
  }

  Item arg(Item item, int index) {
    item.set(args.address(index), args.length(index));
    return item;
  }

  private Key at(Key place, int arg) {
    place.set(x.database(), args.address(arg), args.length(arg));
    return place;
  }

  void seek(Key place, int arg) {
    keeper.seek(at(place, arg));
  }

  /// The value at a key that is only read: 0 if there is none, or [#WRONG].
  long read(int arg, int type) {
    return x.collection(at(key, arg), type);
  }

  /// The record at a key that is read, of any type; 0 if there is none.
  long readAny(int arg) {
    return keeper.read(at(key, arg));
  }

  /// The value at a key that may be changed.
  long write(Key place, int arg, int type) {
    return x.collectionToChange(at(place, arg), type);
  }

  long write(int arg, int type) {
    return write(key, arg, type);
  }

  void begin(long value) {
    bytesBefore = Value.bytes(value);
  }

  /// Ends the change of a value that was there.
  void finish(Key place, long value, KeyEvent event) {
    x.collectionChanged(place, value, bytesBefore, event);
  }

  /// Ends the change of a value of which nothing changed but perhaps its encoding.
  void unchanged(long value) {
    keeper.resized(value, bytesBefore);
  }

  /// Ends the change of a value that may be new.
  void finish(boolean fresh, Key place, long value, KeyEvent event) {
    if (fresh) {
      x.store(place, value, event);
    } else {
      finish(place, value, event);
    }
  }

  /// Puts a result in place of whatever the key holds; an empty result, or 0, removes the key.
  void store(int arg, long value, KeyEvent event) {
    seek(other, arg);
    if (value != 0 && Value.count(value) > 0) {
      x.store(other, value, event);
      return;
    }
    if (value != 0) {
      Value.free(bench, value);
    }
    if (other.record() != 0) {
      keeper.remove(other);
      keeper.changed(other, KeyEvent.DEL);
    }
  }

  /// Whether the argument is a whole number, which is then [#number]; if not, the client is told.
  boolean isLong(int arg, String error) {
    long address = args.address(arg);
    int length = args.length(arg);
    if (!Digits.isLong(address, length)) {
      out.error(error);
      return false;
    }
    number = Digits.parse(address, length);
    return true;
  }

  boolean isLong(int arg) {
    return isLong(arg, Errors.NOT_AN_INTEGER);
  }

  /// A whole number from 0 up.
  boolean isPositive(int arg, String error) {
    if (!isLong(arg, error)) {
      return false;
    }
    if (number < 0) {
      out.error(error);
      return false;
    }
    return true;
  }

  /// The same with different errors for what is no number and for what is below 0.
  boolean isPositive(int arg, String noNumber, String negative) {
    if (!isLong(arg, noNumber)) {
      return false;
    }
    if (number < 0) {
      out.error(negative);
      return false;
    }
    return true;
  }

  /// A whole number from 1 up.
  boolean isOneOrMore(int arg, String error) {
    if (!isLong(arg, error)) {
      return false;
    }
    if (number < 1) {
      out.error(error);
      return false;
    }
    return true;
  }

  /// Any whole number but the smallest, which has no opposite.
  boolean isSymmetric(int arg) {
    if (!isLong(arg)) {
      return false;
    }
    if (number == Long.MIN_VALUE) {
      out.error(
          "ERR value is out of range, value must between -9223372036854775807 and"
              + " 9223372036854775807");
      return false;
    }
    return true;
  }

  long number() {
    return number;
  }

  boolean isReal(int arg, String error) {
    real = RealText.parse(args.address(arg), args.length(arg), true);
    if (Double.isNaN(real)) {
      out.error(error);
      return false;
    }
    return true;
  }

  double real() {
    return real;
  }

  void bulk(Item item) {
    out.bulk(item.address(), item.length());
  }

  void arity(String command) {
    out.error("ERR wrong number of arguments for '" + command + "' command");
  }

  /// The longest of the arguments from one index to before another, each `step` apart.
  int longest(int from, int step) {
    int longest = 0;
    for (int i = from; i < args.count(); i += step) {
      longest = Math.max(longest, args.length(i));
    }
    return longest;
  }
}
