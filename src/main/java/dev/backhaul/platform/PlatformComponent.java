package dev.backhaul.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The component {@code platform:}, the only one of ours: {@code
 * platform:<role>/<object>?operation=changes}. Bodies are the request and answer types of {@link
 * Operation}; headers are neither read nor written. The account is found in the registry as {@code
 * source} or {@code target}.
 */
public final class PlatformComponent extends DefaultComponent {
  /** The name an account has in the registry. */
  public static String bean(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    int slash = remaining.indexOf('/');
    String role = slash < 0 ? remaining : remaining.substring(0, slash);
    String object = slash < 0 ? "" : remaining.substring(slash + 1);
    String operation = getAndRemoveParameter(parameters, "operation", String.class);
    if (operation == null) {
      throw new IllegalArgumentException(
          uri + ": expected ?operation=, one of " + names(Operation.values()));
    }
    // What is left in parameters is unknown and refused by Camel.
    return new PlatformEndpoint(
        uri, this, one(Role.values(), role, uri), object, one(Operation.values(), operation, uri));
  }

  private static <E extends Enum<E>> E one(E[] all, String name, String uri) {
    return Arrays.stream(all)
        .filter(constant -> constant.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(uri + ": '" + name + "' is none of " + names(all)));
  }

  private static String names(Enum<?>[] all) {
    return Arrays.toString(all).toLowerCase(Locale.ROOT);
  }
}
