package io.nokube.model.text;

/// Counts what a text costs while it is read, and refuses it once that is too much.
final class Budget {
  private long nodes;
  private long characters;

  /// What was spent between two moments, so that an alias can be charged like its anchor.
  record Spent(long nodes, long characters) {
    Spent since(Spent before) {
      return new Spent(nodes - before.nodes, characters - before.characters);
    }
  }

  Spent spent() {
    return new Spent(nodes, characters);
  }

  void scalar(Position at, String text) {
    spend(at, new Spent(1, text.length()));
  }

  void collection(Position at, int depth) {
    if (depth > Limits.DEPTH) {
      throw new Refusal(
          at,
          "nested more than "
              + Limits.DEPTH
              + " levels deep: no object needs that; look for a bracket or dash too many");
    }
    spend(at, new Spent(1, 0));
  }

  void spend(Position at, Spent more) {
    nodes += more.nodes;
    characters += more.characters;
    if (nodes > Limits.NODES) {
      throw new Refusal(
          at,
          "more than "
              + Limits.NODES
              + " keys and values, each alias counted as what it stands for: split the file, or write the values out");
    }
    if (characters > Limits.CHARACTERS) {
      throw new Refusal(
          at,
          "more than "
              + (Limits.CHARACTERS >> 20)
              + " Mi characters, each alias counted as what it stands for: split the file, or write the values out");
    }
  }
}
