package io.nokube.model.schema;

import io.nokube.model.schema.Shape.Fields;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The schema of nokube's own configuration: any record. Nothing has a default.
public final class ConfigSchema {
  private static final Shapes SHAPES = new Shapes(Dialect.CONFIG, fields -> fields);

  private ConfigSchema() {}

  /// What a text of the type may have.
  public static Fields shape(Class<? extends Record> type) {
    return SHAPES.ofRecord(type);
  }

  /// The record that a tree says; empty if it doesn't fit or breaks a rule, which is then said in
  /// full.
  public static <T extends Record> Optional<T> read(
      Class<T> type, Located tree, ConfigRules rules, Consumer<Problem> problems) {
    Fields fields = SHAPES.ofRecord(type);
    List<Problem> misfits = new ArrayList<>();
    new Fit(Dialect.CONFIG, Vocabulary.NONE, rules::hides, misfits::add)
        .check(FieldPath.ROOT, tree, fields);
    List<Problem> found = tree instanceof Mapping object ? rules.judge(object, misfits) : misfits;
    found.forEach(problems);
    return found.isEmpty() && tree instanceof Mapping mapping
        ? new Assembly(problems).record(FieldPath.ROOT, mapping, fields).map(type::cast)
        : Optional.empty();
  }
}
