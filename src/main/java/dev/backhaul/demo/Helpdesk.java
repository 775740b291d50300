package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * The source at cutover, in the shape of its own API. Lists are in order of id.
 *
 * @param organizations its organizations
 * @param agents the people who work there
 * @param users the end users
 * @param tickets the tickets, without comments
 * @param comments the comments by ticket id, oldest first
 * @param skippedOrganizations organizations that the migration left behind
 * @param skippedUsers end users that the migration left behind
 */
record Helpdesk(
    List<ObjectNode> organizations,
    List<ObjectNode> agents,
    List<ObjectNode> users,
    List<ObjectNode> tickets,
    Map<Long, List<ObjectNode>> comments,
    List<ObjectNode> skippedOrganizations,
    List<ObjectNode> skippedUsers) {

  /** Custom field: amount of the order, a decimal as text. */
  static final long AMOUNT = 360001;

  /** Custom field: under warranty or not. */
  static final long WARRANTY = 360002;

  /** The number of agents; ids run from {@link #FIRST_AGENT}. */
  static final int AGENTS = 12;

  static final long FIRST_AGENT = 9001;
}
