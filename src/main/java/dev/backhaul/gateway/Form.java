package dev.backhaul.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a form, in the order they were sent: {@code application/x-www-form-urlencoded}, or the
 * texts of {@code multipart/form-data} (files are passed over). What cannot be read gives no
 * fields; nothing is guessed.
 *
 * @param fields name and value, as sent
 */
record Form(List<Field> fields) {
  /** More than any sender sends; a request with more gives no fields. */
  private static final int MOST = 2_000;

  private static final String URLENCODED = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/form-data";

  /** One field. */
  record Field(String name, String value) {}

  /** Copies the fields. */
  Form {
    fields = List.copyOf(fields);
  }

  /** Whether a request holds a form. */
  static boolean in(Arrival request) {
    return request.mediaType().equals(URLENCODED) || request.mediaType().equals(MULTIPART);
  }

  /** The form of a request; no fields if it holds none. */
  static Form of(Arrival request) {
    return switch (request.mediaType()) {
      case URLENCODED -> urlencoded(new String(request.body(), StandardCharsets.UTF_8));
      case MULTIPART -> multipart(request.body(), boundary(request.header("content-type")));
      default -> new Form(List.of());
    };
  }

  /** The fields of a query or an encoded body. */
  static Form urlencoded(String text) {
    List<Field> out = new ArrayList<>();
    if (text.isEmpty()) {
      return new Form(out);
    }
    for (String pair : text.split("&", MOST + 1)) {
      int equals = pair.indexOf('=');
      try {
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        out.add(new Field(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))));
      } catch (IllegalArgumentException e) {
        return new Form(List.of());
      }
    }
    return new Form(out.size() > MOST ? List.of() : out);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The only value of a field; null if it is missing or stands several times. */
  @Nullable String value(String name) {
    List<Field> found = fields.stream().filter(field -> field.name().equals(name)).toList();
    return found.size() == 1 ? found.getFirst().value() : null;
  }

  private static @Nullable String boundary(@Nullable String type) {
    return type == null ? null : parameter(type, "boundary");
  }

  /** A parameter of a header's value, with or without quotes. */
  private static @Nullable String parameter(String header, String name) {
    for (String part : header.split(";", 20)) {
      String trimmed = part.strip();
      if (trimmed.toLowerCase(Locale.ROOT).startsWith(name + "=")) {
        String value = trimmed.substring(name.length() + 1).strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
      }
    }
    return null;
  }

  private static Form multipart(byte[] body, @Nullable String boundary) {
    List<Field> out = new ArrayList<>();
    if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
      return new Form(out);
    }
    // Latin-1 keeps every byte, so that positions are positions of bytes.
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String mark = "--" + boundary;
    int at = text.startsWith(mark) ? 0 : text.indexOf("\r\n" + mark);
    while (at >= 0 && out.size() <= MOST) {
      int begin = text.indexOf("\r\n", at + mark.length());
      int end = begin < 0 ? -1 : text.indexOf("\r\n" + mark, begin);
      if (end < 0) {
        break;
      }
      part(text.substring(begin + 2, Math.max(begin + 2, end)), out);
      at = end + 2;
    }
    return new Form(out.size() > MOST ? List.of() : out);
  }

  private static void part(String part, List<Field> out) {
    int end = part.indexOf("\r\n\r\n");
    if (end < 0) {
      return;
    }
    for (String line : part.substring(0, end).split("\r\n", 20)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        String name = parameter(line, "name");
        if (name != null && parameter(line, "filename") == null) {
          out.add(new Field(utf8(name), utf8(part.substring(end + 4))));
        }
      }
    }
  }

  private static String utf8(String latin) {
    return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
