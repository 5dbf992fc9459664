package io.nokube.model.schema;

import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Problem;
import java.util.List;

/// Rules of one configuration beyond its record: those between its settings. They see the tree, so
/// that each problem has its place, and that they are checked even where something else is wrong.
public interface ConfigRules {
  /// None but the record's.
  ConfigRules NONE =
      new ConfigRules() {
        @Override
        public boolean hides(FieldPath path, Located value) {
          return false;
        }

        @Override
        public List<Problem> judge(Mapping tree, List<Problem> misfits) {
          return misfits;
        }
      };

  /// Whether no message may show this value.
  boolean hides(FieldPath path, Located value);

  /// All that is to be said of a tree.
  ///
  /// @param tree may be of any form: what is ill-typed is among the misfits, and passed over
  /// @param misfits what doesn't fit the record
  List<Problem> judge(Mapping tree, List<Problem> misfits);
}
