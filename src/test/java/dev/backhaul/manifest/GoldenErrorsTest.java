package dev.backhaul.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.Golden;
import dev.backhaul.yaml.Node;
import dev.backhaul.yaml.YamlException;
import dev.backhaul.yaml.YamlFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read when a file is wrong, word for word. */
class GoldenErrorsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migration-everything-wrong",
        "migration-object-twice",
        "migration-parent-unknown",
        "migration-parent-itself",
        "migration-parents-in-a-circle",
        "migration-waves-fall",
        "migration-standing-too-wide",
        "migration-mapping-outside",
        "backhaul-everything-wrong",
        "backhaul-open-door",
        "backhaul-name-twice",
        "backhaul-one-port",
        "routes-code-smuggled-in",
        "routes-expressions",
        "routes-out-of-range",
        "routes-no-list"
      })
  void aWrongFileSaysWhatIsWrongWhereAndWhatToDo(String name) {
    String file = name.substring(0, name.indexOf('-')) + ".yaml";
    Node node = YamlFile.read(file, Golden.read("errors/" + name + ".yaml"));

    YamlException refused = catchThrowableOfType(YamlException.class, () -> bind(file, node));

    assertThat(refused).as("a refusal of " + name).isNotNull();
    assertThat(refused.getMessage() + "\n")
        .isEqualToNormalizingNewlines(Golden.read("errors/" + name + ".txt"));
  }

  private static void bind(String file, Node node) {
    switch (file) {
      case "migration.yaml" -> Binder.bind(node, Migration.class, name -> null);
      case "backhaul.yaml" -> Binder.bind(node, ServiceConfig.class, name -> null);
      default -> RouteParameters.of(node);
    }
  }
}
