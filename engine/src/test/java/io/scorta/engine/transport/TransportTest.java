package io.scorta.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportTest {
  private static final int LOOPBACK = 0x7f000001;
  private final Allocator allocator = new Allocator();
  private final long buffer = allocator.allocate(4096);

  @AfterEach
  void close() {
    allocator.close();
  }

  @ParameterizedTest
  @EnumSource
  void bytesGoToAndFro(Transport.Kind kind) throws IOException {
    try (Transport transport = Transport.open(kind, allocator)) {
      int listener = transport.listen(LOOPBACK, 0, 16);
      int port = Transport.port(transport.local(listener));
      transport.watch(listener, Transport.READABLE);
      assertThat(transport.await(0)).isZero();
      try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
        awaitReady(transport, listener);
        int socket = transport.accept(listener);
        assertThat(transport.accept(listener)).isEqualTo(Transport.AGAIN);
        assertThat(Transport.address(transport.peer(socket))).isEqualTo(LOOPBACK);
        assertThat(Transport.port(transport.peer(socket))).isEqualTo(peer.getLocalPort());
        assertThat(Transport.port(transport.local(socket))).isEqualTo(port);
        transport.watch(socket, Transport.READABLE);
        assertThat(transport.receive(socket, buffer, 100)).isEqualTo(Transport.AGAIN);

        peer.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
        awaitReady(transport, socket);
        assertThat(transport.receive(socket, buffer, 100)).isEqualTo(5);
        assertThat(Memory.bytes(buffer, 5)).asString().isEqualTo("hello");
        assertThat(transport.send(socket, buffer, 5)).isEqualTo(5);
        assertThat(peer.getInputStream().readNBytes(5)).asString().isEqualTo("hello");

        peer.shutdownOutput();
        awaitReady(transport, socket);
        assertThat(transport.receive(socket, buffer, 100)).isEqualTo(Transport.GONE);
        transport.close(socket);
      }
      transport.close(listener);
    }
  }

  private static void awaitReady(Transport transport, int socket) {
    for (int i = 0; i < 100; i++) {
      int count = transport.await(1000);
      for (int j = 0; j < count; j++) {
        if (transport.readySocket(j) == socket) {
          assertThat(transport.ready(j) & Transport.READABLE).isNotZero();
          return;
        }
      }
    }
    throw new AssertionError("socket %d does not become ready".formatted(socket));
  }

  @ParameterizedTest
  @EnumSource
  void aFullSocketTakesNoMoreUntilItIsRead(Transport.Kind kind) throws IOException {
    try (Transport transport = Transport.open(kind, allocator)) {
      int listener = transport.listen(LOOPBACK, 0, 16);
      transport.watch(listener, Transport.READABLE);
      try (Socket peer =
          new Socket(InetAddress.getLoopbackAddress(), Transport.port(transport.local(listener)))) {
        awaitReady(transport, listener);
        int socket = transport.accept(listener);
        long sent = 0;
        int count = transport.send(socket, buffer, 4096);
        while (count > 0) {
          sent += count;
          count = transport.send(socket, buffer, 4096);
        }
        assertThat(count).isEqualTo(Transport.AGAIN);
        transport.watch(socket, Transport.WRITABLE);
        assertThat(peer.getInputStream().readNBytes((int) sent)).hasSize((int) sent);
        assertThat(transport.await(5000)).isEqualTo(1);
        assertThat(transport.ready(0) & Transport.WRITABLE).isNotZero();
        transport.close(socket);
      }
      transport.close(listener);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetIsSeenByThePeer(Transport.Kind kind) throws IOException {
    try (Transport transport = Transport.open(kind, allocator)) {
      int listener = transport.listen(LOOPBACK, 0, 16);
      transport.watch(listener, Transport.READABLE);
      try (Socket peer =
          new Socket(InetAddress.getLoopbackAddress(), Transport.port(transport.local(listener)))) {
        awaitReady(transport, listener);
        transport.reset(transport.accept(listener));
        assertThatThrownBy(() -> peer.getInputStream().read())
            .isInstanceOf(IOException.class)
            .hasMessageContaining("reset");
      }
      transport.close(listener);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedAddressSaysWhy(Transport.Kind kind) {
    try (Transport transport = Transport.open(kind, allocator)) {
      int listener = transport.listen(LOOPBACK, 0, 16);
      int port = Transport.port(transport.local(listener));
      assertThatThrownBy(() -> transport.listen(LOOPBACK, port, 16))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.reason()).isEqualTo(TransportException.Reason.ADDRESS_IN_USE));
      assertThatThrownBy(() -> transport.listen(0xc0000201, 0, 16))
          .isInstanceOfSatisfying(
              TransportException.class,
              e ->
                  assertThat(e.reason())
                      .isEqualTo(TransportException.Reason.ADDRESS_NOT_AVAILABLE));
      transport.close(listener);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWakeEndsTheWait(Transport.Kind kind) throws InterruptedException {
    try (Transport transport = Transport.open(kind, allocator)) {
      Thread waker = Thread.ofPlatform().start(transport::wake);
      int count = transport.await(10_000);
      for (int i = 0; i < count; i++) {
        assertThat(transport.readySocket(i)).isEqualTo(Transport.AGAIN);
      }
      waker.join();
      assertThat(transport.await(0)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndIsReportedToWhoWatchesForIt(Transport.Kind kind) throws IOException {
    try (Transport transport = Transport.open(kind, allocator)) {
      int listener = transport.listen(LOOPBACK, 0, 16);
      transport.watch(listener, Transport.READABLE);
      int port = Transport.port(transport.local(listener));
      Socket peer = new Socket(InetAddress.getLoopbackAddress(), port);
      awaitReady(transport, listener);
      int socket = transport.accept(listener);
      transport.interest(listener, 0);
      transport.watch(socket, Transport.ENDED);
      peer.close();
      if (kind == Transport.Kind.EPOLL) {
        assertThat(transport.await(5000)).isEqualTo(1);
        assertThat(transport.ready(0) & Transport.ENDED).isNotZero();
      } else {
        assertThat(transport.await(0)).as("a selector cannot tell").isZero();
      }
      transport.close(socket);
      transport.close(listener);
    }
  }
}
