package io.scorta.engine.transport;

import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives channels small numbers, the smallest free one first, as a system does with descriptors.
final class ChannelTable {
  private final List<@Nullable SelectableChannel> channels = new ArrayList<>();
  private final BitSet used = new BitSet();

  synchronized int add(SelectableChannel channel) {
    int number = used.nextClearBit(0);
    used.set(number);
    if (number == channels.size()) {
      channels.add(channel);
    } else {
      channels.set(number, channel);
    }
    return number;
  }

  synchronized SelectableChannel get(int number) {
    SelectableChannel channel = channels.get(number);
    if (channel == null) {
      throw new IllegalStateException("socket %d is closed".formatted(number));
    }
    return channel;
  }

  synchronized SelectableChannel remove(int number) {
    SelectableChannel channel = get(number);
    channels.set(number, null);
    used.clear(number);
    return channel;
  }
}
