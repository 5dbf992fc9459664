package io.nokube.simulation.node;

/// Why a life of an actor on this node is over. As `io.nokube.runtime.Ending`.
sealed interface Ending {
  record Done() implements Ending {}

  record Failed(String why) implements Ending {}

  record Displaced(String why) implements Ending {}

  default String failure() {
    return switch (this) {
      case Done _ -> "";
      case Failed(String why) -> why;
      case Displaced(String why) -> why;
    };
  }
}
