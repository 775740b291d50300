package dev.backhaul.demo.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.demo.Scale;
import dev.backhaul.manifest.MigratedObject;
import dev.backhaul.manifest.Migration;
import dev.backhaul.mapping.Mapping;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The configuration that is shipped as an example is the one that the demo runs. */
class ServicedeskConfigTest {
  private static final Path FOLDER = Path.of("config/migrations/servicedesk");

  private static Migration migration() {
    return Migration.read(FOLDER.resolve("migration.yaml"), name -> "set");
  }

  @Test
  void theCutoverIsTheWorlds() {
    assertThat(migration().cutover()).isEqualTo(Scene.CUTOVER);
  }

  @Test
  void theRolesAreSwapped() {
    assertThat(migration().systems().source().platform()).isEqualTo("hubspot");
    assertThat(migration().systems().target().platform()).isEqualTo("zendesk");
  }

  @Test
  void everyMappingIsBetweenTheObjectsItIsListedFor() {
    for (MigratedObject object : migration().objects()) {
      Mapping mapping = Mapping.load(FOLDER.resolve(object.mapping()));
      assertThat(mapping.sourceObject()).isEqualTo(object.source());
      assertThat(mapping.targetObject()).isEqualTo(object.target());
    }
  }

  @Test
  void everyObjectOfTheWeekendIsListed() {
    Set<String> listed = new HashSet<>();
    migration().objects().forEach(object -> listed.add(object.target()));

    for (TargetEvent event : ServicedeskWorld.of(2, Scale.TINY).weekend()) {
      switch (event) {
        case TargetEvent.Created born -> assertThat(listed).contains(born.object());
        case TargetEvent.Said said -> assertThat(listed).contains("comment");
        default -> assertThat(event.at()).isAfter(Scene.CUTOVER);
      }
    }
  }
}
