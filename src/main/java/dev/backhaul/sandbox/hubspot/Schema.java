package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties of all types. Guarded by the state's lock. */
final class Schema {
  private static final int MAX_UNIQUE = 10;

  private final Map<ObjectType, Map<String, PropertyDefinition>> types =
      new EnumMap<>(ObjectType.class);

  Schema() {
    for (ObjectType type : ObjectType.values()) {
      Map<String, PropertyDefinition> properties = new LinkedHashMap<>();
      for (ObjectNode json : StandardProperties.of(type)) {
        properties.put(json.path("name").asText(), PropertyDefinition.of(json));
      }
      types.put(type, properties);
    }
  }

  @Nullable PropertyDefinition find(ObjectType type, String name) {
    return properties(type).get(name);
  }

  Collection<PropertyDefinition> all(ObjectType type) {
    return properties(type).values();
  }

  /** Adds a custom property, or replaces the definition of the same name. */
  void add(ObjectType type, ObjectNode json) {
    PropertyDefinition definition = PropertyDefinition.of(json);
    if (definition.name().isEmpty()) {
      throw new IllegalArgumentException("A property of " + type.plural() + " needs a name");
    }
    properties(type).put(definition.name(), definition);
  }

  /** Takes a property away. */
  void remove(ObjectType type, String name) {
    properties(type).remove(name);
  }

  /** True when no further unique property fits. */
  boolean uniqueFull(ObjectType type) {
    long custom =
        properties(type).values().stream()
            .filter(p -> p.unique() && !p.json().path("hubspotDefined").asBoolean())
            .count();
    return custom >= MAX_UNIQUE;
  }

  /**
   * The values as HubSpot keeps them.
   *
   * @throws BadValue for an unknown or read-only property, or a value it does not take
   */
  Map<String, String> normal(ObjectType type, Map<String, String> values) throws BadValue {
    Map<String, String> normal = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : values.entrySet()) {
      String name = entry.getKey();
      PropertyDefinition property = find(type, name);
      if (property == null) {
        throw new BadValue(
            name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist");
      }
      if (property.readOnly()) {
        throw new BadValue(name, "READ_ONLY_VALUE", "\"" + name + "\" is a read only property");
      }
      normal.put(name, property.normal(entry.getValue()));
    }
    return normal;
  }

  private Map<String, PropertyDefinition> properties(ObjectType type) {
    return types.computeIfAbsent(type, t -> new LinkedHashMap<>());
  }
}
