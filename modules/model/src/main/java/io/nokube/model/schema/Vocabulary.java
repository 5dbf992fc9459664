package io.nokube.model.schema;

import io.nokube.model.text.FieldPath;
import java.util.List;

/// Names that are known though no record has them.
interface Vocabulary {
  /// Whether the field is known, and not supported.
  boolean hasUnsupported(FieldPath path);

  /// The names that are known beside this one, supported or not.
  List<String> siblings(FieldPath path);

  /// No names but the record's.
  Vocabulary NONE =
      new Vocabulary() {
        @Override
        public boolean hasUnsupported(FieldPath path) {
          return false;
        }

        @Override
        public List<String> siblings(FieldPath path) {
          return List.of();
        }
      };
}
