package dev.backhaul.rollback;

import dev.backhaul.integration.Result;
import dev.backhaul.integration.Switchboard;
import dev.backhaul.store.Actor;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps of {@code routes/integrations.camel.yaml}, one integration at a time. */
public final class Orders {
  private final Switchboard board;

  Orders(Switchboard board) {
    this.board = board;
  }

  /**
   * What somebody wants done.
   *
   * @param names of integrations; empty for all
   * @param to where to point them; null for where each is held
   * @param over whether also where somebody has changed an item since
   * @param dry whether only to say what would be sent
   */
  public record Order(Set<String> names, @Nullable URI to, boolean over, boolean dry, Actor actor) {
    /** The same for one integration. */
    Order of(String name) {
      return new Order(Set.of(name), to, over, dry, actor);
    }
  }

  /** One order for each integration: what comes in first, what goes out after it. */
  public List<Order> held(Order order) {
    return board.ordered(order.names()).stream().map(order::of).toList();
  }

  /** The other way round. */
  public List<Order> released(Order order) {
    return held(order).reversed();
  }

  /** Keeps how it is now. */
  public List<Result> capture(Order order) {
    return board.capture(order.names(), order.actor());
  }

  /** Holds it in its own way. */
  public List<Result> pause(Order order) {
    return board.pause(order.names(), order.actor(), order.dry());
  }

  /** Points it elsewhere. */
  public List<Result> repoint(Order order) {
    return board.repoint(order.names(), order.to(), order.actor(), order.dry());
  }

  /** Starts it again. */
  public List<Result> resume(Order order) {
    return board.resume(order.names(), order.actor(), order.dry());
  }

  /** Puts it back. */
  public List<Result> restore(Order order) {
    return board.restore(order.names(), order.actor(), order.over(), order.dry());
  }

  /** Looks whether what was changed still is. */
  public List<Result> verify(Order order) {
    return board.verify(order.names());
  }
}
