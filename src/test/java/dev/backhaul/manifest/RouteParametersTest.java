package dev.backhaul.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteParametersTest {

  @Test
  void aFileGivesItsRoutesWithDefaultsFilledIn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("hubspot.camel.yaml");
    Files.writeString(
        file,
        """
        - templatedRoute:
            routeTemplateRef: delta
            routeId: hubspot-ticket-delta
            parameters:
              - {name: object, value: ticket}
              - name: pageSize
                value: 200
        - templatedRoute:
            routeTemplateRef: watch
            routeId: zendesk-watch
            parameters: []
        """);

    assertThat(RouteParameters.read(file))
        .extracting(RouteParameters::template, RouteParameters::routeId, RouteParameters::values)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                RouteTemplate.DELTA,
                "hubspot-ticket-delta",
                Map.of(
                    RouteParameter.OBJECT, "ticket",
                    RouteParameter.PAGE_SIZE, "200")),
            org.assertj.core.groups.Tuple.tuple(
                RouteTemplate.WATCH,
                "zendesk-watch",
                Map.of(RouteParameter.SCHEDULE, "0 0/5 * * * ?")));
  }

  @Test
  void anEmptyListIsNoRoutes() {
    assertThat(RouteParameters.of(YamlFile.read("a.camel.yaml", "[]"))).isEmpty();
  }

  @Test
  void everyDefaultPassesItsOwnCheck() {
    for (RouteTemplate template : RouteTemplate.values()) {
      for (RouteTemplate.Slot slot : template.slots()) {
        assertThatCode(() -> slot.initial().ifPresent(slot.parameter()::check))
            .doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OBJECT|ticket",
        "SCHEDULE|0 0 3 ? * MON-FRI",
        "PAGE_SIZE|1",
        "PAGE_SIZE|1000",
        "BATCH_SIZE|200"
      })
  void valuesInRangeAreTaken(RouteParameter parameter, String value) {
    assertThatCode(() -> parameter.check(value)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OBJECT|a b",
        "OBJECT|''",
        "SCHEDULE|every day",
        "PAGE_SIZE|0",
        "PAGE_SIZE|1001",
        "PAGE_SIZE|1e2",
        "BATCH_SIZE|201"
      })
  void valuesOutOfRangeAreRefused(RouteParameter parameter, String value) {
    assertThatThrownBy(() -> parameter.check(value)).isInstanceOf(IllegalArgumentException.class);
  }
}
