package dev.backhaul.demo.servicedesk;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The source at cutover. Lists are in order of id.
 *
 * @param companies its companies
 * @param contacts its contacts
 * @param tickets its tickets
 * @param notes the notes by ticket id, oldest first
 * @param skippedCompanies companies that the migration left behind
 * @param skippedContacts contacts that the migration left behind
 */
record Crm(
    List<Row> companies,
    List<Row> contacts,
    List<Row> tickets,
    Map<Long, List<Row>> notes,
    List<Row> skippedCompanies,
    List<Row> skippedContacts) {

  /** The number of owners; ids run from {@link #FIRST_OWNER}. */
  static final int OWNERS = 12;

  static final long FIRST_OWNER = 71_001;

  /** The owner that stands for what an integration says. */
  static final long MACHINE = 71_099;

  /**
   * One record.
   *
   * @param id its id
   * @param properties by name; blank ones are left out
   * @param company the company it belongs to, or null
   * @param contact the contact it belongs to, or null
   * @param created when it was created
   * @param updated when somebody last changed it
   */
  record Row(
      long id,
      SortedMap<String, String> properties,
      @Nullable Long company,
      @Nullable Long contact,
      Instant created,
      Instant updated) {

    /** The value, or "". */
    String value(String property) {
      return properties.getOrDefault(property, "");
    }

    boolean has(String property) {
      return properties.containsKey(property);
    }

    boolean is(String property, String value) {
      return value(property).equals(value);
    }
  }
}
