package io.scorta.server.tidy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the order of the rooms, and what may appear where.
class ArchitectureTest {
  /// The rooms of each module; a room may use only those to its left.
  private static final Map<String, List<String>> ROOMS = new LinkedHashMap<>();

  static {
    ROOMS.put(
        "engine",
        List.of(
            "memory",
            "transport",
            "wire",
            "value",
            "evict",
            "keyspace",
            "persist",
            "command",
            "loop"));
    ROOMS.put("access", List.of("model", "guest", "policy", "reach", "loopback", "kernel"));
    ROOMS.put("aws", List.of("xml", "codec", "sigv4"));
    ROOMS.put("control", List.of("id", "state", "param", "network", "node", "group", "service"));
    ROOMS.put(
        "server", List.of("store", "loop", "node", "instance", "realise", "http", "api", "boot"));
  }

  /// What each module may know of the others.
  private static final Map<String, List<String>> MODULES =
      Map.of(
          "engine", List.of(),
          "access", List.of(),
          "aws", List.of(),
          "control", List.of("access.model", "access.guest"),
          "server", List.of("engine", "access", "aws", "control"));

  private static final String[] PURE = {
    "io.scorta.control..",
    "io.scorta.access.model..",
    "io.scorta.access.guest..",
    "io.scorta.access.policy..",
    "io.scorta.access.reach.."
  };

  private static JavaClasses ours;

  @BeforeAll
  static void importClasses() {
    ours =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.scorta");
  }

  @Test
  void roomsUseOnlyRoomsToTheirLeft() {
    ROOMS.forEach(
        (module, rooms) -> {
          for (int i = 0; i < rooms.size(); i++) {
            for (String later : rooms.subList(i + 1, rooms.size())) {
              check(
                  noClasses()
                      .that()
                      .resideInAPackage(pack(module, rooms.get(i)))
                      .should()
                      .dependOnClassesThat()
                      .resideInAPackage(pack(module, later)));
            }
          }
        });
  }

  @Test
  void everyPackageIsARoomOfTheTable() {
    for (JavaClass type : ours) {
      String[] parts = type.getPackageName().split("\\.");
      if (ROOMS.containsKey(parts[2])) {
        assertThat(parts).as(type.getName()).hasSizeGreaterThan(3);
        assertThat(ROOMS.get(parts[2])).as(type.getName()).contains(parts[3]);
      }
    }
  }

  @Test
  void modulesKnowOnlyWhatTheyMay() {
    MODULES.forEach(
        (module, allowed) -> {
          DescribedPredicate<JavaClass> strangers =
              resideInAPackage("io.scorta..")
                  .and(DescribedPredicate.not(resideInAPackage("io.scorta." + module + "..")));
          for (String known : allowed) {
            strangers =
                strangers.and(
                    DescribedPredicate.not(resideInAPackage("io.scorta." + known + "..")));
          }
          check(
              noClasses()
                  .that()
                  .resideInAPackage("io.scorta." + module + "..")
                  .should()
                  .dependOnClassesThat(strangers));
        });
  }

  @Test
  void architecturePageShowsTheSameRooms() {
    String page = Checkout.text(Checkout.root().resolve("ARCHITECTURE.md"));
    ROOMS.forEach(
        (module, rooms) ->
            assertThat(page)
                .as("ARCHITECTURE.md, rooms of " + module)
                .contains("| `" + module + "` | " + String.join(" → ", rooms) + " |"));
  }

  @Test
  void nativeCodeIsReachedFromThreeRooms() {
    onlyIn(
        "java.lang.foreign..",
        "io.scorta.engine.memory..",
        "io.scorta.engine.transport..",
        "io.scorta.access.kernel..");
  }

  @Test
  void programsAreRunFromTheRoomsThatMakeThePlace() {
    check(
        noClasses()
            .that(
                DescribedPredicate.not(
                    residesInAny(
                        "io.scorta.access.kernel..",
                        "io.scorta.server.node..",
                        "io.scorta.server.instance..")))
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class));
  }

  @Test
  void theTwoRealisersDoNotKnowEachOther() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.scorta.access.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.scorta.access.loopback.."));
  }

  @Test
  void librariesStayAtTheirPlace() {
    onlyIn("io.helidon..", "io.scorta.server.http..", "io.scorta.server.boot..");
    onlyIn("java.sql..", "io.scorta.server.store..");
    onlyIn(
        "software.amazon.awssdk..", "io.scorta.aws..", "io.scorta.server.api..", "io.scorta.cli..");
  }

  @Test
  void pureRoomsDoNoInputOrOutput() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "java.nio.channels..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, System.Logger.class, Clock.class, java.util.Random.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis"));
  }

  @Test
  void engineRoomsPerCommandMakeNoGarbageByHabit() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.scorta.engine.wire..",
                "io.scorta.engine.value..",
                "io.scorta.engine.evict..",
                "io.scorta.engine.keyspace..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.stream..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(java.util.Optional.class));
  }

  private static void onlyIn(String what, String... rooms) {
    check(
        classes()
            .that(resideInAPackage("io.scorta.."))
            .and(DescribedPredicate.not(residesInAny(rooms)))
            .should()
            .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage(what))));
  }

  private static DescribedPredicate<JavaClass> residesInAny(String... rooms) {
    return JavaClass.Predicates.resideInAnyPackage(rooms);
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(ours);
  }

  private static String pack(String module, String room) {
    return "io.scorta." + module + "." + room + "..";
  }
}
