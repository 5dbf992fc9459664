package io.nokube.model.text;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/// The few YAML tags there are use for: `!!str` and its like.
final class YamlTag {
  private static final String STANDARD = "tag:yaml.org,2002:";

  private YamlTag() {}

  static ScalarType scalarType(Position at, ScalarEvent event) {
    Optional<String> tag = event.getTag();
    if (tag.isEmpty()) {
      return event.isPlain() ? PlainScalar.typeOf(event.getValue()) : ScalarType.TEXT;
    }
    ScalarType untagged = PlainScalar.typeOf(event.getValue());
    return switch (tag.get()) {
      case "!", STANDARD + "str" -> ScalarType.TEXT;
      case STANDARD + "int" -> mustBe(at, "!!int", untagged, ScalarType.WHOLE);
      case STANDARD + "float" ->
          mustBe(
              at,
              "!!float",
              untagged == ScalarType.WHOLE ? ScalarType.FRACTION : untagged,
              ScalarType.FRACTION);
      case STANDARD + "bool" -> mustBe(at, "!!bool", untagged, ScalarType.TRUTH);
      case STANDARD + "null" -> mustBe(at, "!!null", untagged, ScalarType.NOTHING);
      default -> throw unknown(at, tag.get());
    };
  }

  static void checkCollection(Position at, Optional<String> tag) {
    if (tag.isPresent()
        && !tag.get().equals("!")
        && !tag.get().equals(STANDARD + "map")
        && !tag.get().equals(STANDARD + "seq")) {
      throw unknown(at, tag.get());
    }
  }

  private static ScalarType mustBe(Position at, String tag, ScalarType found, ScalarType wanted) {
    if (found != wanted) {
      throw new Refusal(at, "the value is no " + tag + ": correct it, or remove the tag");
    }
    return wanted;
  }

  private static Refusal unknown(Position at, String tag) {
    return new Refusal(
        at,
        "tag %s isn't supported: remove it"
            .formatted(tag.startsWith(STANDARD) ? "!!" + tag.substring(STANDARD.length()) : tag));
  }
}
