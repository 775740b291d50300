package dev.backhaul.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One rule that could notify somebody or fire on a write.
 *
 * @param cause its kind: {@code trigger}, {@code automation}, {@code webhook}...
 * @param id its id on the platform
 * @param title its name there
 * @param active whether it is on
 * @param captured its whole definition, for restoring it
 */
public record SilenceItem(
    String cause, String id, String title, boolean active, ObjectNode captured) {}
