package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.manifest.Paged;
import dev.backhaul.manifest.Request;
import java.util.List;

/**
 * Single requests to one account, for what is no record of it: integrations. Paced by the account's
 * budget, in the lane that gets through when everything else is stuck.
 *
 * <p>All methods throw {@link PlatformException} when the request did not succeed.
 */
public interface Requests {
  /** The parsed answer; a missing node if it is empty. */
  JsonNode read(Request request, ObjectNode variables);

  /**
   * Sends a change once: again only after an answer that says it was not processed.
   *
   * @param form whether the body travels as a form
   * @return the parsed answer; a missing node if it is empty
   */
  JsonNode write(Request request, boolean form, ObjectNode variables);

  /** All rows of a list. */
  List<ObjectNode> all(Paged list, ObjectNode variables);
}
