package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Several transforms in a row; each step back sees its own original. */
record StepsLens(List<Lens> steps) implements Lens {
  @Override
  public JsonNode get(JsonNode source, References refs) {
    JsonNode value = source;
    for (Lens step : steps) {
      value = step.get(value, refs);
    }
    return value;
  }

  @Override
  public JsonNode canon(JsonNode view) {
    JsonNode value = view;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Lens step = steps.get(i);
      value = step.canon(value);
      if (!(step instanceof CaseLens || step instanceof TruncateLens)) {
        break;
      }
    }
    return value;
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    List<JsonNode> originals = new ArrayList<>();
    originals.add(original);
    for (Lens step : steps) {
      originals.add(step.get(originals.get(originals.size() - 1), refs));
    }
    JsonNode value = view;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Lens step = steps.get(i);
      if (step.same(originals.get(i + 1), value)) {
        return Put.ok(original);
      }
      Put back = step.put(value, originals.get(i), refs);
      if (back instanceof Put.Stop stop) {
        return through(stop, i, originals, refs);
      }
      value = ((Put.Ok) back).value();
    }
    return Put.ok(value);
  }

  /** A question of a later step, with its answers carried back through the earlier ones. */
  private Put through(Put.Stop stop, int step, List<JsonNode> originals, References refs) {
    List<Put.Option> options = new ArrayList<>();
    for (Put.Option option : stop.options()) {
      Put put = new StepsLens(steps.subList(0, step)).put(option.value(), originals.get(0), refs);
      if (put instanceof Put.Ok ok) {
        options.add(new Put.Option(option.name(), ok.value()));
      }
    }
    return new Put.Stop(stop.code(), options, stop.rule());
  }

  @Override
  public Put create(JsonNode view, References refs) {
    JsonNode value = view;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Put back = steps.get(i).create(value, refs);
      if (back instanceof Put.Stop stop) {
        List<Put.Option> options = new ArrayList<>();
        for (Put.Option option : stop.options()) {
          Put put = new StepsLens(steps.subList(0, i)).create(option.value(), refs);
          if (put instanceof Put.Ok ok) {
            options.add(new Put.Option(option.name(), ok.value()));
          }
        }
        return new Put.Stop(stop.code(), options, stop.rule());
      }
      value = ((Put.Ok) back).value();
    }
    return Put.ok(value);
  }

  @Override
  public boolean holds(JsonNode view, JsonNode source, References refs) {
    return steps.size() == 1
        ? steps.get(0).holds(view, source, refs)
        : same(get(source, refs), view);
  }

  @Override
  public boolean closed() {
    return steps.stream().allMatch(Lens::closed);
  }

  @Override
  public Cells cells() {
    Cells worst = Cells.of(Grade.Cell.NONE, Grade.Cell.NONE, Grade.Cell.NONE, "no steps");
    for (Lens step : steps) {
      Cells cells = step.cells();
      worst =
          Cells.of(
              worst.keep().worst(cells.keep()),
              worst.edit().worst(cells.edit()),
              worst.create().worst(cells.create()),
              cells.edit().compareTo(worst.edit()) > 0 ? cells.why() : worst.why());
    }
    return worst;
  }
}
