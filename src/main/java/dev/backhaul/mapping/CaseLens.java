package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.text.Normalizer;
import java.util.Locale;

/** A canoniser of text. What people type is kept; only comparison is modulo the canoniser. */
enum CaseLens implements Lens {
  TRIM {
    @Override
    String apply(String text) {
      return text.strip();
    }
  },
  LOWER {
    @Override
    String apply(String text) {
      return text.toLowerCase(Locale.ROOT);
    }
  },
  UPPER {
    @Override
    String apply(String text) {
      return text.toUpperCase(Locale.ROOT);
    }
  },
  SQUEEZE {
    @Override
    String apply(String text) {
      return text.strip().replaceAll("\\s+", " ");
    }
  },
  NFC {
    @Override
    String apply(String text) {
      return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
  };

  abstract String apply(String text);

  @Override
  public JsonNode get(JsonNode source, References refs) {
    return source.isTextual() ? TextNode.valueOf(apply(source.textValue())) : source;
  }

  @Override
  public JsonNode canon(JsonNode view) {
    return view.isTextual() ? TextNode.valueOf(apply(view.textValue())) : view;
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    return Put.ok(view);
  }

  @Override
  public Put create(JsonNode view, References refs) {
    return Put.ok(view);
  }

  @Override
  public boolean closed() {
    return false;
  }

  @Override
  public Cells cells() {
    return Cells.of(
        Grade.Cell.RULE,
        Grade.Cell.EXACT,
        Grade.Cell.EXACT,
        "case or blanks of the original are lost");
  }
}
