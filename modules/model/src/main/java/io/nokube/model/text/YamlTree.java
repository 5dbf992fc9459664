package io.nokube.model.text;

import io.nokube.model.text.Located.Entry;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Located.Sequence;
import io.nokube.model.text.Problem.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.parser.Parser;

/// Composes trees of a parser's events: aliases replaced, merge keys (`<<`) merged.
final class YamlTree {
  private final Parser parser;
  private final SourceName source;
  private final int linesBefore;
  private final Budget budget;
  private final List<Problem> problems;
  private final Map<String, Anchored> anchors = new HashMap<>();

  /// A value that has a name, and what it cost.
  private record Anchored(Located value, Budget.Spent cost) {}

  /// @param linesBefore what to add to the parser's lines
  YamlTree(
      Parser parser, SourceName source, int linesBefore, Budget budget, List<Problem> problems) {
    this.parser = parser;
    this.source = source;
    this.linesBefore = linesBefore;
    this.budget = budget;
    this.problems = problems;
  }

  void readInto(List<Located> documents) {
    parser.next();
    while (!parser.checkEvent(Event.ID.StreamEnd)) {
      anchors.clear();
      parser.next();
      Located document = value(FieldPath.ROOT, 0);
      parser.next();
      if (!Located.isNothing(document)) {
        documents.add(document);
      }
    }
  }

  private Located value(FieldPath path, int depth) {
    Event event = parser.next();
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    Budget.Spent before = budget.spent();
    Located value = own(path, event, depth);
    ((NodeEvent) event)
        .getAnchor()
        .ifPresent(anchor ->
            anchors.put(anchor.getValue(), new Anchored(value, budget.spent().since(before))));
    return value;
  }

  private Located own(FieldPath path, Event event, int depth) {
    Position at = at(event);
    return switch (event.getEventId()) {
      case Scalar -> scalar(at, (ScalarEvent) event);
      case MappingStart -> mapping(path, at, (CollectionStartEvent) event, depth + 1);
      case SequenceStart -> sequence(path, at, (CollectionStartEvent) event, depth + 1);
      case Alias,
          Comment,
          DocumentEnd,
          DocumentStart,
          MappingEnd,
          SequenceEnd,
          StreamEnd,
          StreamStart ->
          throw new IllegalStateException("no value begins with " + event.getEventId());
    };
  }

  private Located aliased(AliasEvent event) {
    Anchor name = event.getAlias();
    Anchored anchored = anchors.get(name.getValue());
    if (anchored == null) {
      throw new Refusal(
          at(event),
          "alias *%s stands for nothing yet: give the value its name &%s above, not around, this line"
              .formatted(name.getValue(), name.getValue()));
    }
    budget.spend(at(event), anchored.cost());
    return anchored.value();
  }

  private Scalar scalar(Position at, ScalarEvent event) {
    budget.scalar(at, event.getValue());
    return new Scalar(at, YamlTag.scalarType(at, event), event.getValue());
  }

  private Sequence sequence(FieldPath path, Position at, CollectionStartEvent event, int depth) {
    YamlTag.checkCollection(at, event.getTag());
    budget.collection(at, depth);
    List<Located> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(value(path.item(items.size()), depth));
    }
    parser.next();
    return new Sequence(at, items);
  }

  private Mapping mapping(FieldPath path, Position at, CollectionStartEvent event, int depth) {
    YamlTag.checkCollection(at, event.getTag());
    budget.collection(at, depth);
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<Located> merged = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Position keyAt = at(parser.peekEvent());
      boolean merge = isMergeKey(parser.peekEvent());
      Optional<String> key = key(path, keyAt, value(path, depth));
      Located value = value(key.map(path::keyOrField).orElse(path), depth);
      if (merge) {
        merged.add(value);
      } else if (key.isPresent()) {
        put(path, entries, key.get(), new Entry(keyAt, value));
      }
    }
    parser.next();
    merged.forEach(value -> merge(path, entries, value));
    return new Mapping(at, entries);
  }

  private void put(FieldPath path, Map<String, Entry> entries, String key, Entry entry) {
    Entry first = entries.putIfAbsent(key, entry);
    if (first != null) {
      problems.add(DuplicateKey.of(path.keyOrField(key), entry.at(), first.at()));
    }
  }

  private static boolean isMergeKey(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.isPlain()
        && scalar.getValue().equals("<<");
  }

  private void merge(FieldPath path, Map<String, Entry> entries, Located value) {
    switch (value) {
      case Mapping mapping -> mapping.entries().forEach(entries::putIfAbsent);
      case Sequence sequence -> sequence.items().forEach(item -> merge(path, entries, item));
      case Scalar scalar ->
          problems.add(
              new Problem(
                  scalar.at(),
                  path.field("<<").toString(),
                  Reason.WRONG_TYPE,
                  "expected an object to merge, found " + scalar.kind()));
    }
  }

  private Optional<String> key(FieldPath path, Position at, Located key) {
    if (!(key instanceof Scalar scalar)) {
      problems.add(
          new Problem(
              at,
              path.toString(),
              Reason.WRONG_TYPE,
              "expected text as a key, found " + key.kind() + ": check braces and the '?'"));
      return Optional.empty();
    }
    boolean asWritten =
        scalar.type() == ScalarType.TEXT
            || (scalar.type() == ScalarType.WHOLE
                && Numbers.whole(scalar.text())
                    .filter(number -> number.toString().equals(scalar.text()))
                    .isPresent());
    if (!asWritten) {
      problems.add(
          new Problem(
              at,
              path.toString(),
              Reason.WRONG_TYPE,
              "expected text as a key, found %s: YAML changes it; put the key in quotes"
                  .formatted(scalar.description())));
    }
    return Optional.of(scalar.text());
  }

  private Position at(Event event) {
    return event
        .getStartMark()
        .map(mark -> new Position(source, linesBefore + mark.getLine() + 1, mark.getColumn() + 1))
        .orElseThrow(() -> new IllegalStateException("events have marks, as set"));
  }
}
