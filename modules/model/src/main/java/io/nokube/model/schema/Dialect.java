package io.nokube.model.schema;

import java.util.Locale;

/// How a text's names relate to a record's, and what an absent field means.
enum Dialect {
  /// Names as Kubernetes has them. What is absent, or null, is empty: its defaults are in the tree
  /// already.
  KUBERNETES {
    @Override
    String field(String component) {
      return component;
    }

    @Override
    String word(String constant) {
      return constant;
    }

    @Override
    boolean numbersAreText() {
      return false;
    }
  },
  /// `orphan_grace` for a component orphanGrace, `virtual_thread` for a constant VIRTUAL_THREAD.
  /// Whatever isn't Optional must be there.
  CONFIG {
    @Override
    String field(String component) {
      StringBuilder name = new StringBuilder();
      for (int i = 0; i < component.length(); i++) {
        char c = component.charAt(i);
        if (Character.isUpperCase(c)) {
          name.append('_');
        }
        name.append(Character.toLowerCase(c));
      }
      return name.toString();
    }

    @Override
    String word(String constant) {
      return constant.toLowerCase(Locale.ROOT);
    }

    @Override
    boolean numbersAreText() {
      return true;
    }
  };

  abstract String field(String component);

  abstract String word(String constant);

  /// Whether a type that is read from text is also read from a number that isn't quoted.
  abstract boolean numbersAreText();
}
