package dev.backhaul;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.backhaul.time.SystemTime;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of the house: what may import what, and what nobody may do. */
class ArchitectureTest {
  private static final String HOUSE = "dev.backhaul";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(SystemTime.class.getProtectionDomain().getCodeSource().getLocation());

  /** A package and all packages of ours that it may import. */
  private record Floor(String name, Set<String> mayImport) {
    @Override
    public String toString() {
      return name + " imports " + mayImport;
    }
  }

  /** From the ground up; each floor sees only floors below it, and not always all of them. */
  static List<Floor> floors() {
    List<Floor> floors = new ArrayList<>();
    floors.add(new Floor("json", Set.of()));
    floors.add(new Floor("time", Set.of()));
    floors.add(new Floor("progress", Set.of()));
    floors.add(new Floor("yaml", Set.of("json")));
    floors.add(new Floor("sandbox", Set.of()));
    floors.add(new Floor("mapping", Set.of("json", "yaml")));
    floors.add(new Floor("manifest", Set.of("json", "yaml")));
    floors.add(new Floor("store", Set.of("json", "time", "progress")));
    Set<String> below =
        new HashSet<>(Set.of("json", "yaml", "time", "progress", "store", "manifest"));
    for (String name :
        List.of("budget", "platform", "delta", "journal", "plan", "apply", "parity")) {
      Set<String> may = new HashSet<>(below);
      if (name.equals("plan") || name.equals("apply") || name.equals("parity")) {
        may.add("mapping");
      }
      if (name.equals("journal")) {
        may.remove("delta");
      }
      floors.add(new Floor(name, Set.copyOf(may)));
      below.add(name);
    }
    below.add("mapping");
    floors.add(
        new Floor(
            "integration",
            Set.of(
                "json",
                "yaml",
                "time",
                "store",
                "manifest",
                "budget",
                "platform",
                "delta",
                "journal")));
    below.add("integration");
    floors.add(new Floor("reload", Set.of("json", "yaml", "time", "progress", "store")));
    below.add("reload");
    floors.add(
        new Floor("outbox", Set.of("json", "yaml", "time", "store", "manifest", "delta", "plan")));
    below.add("outbox");
    floors.add(
        new Floor(
            "gateway", Set.of("json", "yaml", "time", "store", "manifest", "platform", "mapping")));
    below.add("gateway");
    floors.add(new Floor("rollback", Set.copyOf(below)));
    below.add("rollback");
    floors.add(new Floor("console", Set.copyOf(below)));
    Set<String> tops = new HashSet<>(below);
    tops.addAll(Set.of("console", "sandbox"));
    floors.add(new Floor("demo", Set.copyOf(tops)));
    floors.add(new Floor("bench", with(tops, "demo")));
    floors.add(new Floor("cli", with(tops, "demo", "bench")));
    return floors;
  }

  private static Set<String> with(Set<String> names, String... more) {
    return Stream.concat(names.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
  }

  @ParameterizedTest
  @MethodSource("floors")
  void importsGoOnlyDownwards(Floor floor) {
    String[] forbidden =
        floors().stream()
            .map(Floor::name)
            .filter(other -> !other.equals(floor.name()) && !floor.mayImport().contains(other))
            .map(ArchitectureTest::packages)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(packages(floor.name()))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageStandsOnAFloor() {
    Set<String> known = floors().stream().map(Floor::name).collect(Collectors.toSet());
    Set<String> found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(HOUSE + "."))
            .map(name -> name.substring(HOUSE.length() + 1).split("\\.")[0])
            .collect(Collectors.toSet());
    assertThat(known).containsAll(found);
  }

  @Test
  void thePackagesHoldNoCircle() {
    slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theMappingEngineAndTheSandboxesKnowNothingOfCamelAndTheStore() {
    noClasses()
        .that()
        .resideInAnyPackage(packages("mapping"), packages("sandbox"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.camel..", "org.jdbi..", "java.sql..")
        .check(CLASSES);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl|Service|Abstract\\w*)")
        .check(CLASSES);
  }

  @Test
  void onlySystemTimeSleepsAndReadsTheClock() {
    noClasses()
        .that(not(assignableTo(SystemTime.class)))
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(OffsetDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .check(CLASSES);
    noClasses()
        .that(resideOutsideOfPackages(packages("time"), packages("cli"), packages("sandbox")))
        .should()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .check(CLASSES);
  }

  @Test
  void onlyOnePlaceMakesHttpClients() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.platform\\.HttpClients(\\$.*)?")
        .and(
            resideOutsideOfPackages(
                packages("demo"), packages("bench"), packages("cli"), packages("sandbox")))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "org\\.apache\\.hc\\..*HttpClient.*|java\\.net\\.http\\.HttpClient.*"
                + "|java\\.net\\.HttpURLConnection|org\\.apache\\.camel\\.component\\.http\\.HttpComponent.*")
        .check(CLASSES);
  }

  @Test
  void nothingOfOursIsSerializedByJava() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(ObjectInputStream|ObjectOutputStream|Externalizable)")
        .check(CLASSES);
  }

  @Test
  void nothingIsInjectedIntoFields() {
    noFields()
        .that()
        .areDeclaredInClassesThat(resideOutsideOfPackages(packages("cli")))
        .should()
        .beAnnotatedWith("org.apache.camel.BeanInject")
        .orShould()
        .beAnnotatedWith("org.apache.camel.PropertyInject")
        .orShould()
        .beAnnotatedWith("org.apache.camel.EndpointInject")
        .orShould()
        .beAnnotatedWith("org.apache.camel.Produce")
        .orShould()
        .beAnnotatedWith("jakarta.inject.Inject")
        .check(CLASSES);
  }

  private static String packages(String name) {
    return HOUSE + "." + name + "..";
  }
}
