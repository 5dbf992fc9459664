package io.nokube.model.strict;

import io.nokube.model.schema.ConfigRules;
import io.nokube.model.schema.ConfigSchema;
import io.nokube.model.text.Located;
import io.nokube.model.text.Position;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
import io.nokube.model.text.SourceName;
import io.nokube.model.text.TextRead;
import io.nokube.model.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A configuration that was read into a record, or all that is wrong with it.
///
/// The record is the schema. Keys are its components' names in snake_case (`orphanGrace` is written
/// `orphan_grace`) or what `@JsonProperty` says; constants of enums in lower case. Every component
/// must be there but Optional ones: nothing has a default. Durations are written `500ms`, `2s`,
/// `10m`, `1h`, `7d`. A type with `static T parse(String)`, or a record of one String that is its
/// `@JsonValue`, is read from text; an IllegalArgumentException of any constructor becomes a
/// problem at its place.
public sealed interface StrictConfig<T extends Record> {
  record Read<T extends Record>(T config) implements StrictConfig<T> {}

  /// @param problems in the order of the text; never empty
  record Refused<T extends Record>(List<Problem> problems) implements StrictConfig<T> {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /// Reads the one document of a text in UTF-8, YAML or JSON.
  static <T extends Record> StrictConfig<T> read(SourceName source, byte[] text, Class<T> type) {
    return of(source, Texts.read(source, text), type, ConfigRules.NONE);
  }

  static <T extends Record> StrictConfig<T> read(SourceName source, String text, Class<T> type) {
    return of(source, Texts.read(source, text), type, ConfigRules.NONE);
  }

  /// Reads the one document of a text in UTF-8 that must also keep rules.
  static <T extends Record> StrictConfig<T> read(
      SourceName source, byte[] text, Class<T> type, ConfigRules rules) {
    return of(source, Texts.read(source, text), type, rules);
  }

  private static <T extends Record> StrictConfig<T> of(
      SourceName source, TextRead read, Class<T> type, ConfigRules rules) {
    List<Problem> problems = new ArrayList<>(read.problems());
    if (read.documents().isEmpty() && problems.isEmpty()) {
      problems.add(
          new Problem(
              new Position(source, 1, 1),
              "",
              Reason.REQUIRED,
              "is empty: every setting must be written down; none has a default"));
    }
    if (read.documents().size() > 1) {
      problems.add(
          new Problem(
              read.documents().get(1).at(),
              "",
              Reason.MALFORMED,
              "a second document: a configuration has one; remove the '---' or the rest"));
    }
    Optional<T> config =
        read.documents().stream()
            .findFirst()
            .flatMap((Located tree) -> ConfigSchema.read(type, tree, rules, problems::add));
    return config.isPresent() && problems.isEmpty()
        ? new Read<>(config.get())
        : new Refused<>(Problem.inOrder(problems));
  }
}
