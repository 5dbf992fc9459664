package io.nokube.api;

import io.nokube.model.KubeObject;
import io.vertx.core.MultiMap;

/// What a request selects and how it wants it shown.
///
/// @param shape objects, or a Table and which objects its rows carry
record Query(LabelQuery labels, FieldQuery fields, Shape shape, MultiMap parameters) {

  sealed interface Shape {
    record Objects() implements Shape {}

    record Table(String includeObject) implements Shape {}
  }

  /// @throws IllegalArgumentException if a selector can't be read
  static Query of(MultiMap parameters, String accept) {
    Shape shape =
        accept.contains("as=Table")
            ? new Shape.Table(text(parameters, "includeObject", "Metadata"))
            : new Shape.Objects();
    return new Query(
        LabelQuery.parse(text(parameters, "labelSelector", "")),
        FieldQuery.parse(text(parameters, "fieldSelector", "")),
        shape,
        parameters);
  }

  boolean selects(KubeObject object) {
    return labels.matches(object.metadata().labels()) && fields.matches(object);
  }

  boolean flag(String name) {
    String value = parameters.get(name);
    return value != null && !value.equals("false") && !value.equals("0");
  }

  String text(String name) {
    return text(parameters, name, "");
  }

  /// A number; negative if it isn't given.
  ///
  /// @throws IllegalArgumentException if it is no number
  long number(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      return -1;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(
          "parameter %s: \"%s\" is no whole number".formatted(name, text));
    }
    return Long.parseLong(text);
  }

  private static String text(MultiMap parameters, String name, String otherwise) {
    String value = parameters.get(name);
    return value == null ? otherwise : value;
  }
}
