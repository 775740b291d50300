package dev.backhaul.platform;

import java.util.List;

/** Asks for the field history of records by native id, as far back as the platform keeps it. */
public record HistoryRequest(List<String> ids) {}
