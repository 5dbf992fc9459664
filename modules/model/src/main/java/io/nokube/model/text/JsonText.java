package io.nokube.model.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.nokube.model.text.Located.Entry;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Located.Sequence;
import io.nokube.model.text.Problem.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON to trees. Several values may follow one another.
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final SourceName source;
  private final JsonParser in;
  private final Budget budget = new Budget();
  private final List<Problem> problems = new ArrayList<>();

  private JsonText(SourceName source, JsonParser in) {
    this.source = source;
    this.in = in;
  }

  static TextRead read(SourceName source, String text) {
    try (JsonParser in = FACTORY.createParser(text)) {
      return new JsonText(source, in).documents();
    } catch (IOException e) {
      throw new UncheckedIOException("JSON in memory can always be read", e);
    }
  }

  private TextRead documents() throws IOException {
    List<Located> documents = new ArrayList<>();
    try {
      while (in.nextToken() != null) {
        documents.add(value(FieldPath.ROOT, 0));
      }
    } catch (Refusal e) {
      problems.add(e.problem());
    } catch (JsonProcessingException e) {
      problems.add(new Problem(at(e.getLocation()), "", Reason.MALFORMED, "not JSON: " + said(e)));
    }
    return new TextRead(documents, problems);
  }

  private Located value(FieldPath path, int depth) throws IOException {
    Position at = at(in.currentTokenLocation());
    return switch (in.currentToken()) {
      case START_OBJECT -> mapping(path, at, depth + 1);
      case START_ARRAY -> sequence(path, at, depth + 1);
      case VALUE_STRING -> scalar(at, ScalarType.TEXT);
      case VALUE_NUMBER_INT -> scalar(at, ScalarType.WHOLE);
      case VALUE_NUMBER_FLOAT -> scalar(at, ScalarType.FRACTION);
      case VALUE_TRUE, VALUE_FALSE -> scalar(at, ScalarType.TRUTH);
      case VALUE_NULL -> scalar(at, ScalarType.NOTHING);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + in.currentToken());
    };
  }

  private Scalar scalar(Position at, ScalarType type) throws IOException {
    String text = in.getText();
    budget.scalar(at, text);
    return new Scalar(at, type, text);
  }

  private Mapping mapping(FieldPath path, Position at, int depth) throws IOException {
    budget.collection(at, depth);
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      Position keyAt = at(in.currentTokenLocation());
      budget.scalar(keyAt, key);
      in.nextToken();
      FieldPath below = path.keyOrField(key);
      Entry entry = new Entry(keyAt, value(below, depth));
      Entry first = entries.putIfAbsent(key, entry);
      if (first != null) {
        problems.add(DuplicateKey.of(below, keyAt, first.at()));
      }
    }
    return new Mapping(at, entries);
  }

  private Sequence sequence(FieldPath path, Position at, int depth) throws IOException {
    budget.collection(at, depth);
    List<Located> items = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(path.item(items.size()), depth));
    }
    return new Sequence(at, items);
  }

  /// Jackson's message without the offending token's text, which may be part of a secret.
  private static String said(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    return message.startsWith("Unrecognized token")
        ? "a bare word stands where a value should: put text in double quotes"
        : message;
  }

  private Position at(JsonLocation location) {
    return new Position(source, location.getLineNr(), location.getColumnNr());
  }
}
