package io.nokube.model.defaults;

import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Position;
import io.nokube.model.text.ScalarType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One row of the table.
///
/// @param of whose field it is
/// @param path from there, such as `containers[*].ports[*].protocol`; what leads to the field must
///   be there for the default to apply
/// @param rule what the field becomes
/// @param says the rule in words, for the documentation
public record Default(Target of, String path, Rule rule, String says) {

  /// Where a path begins.
  public enum Target {
    POD_SPEC("Pod `spec`, and `spec.template.spec` of Deployment and DaemonSet"),
    DEPLOYMENT("Deployment"),
    DAEMON_SET("DaemonSet"),
    SECRET("Secret");

    private final String says;

    Target(String says) {
      this.says = says;
    }

    public String says() {
      return says;
    }
  }

  /// Decides what a field becomes.
  public interface Rule {
    /// The field's new value; empty if it stays as it is.
    ///
    /// @param target the object where the path began
    /// @param parent the object that has the field, or lacks it
    Optional<Located> value(Mapping target, Mapping parent, String field);
  }

  /// The path's names.
  List<String> way() {
    return List.of(path.split("\\.", -1));
  }

  static Default text(Target of, String path, String value) {
    return new Default(
        of, path, whenAbsent(ScalarType.TEXT, value), value.isEmpty() ? "empty" : code(value));
  }

  static Default number(Target of, String path, long value) {
    return number(of, path, value, code(Long.toString(value)));
  }

  static Default number(Target of, String path, long value, String says) {
    return new Default(of, path, whenAbsent(ScalarType.WHOLE, Long.toString(value)), says);
  }

  /// An empty object, whose own fields have defaults below.
  static Default object(Target of, String path) {
    return new Default(
        of,
        path,
        (target, parent, field) -> absent(parent, field).map(at -> new Mapping(at, Map.of())),
        "an object with the defaults below");
  }

  static Optional<Position> absent(Mapping parent, String field) {
    return parent.get(field).isPresent() ? Optional.empty() : Optional.of(parent.at());
  }

  private static Rule whenAbsent(ScalarType type, String value) {
    return (target, parent, field) -> absent(parent, field).map(at -> new Scalar(at, type, value));
  }

  private static String code(String value) {
    return "`" + value + "`";
  }
}
