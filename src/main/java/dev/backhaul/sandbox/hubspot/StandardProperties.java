package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The properties HubSpot brings along, cut down to those a helpdesk touches. */
final class StandardProperties {
  /** name, type, then optional marks: ro, unique, multi, or options joined by a bar. */
  private static final String COMMON =
      """
      hs_object_id number ro
      hs_object_source string ro
      hs_object_source_id string ro
      hs_object_source_label string ro
      hs_object_source_user_id string ro
      hs_created_by_user_id number ro
      hs_updated_by_user_id number ro
      hs_merged_object_ids string ro
      hubspot_owner_id enumeration
      hubspot_team_id enumeration
      """;

  private static final String LIFECYCLE =
      Lifecycle.STAGES.stream()
          .map(stage -> Lifecycle.date(stage) + " datetime ro\n")
          .collect(
              Collectors.joining(
                  "",
                  Lifecycle.STAGE + " enumeration " + String.join("|", Lifecycle.STAGES) + "\n",
                  ""));

  private static final String CONTACT =
      LIFECYCLE
          + """
      createdate datetime ro
      lastmodifieddate datetime ro
      email string unique
      hs_additional_emails string multi
      firstname string
      lastname string
      phone string
      mobilephone string
      jobtitle string
      company string
      website string
      address string
      city string
      state string
      zip string
      country string
      hs_language string
      hs_timezone string
      hs_lead_status string
      salutation string
      message string
      """;

  private static final String COMPANY =
      LIFECYCLE
          + """
      createdate datetime ro
      hs_lastmodifieddate datetime ro
      name string
      domain string
      hs_additional_domains string
      description string
      phone string
      website string
      industry string
      address string
      city string
      state string
      zip string
      country string
      numberofemployees number
      annualrevenue number
      """;

  private static final String DEAL =
      """
      createdate datetime ro
      hs_lastmodifieddate datetime ro
      dealname string
      amount number
      closedate datetime
      dealstage enumeration
      pipeline enumeration
      description string
      """;

  private static final String TICKET =
      """
      createdate datetime ro
      hs_lastmodifieddate datetime ro
      subject string
      content string
      hs_pipeline enumeration
      hs_pipeline_stage enumeration
      hs_ticket_priority enumeration LOW|MEDIUM|HIGH|URGENT
      hs_ticket_category enumeration PRODUCT_ISSUE|BILLING_ISSUE|FEATURE_REQUEST|GENERAL_INQUIRY
      hs_resolution string
      source_type string
      closed_date datetime
      hs_tag_ids string
      """;

  private static final String ENGAGEMENT =
      """
      hs_createdate datetime ro
      hs_lastmodifieddate datetime ro
      hs_timestamp datetime
      hs_attachment_ids string
      hs_engagement_source string
      hs_unique_id string
      """;

  private static final String NOTE = ENGAGEMENT + "hs_note_body string\n";

  private static final String EMAIL =
      ENGAGEMENT
          + """
      hs_email_subject string
      hs_email_text string
      hs_email_html string
      hs_email_direction enumeration EMAIL|INCOMING_EMAIL|FORWARDED_EMAIL
      hs_email_status enumeration BOUNCED|FAILED|SCHEDULED|SENDING|SENT
      hs_email_headers string
      hs_email_from_email string
      hs_email_from_firstname string
      hs_email_from_lastname string
      hs_email_to_email string
      """;

  private StandardProperties() {}

  /** The definitions of one type, freshly made. */
  static List<ObjectNode> of(ObjectType type) {
    String own =
        switch (type) {
          case CONTACTS -> CONTACT;
          case COMPANIES -> COMPANY;
          case DEALS -> DEAL;
          case TICKETS -> TICKET;
          case NOTES -> NOTE;
          case EMAILS -> EMAIL;
        };
    List<ObjectNode> definitions = new ArrayList<>();
    (COMMON + own).lines().forEach(line -> definitions.add(definition(type, line)));
    return definitions;
  }

  private static ObjectNode definition(ObjectType type, String line) {
    String[] words = line.strip().split(" ", -1);
    String mark = words.length > 2 ? words[2] : "";
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", words[0]).put("label", label(words[0])).put("type", words[1]);
    json.put("fieldType", fieldType(words[1], mark)).put("description", "");
    json.put("groupName", type.singular() + "information");
    ArrayNode options = json.putArray("options");
    if (words[1].equals("enumeration") && !mark.isEmpty()) {
      for (String value : mark.split("\\|", -1)) {
        options
            .addObject()
            .put("label", label(value))
            .put("value", value)
            .put("displayOrder", options.size() - 1)
            .put("hidden", false);
      }
    }
    json.put("displayOrder", -1).put("hasUniqueValue", mark.equals("unique"));
    json.put("hidden", false).put("hubspotDefined", true).put("formField", false);
    json.put("archived", false);
    json.putObject("modificationMetadata")
        .put("archivable", true)
        .put("readOnlyDefinition", true)
        .put("readOnlyValue", mark.equals("ro"));
    return json;
  }

  private static String fieldType(String type, String mark) {
    return switch (type) {
      case "number" -> "number";
      case "enumeration" -> "select";
      case "date", "datetime" -> "date";
      default -> mark.equals("multi") ? "textarea" : "text";
    };
  }

  private static String label(String name) {
    String words = name.replaceFirst("^hs_", "").replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
