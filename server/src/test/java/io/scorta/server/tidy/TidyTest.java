package io.scorta.server.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a machine can check about the look of the project. The exempt list may only shrink.
class TidyTest {
  private static final int FILE_LINES_MAX = 600;
  private static final int LINE_CHARACTERS_MAX = 100;
  private static final int METHOD_LINES_MAX = 70;
  private static final int PARAMETERS_MAX = 6;
  private static final int DECISION_LINES_MAX = 60;
  private static final long FILE_BYTES_MAX = 256 * 1024;

  /// Files that may be longer, each with its reason.
  private static final Map<String, Integer> EXEMPT_FILE_LINES = Map.of();

  private static final Pattern BANNED_NAME =
      Pattern.compile(
          "(class|record|interface|enum) (\\w*(Manager|Helper|Util|Utils|Common|Impl|Info|Data|DTO"
              + "|Dto)|Abstract\\w*|Base[A-Z]\\w*)\\b");
  private static final Pattern LOOSE_TODO = Pattern.compile("(TODO|FIXME|XXX)(?!.*#\\d)");
  private static final Pattern LINK = Pattern.compile("\\[[^]\\n]*]\\(([^)#\\s]+)(#[^)]*)?\\)");

  @Test
  void sourceFilesStayReadableInOneSitting() {
    List<String> tooLong =
        Checkout.javaFiles().stream()
            .filter(
                file ->
                    lines(file)
                        > EXEMPT_FILE_LINES.getOrDefault(Checkout.relative(file), FILE_LINES_MAX))
            .map(file -> Checkout.relative(file) + " has " + lines(file) + " lines")
            .toList();
    assertThat(tooLong).isEmpty();
  }

  @Test
  void exemptionsAreStillNeeded() {
    EXEMPT_FILE_LINES.forEach(
        (file, allowed) ->
            assertThat(lines(Checkout.root().resolve(file)))
                .as(file)
                .isBetween((long) FILE_LINES_MAX + 1, (long) allowed));
  }

  @Test
  void linesFitOnAScreen() {
    List<String> tooWide =
        Checkout.javaFiles().stream()
            .flatMap(
                file ->
                    Checkout.text(file)
                        .lines()
                        .filter(line -> line.length() > LINE_CHARACTERS_MAX)
                        .map(line -> Checkout.relative(file) + ": " + line.strip()))
            .toList();
    assertThat(tooWide).isEmpty();
  }

  @Test
  void methodsStayShortAndTakeFewParameters() throws IOException {
    List<String> found =
        Methods.of(Checkout.javaFiles()).stream()
            .filter(
                method -> method.lines() > METHOD_LINES_MAX || method.parameters() > PARAMETERS_MAX)
            .filter(method -> !method.name().equals("<init>") || method.lines() > METHOD_LINES_MAX)
            .map(
                method ->
                    "%s %s: %d lines, %d parameters"
                        .formatted(
                            Checkout.relative(method.file()),
                            method.name(),
                            method.lines(),
                            method.parameters()))
            .toList();
    assertThat(found).isEmpty();
  }

  @Test
  void typesAreNamedAfterConcepts() {
    assertThat(matches(Checkout.javaFiles(), BANNED_NAME)).isEmpty();
  }

  @Test
  void nothingIsLeftForLaterWithoutAnIssue() {
    assertThat(matches(sourcesExceptThis(), LOOSE_TODO)).isEmpty();
  }

  @Test
  void testsNeitherSleepNorSkip() {
    List<Path> tests =
        sourcesExceptThis().stream()
            .filter(file -> file.toString().contains("/src/test/"))
            .toList();
    assertThat(matches(tests, Pattern.compile("Thread\\.sleep|@Disabled|assumeTrue|assumeThat")))
        .isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIs() {
    List<String> silent =
        Checkout.mainJavaFiles().stream()
            .map(file -> file.resolveSibling("package-info.java"))
            .distinct()
            .filter(file -> !Files.exists(file) || !Checkout.text(file).startsWith("/// "))
            .map(Checkout::relative)
            .toList();
    assertThat(silent).isEmpty();
  }

  @Test
  void linksInDocumentsLeadSomewhere() {
    List<String> broken =
        Checkout.files().stream()
            .filter(file -> file.toString().endsWith(".md"))
            .flatMap(TidyTest::brokenLinks)
            .toList();
    assertThat(broken).isEmpty();
  }

  @Test
  void decisionsAreNumberedAndFitOnAPage() throws IOException {
    try (Stream<Path> listed = Files.list(Checkout.root().resolve("docs/decisions"))) {
      List<Path> decisions = listed.sorted().toList();
      for (int i = 0; i < decisions.size(); i++) {
        Path decision = decisions.get(i);
        assertThat(decision.getFileName().toString()).startsWith("%04d-".formatted(i + 1));
        assertThat(lines(decision)).as(decision.toString()).isLessThan(DECISION_LINES_MAX);
      }
    }
  }

  @Test
  void changelogKeepsItsForm() {
    List<String> headings =
        Checkout.text(Checkout.root().resolve("CHANGELOG.md"))
            .lines()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring("### ".length()))
            .distinct()
            .toList();
    assertThat(headings)
        .isNotEmpty()
        .isSubsetOf("Safety and performance", "Features", "Compatibility", "Internals");
  }

  @Test
  void noFileIsHuge() {
    List<String> huge =
        Checkout.files().stream()
            .filter(file -> file.toFile().length() > FILE_BYTES_MAX)
            .map(Checkout::relative)
            .toList();
    assertThat(huge).isEmpty();
  }

  private static List<Path> sourcesExceptThis() {
    return Checkout.javaFiles().stream().filter(file -> !file.endsWith("TidyTest.java")).toList();
  }

  private static List<String> matches(List<Path> files, Pattern pattern) {
    return files.stream()
        .flatMap(
            file ->
                Checkout.text(file)
                    .lines()
                    .filter(line -> pattern.matcher(line).find())
                    .map(line -> Checkout.relative(file) + ": " + line.strip()))
        .toList();
  }

  private static Stream<String> brokenLinks(Path file) {
    Matcher link = LINK.matcher(Checkout.text(file));
    return link.results()
        .map(found -> found.group(1))
        .filter(target -> !target.contains("://"))
        .filter(target -> !Files.exists(file.resolveSibling(target)))
        .map(target -> Checkout.relative(file) + " -> " + target);
  }

  private static long lines(Path file) {
    return Checkout.text(file).lines().count();
  }
}
