package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Setup;

/**
 * Looks for, makes and takes away what the manifest wants in the account before the first write.
 */
final class AccountSetup {
  private final Catalogue catalogue;
  private final Sender sender;
  private final RecordReader reader;

  AccountSetup(Catalogue catalogue, Sender sender, RecordReader reader) {
    this.catalogue = catalogue;
    this.sender = sender;
    this.reader = reader;
  }

  /**
   * How it stands; after MAKE and REMOVE as it stood before them: what became of it a LOOK tells.
   */
  SetupState setup(String object, SetupVerb verb) {
    Setup setup = catalogue.type(object).setup();
    FieldPath joinKey = catalogue.joinKey(object);
    if (setup == null || joinKey == null) {
      return SetupState.NEEDLESS;
    }
    Setup.UniqueProperty property = setup.uniqueProperty();
    ObjectNode variables = Json.object().put("property", joinKey.last());
    SetupState now = look(property, variables);
    // Fields made meanwhile must be read too.
    reader.forgetFields(object);
    switch (verb) {
      case LOOK -> {}
      case MAKE -> {
        if (now == SetupState.MISSING) {
          sender.write(Operation.WRITE, property.create(), variables);
        }
      }
      case REMOVE -> {
        if (now != SetupState.MISSING) {
          sender.write(Operation.WRITE, property.remove(), variables);
        }
      }
    }
    return now;
  }

  private SetupState look(Setup.UniqueProperty property, ObjectNode variables) {
    JsonNode found;
    try {
      found = sender.read(Operation.READ, property.find(), variables);
    } catch (PlatformException e) {
      if (e.failure() instanceof Failure.NotFound) {
        return SetupState.MISSING;
      }
      throw e;
    }
    return property.unique().test(found) ? SetupState.READY : SetupState.UNUSABLE;
  }
}
