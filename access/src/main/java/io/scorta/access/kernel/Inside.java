package io.scorta.access.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs code inside a network namespace.
///
/// A thread is moved there and never comes back, so each call has a platform thread of its own that
/// ends with it. A socket that the code opens stays in the namespace, whichever thread uses it
/// later. The code must not start a thread or a program: what it starts would live in the namespace
/// too and keep it alive; use [Tools#inside] for programs.
public final class Inside {
  private Inside() {}

  /// The code's result.
  ///
  /// @throws KernelException when the namespace is not there, or the code fails
  public static <T> T call(Namespace where, Callable<T> code) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("scorta-inside")
        .daemon()
        .start(
            () -> {
              try {
                enter(where);
                result.complete(code.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    return await(where, result);
  }

  private static <T> T await(Namespace where, CompletableFuture<T> result) {
    try {
      return result.get(KernelLimits.INSIDE_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new KernelException(
          "work in namespace %s failed: %s".formatted(where, e.getCause()), e);
    } catch (TimeoutException e) {
      throw new KernelException("work in namespace %s takes too long".formatted(where), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException("interrupted while at work in namespace " + where, e);
    }
  }

  private static void enter(Namespace where) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = Libc.errnoPlace(arena);
      int file = Libc.open(errno, arena.allocateFrom(where.path().toString()));
      if (file < 0) {
        throw new KernelException(
            "namespace %s is not there (error %d)".formatted(where, Libc.errno(errno)));
      }
      int entered = Libc.enter(errno, file, Libc.CLONE_NEWNET);
      int error = Libc.errno(errno);
      Libc.close(errno, file);
      if (entered < 0) {
        throw new KernelException(
            "namespace %s may not be entered (error %d)".formatted(where, error));
      }
    }
  }
}
