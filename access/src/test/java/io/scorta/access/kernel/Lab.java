package io.scorta.access.kernel;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// A place for tests with packets: a JVM of its own in a network namespace without any way out and
/// with a `/run` of its own, so that nothing leaves the machine and nothing is left on it.
///
/// As root it needs nothing more; otherwise it lives in a user namespace.
public final class Lab {
  private static final int TIME_MAX_SECONDS = 240;
  private static final String GOOD = "lab-good ";
  private static final String BAD = "lab-bad ";
  private static final String END = "lab-end ";

  private Lab() {}

  /// Every public method of the class that takes nothing, run in one lab, each as a test.
  static Stream<DynamicTest> tests(Class<?> scenario, String... options) {
    List<String> lines = run(scenario, options);
    return Arrays.stream(methods(scenario))
        .map(method -> DynamicTest.dynamicTest(method.getName(), () -> check(method, lines)));
  }

  private static void check(Method method, List<String> lines) {
    if (!lines.contains(GOOD + method.getName())) {
      List<String> own =
          lines.stream()
              .dropWhile(line -> !line.equals(BAD + method.getName()))
              .takeWhile(line -> !line.equals(END + method.getName()))
              .toList();
      fail(String.join("\n", own.isEmpty() ? lines : own));
    }
  }

  private static Method[] methods(Class<?> scenario) {
    return Arrays.stream(scenario.getDeclaredMethods())
        .filter(it -> Modifier.isPublic(it.getModifiers()))
        .filter(it -> it.getParameterCount() == 0)
        .sorted(Comparator.comparing(Method::getName))
        .toArray(Method[]::new);
  }

  private static List<String> run(Class<?> scenario, String... options) {
    List<String> command = new ArrayList<>(List.of("unshare"));
    if (!isRoot()) {
      command.add("-Ur");
    }
    command.addAll(
        List.of("-n", "-m", "sh", "-c", "mount -t tmpfs tmpfs /run && exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-ea"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Lab.class.getName(), scenario.getName()));
    try {
      return output(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new IllegalStateException("no lab: install the package util-linux", e);
    }
  }

  private static List<String> output(Process process) throws IOException {
    try {
      Thread guard = Thread.ofVirtual().start(() -> endLate(process));
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      guard.interrupt();
      return text.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void endLate(Process process) {
    try {
      if (!process.waitFor(TIME_MAX_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      // It has ended by itself.
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Removes what a failed method left, so that the next one finds an empty place.
  private static void clear() {
    String[] names = Namespace.FOLDER.toFile().list();
    if (names != null) {
      new Tools().ip(Arrays.stream(names).map(name -> "netns del " + name).toList());
    }
  }

  /// In the lab: runs the scenario's methods one after the other, each on a fresh object.
  public static void main(String[] arguments) throws ReflectiveOperationException {
    for (Method method : methods(Class.forName(arguments[0]))) {
      try {
        var maker = method.getDeclaringClass().getDeclaredConstructor();
        maker.setAccessible(true);
        method.setAccessible(true);
        method.invoke(maker.newInstance());
        System.out.println(GOOD + method.getName());
      } catch (InvocationTargetException e) {
        StringWriter trace = new StringWriter();
        e.getCause().printStackTrace(new PrintWriter(trace));
        System.out.println(BAD + method.getName() + "\n" + trace + END + method.getName());
      } finally {
        clear();
      }
    }
    System.exit(0);
  }
}
