package dev.backhaul.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Every law of the house has somebody who watches it: a service that breaks it makes a named test
 * fail. Each mutant is the source as it stands with one mistake in it, compiled in memory; its test
 * runs twice, with the mistake and without.
 */
final class LawMutantsTest {
  static Stream<Mutant> mutants() {
    return Mutants.all().stream();
  }

  /** One line for each test, however many mutants it has to notice. */
  static Stream<List<String>> watchers() {
    return mutants().map(mutant -> List.of(mutant.test(), mutant.method())).distinct();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void whoever_breaks_this_law_is_noticed(Mutant mutant) throws Exception {
    TestExecutionSummary summary = run(mutant.test(), mutant.method(), Mutation.of(mutant));

    assertThat(summary.getTestsFoundCount()).as("tests found").isPositive();
    assertThat(summary.getTotalFailureCount())
        .as("nobody notices: %s; expected %s.%s to", mutant, mutant.test(), mutant.method())
        .isPositive();
  }

  @ParameterizedTest
  @MethodSource("watchers")
  void whoever_watches_a_law_is_content_with_the_house_as_it_is(List<String> watcher)
      throws Exception {
    TestExecutionSummary summary = run(watcher.get(0), watcher.get(1), Map.of());

    assertThat(summary.getTestsSucceededCount()).as("tests passed").isPositive();
    assertThat(summary.getFailures()).isEmpty();
  }

  private static TestExecutionSummary run(String test, String method, Map<String, byte[]> changed)
      throws ClassNotFoundException {
    ClassLoader world = Mutation.world(changed);
    Class<?> type = Class.forName(test, true, world);
    Method found =
        Arrays.stream(type.getDeclaredMethods())
            .filter(each -> each.getName().equals(method))
            .findFirst()
            .orElseThrow(() -> new AssertionError(test + " has no method " + method));
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectMethod(type, found))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(world);
    try {
      LauncherFactory.create().execute(request, listener);
    } finally {
      thread.setContextClassLoader(before);
    }
    return listener.getSummary();
  }
}
