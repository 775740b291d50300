package dev.backhaul.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.ChangesPage;
import dev.backhaul.platform.ChangesRequest;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes as they ship, over stand-ins for the engine. */
class RoutesTest {
  private static final Instant WHEN = Instant.parse("2026-03-09T08:00:00Z");
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final List<String> done = new ArrayList<>();
  private int pages = 3;
  private int pauseAfter = Integer.MAX_VALUE;

  /** The bean {@code stage}. */
  public final class Stage {
    /** Asks for the next page. */
    public ChangesRequest next(String object, int size) {
      done.add("next " + object + " " + size);
      return new ChangesRequest(WHEN, null, size);
    }

    /** Stages a page. */
    public boolean page(String object, ChangesPage page) {
      done.add("stage " + page.resume().asText());
      return page.more();
    }
  }

  /** The bean {@code pause}. */
  public final class Pause {
    /** Lets work go on until told. */
    public void check(String what) {
      if (done.stream().filter(each -> each.startsWith("stage")).count() >= pauseAfter) {
        throw new IllegalStateException(what + " is paused");
      }
      done.add("check " + what);
    }
  }

  /** What the routes call beside these two; Camel looks the names up when it starts. */
  public interface Verbs {
    Object flows();

    Object originalsObject(Object flow);

    Object first(Object flow, int size);

    Object next(Object page, int size);

    Object originals(Object page);

    Object keepOriginals(Object page, Object items);

    Object decide(Object page);

    Object keep(Object page);

    Object close();

    Object wanted(String object, int size);

    Object request(Object page);

    Object check(Object batch);

    Object admit(Object batch);

    Object prepare(Object admitted);

    Object capture(Object batch);

    Object send(Object batch);

    Object verify(Object batch);

    Object settle(Object batch);

    Object stage();

    Object plan();

    Object apply();

    Object done();

    Object failed(Object problem);

    Object attach(Object batch);

    Object topics();

    Object messages(Object batch);

    Object acknowledged(Object batch);

    Object failed(Object topic, Object problem);
  }

  private static Object quiet(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "hashCode" -> 1;
      case "equals" -> arguments != null && proxy == arguments[0];
      default -> "stand-in";
    };
  }

  private Object target() {
    return Proxy.newProxyInstance(
        Account.class.getClassLoader(),
        new Class<?>[] {Account.class},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "changes" -> {
                long staged = done.stream().filter(each -> each.startsWith("stage")).count();
                yield new ChangesPage(
                    List.of(),
                    TextNode.valueOf("p" + (staged + 1)),
                    staged + 1 < pages,
                    WHEN,
                    WHEN);
              }
              default -> quiet(proxy, method, arguments);
            });
  }

  @BeforeEach
  void start() throws Exception {
    camel.getRegistry().bind("stage", new Stage());
    camel.getRegistry().bind("pause", new Pause());
    camel.getRegistry().bind("target", Account.class, target());
    camel.getRegistry().bind("source", Account.class, target());
    for (String bean :
        List.of(
            "evidence",
            "planner",
            "brake",
            "lease",
            "gate",
            "capture",
            "send",
            "verify",
            "settle",
            "round",
            "attach",
            "setup",
            "publication")) {
      camel
          .getRegistry()
          .bind(
              bean,
              Proxy.newProxyInstance(
                  Verbs.class.getClassLoader(), new Class<?>[] {Verbs.class}, RoutesTest::quiet));
    }
    for (String file : List.of("errors", "reverse-sync", "watch", "kafka", "platforms/hubspot")) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/" + file + ".camel.yaml"));
    }
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void every_stage_of_every_route_is_a_step_with_an_id_of_its_own() {
    List<String> unnamed = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    ModelCamelContext model = camel;
    for (RouteDefinition route : model.getRouteDefinitions()) {
      Collection<?> steps =
          ProcessorDefinitionHelper.filterTypeInOutputs(
              route.getOutputs(), ProcessorDefinition.class);
      for (Object each : steps) {
        ProcessorDefinition<?> step = (ProcessorDefinition<?>) each;
        if (step.hasCustomIdAssigned()) {
          ids.add(step.getId());
        } else {
          unnamed.add(route.getRouteId() + ": " + step);
        }
      }
    }

    assertThat(unnamed).isEmpty();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids)
        .contains(
            "delta.ticket.changes",
            "delta.ticket.stage",
            "evidence.ticket.history",
            "evidence.ticket.keep")
        .contains("plan.read-originals", "plan.invert", "plan.keep", "plan.close")
        .contains("kafka.next", "kafka.send", "kafka.acknowledged")
        .contains("apply.admit", "apply.capture", "apply.send", "apply.verify", "apply.settle");
  }

  @Test
  void the_delta_is_read_until_a_page_says_that_there_is_no_more() {
    camel.createProducerTemplate().requestBody("direct:delta.ticket", (Object) null);

    assertThat(done)
        .containsExactly(
            "check delta",
            "next ticket 200",
            "stage p1",
            "check delta",
            "next ticket 200",
            "stage p2",
            "check delta",
            "next ticket 200",
            "stage p3");
  }

  @Test
  void a_delta_of_one_page_is_read_once() {
    pages = 1;

    camel.createProducerTemplate().requestBody("direct:delta.company", (Object) null);

    assertThat(done).containsExactly("check delta", "next company 200", "stage p1");
  }

  @Test
  void a_pause_stops_between_pages_and_what_was_read_is_staged() {
    pauseAfter = 2;

    assertThatThrownBy(
            () -> camel.createProducerTemplate().requestBody("direct:delta.ticket", (Object) null))
        .isInstanceOf(CamelExecutionException.class)
        .hasRootCauseMessage("delta is paused");

    assertThat(done).last().isEqualTo("stage p2");
  }

  @Test
  void every_object_has_its_own_way_in() {
    assertThat(
            camel.getRoutes().stream().map(route -> route.getEndpoint().getEndpointUri()).toList())
        .contains(
            "direct://delta.ticket",
            "direct://delta.message",
            "direct://evidence.contact",
            "direct://plan",
            "direct://apply.batch");
  }
}
