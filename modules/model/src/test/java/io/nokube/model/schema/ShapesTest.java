package io.nokube.model.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.nokube.model.meta.IntOrPercent;
import io.nokube.model.meta.Quantity;
import io.nokube.model.schema.Shape.Component;
import io.nokube.model.schema.Shape.Fields;
import io.nokube.model.schema.Shape.Parsed;
import io.nokube.model.schema.Shape.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ShapesTest {
  private final Shapes kubernetes = new Shapes(Dialect.KUBERNETES, UnaryOperator.identity());
  private final Shapes config = new Shapes(Dialect.CONFIG, UnaryOperator.identity());

  record Plain(
      String text,
      int count,
      Integer boxedCount,
      long wide,
      Long boxedWide,
      boolean truth,
      Boolean boxedTruth,
      double fraction,
      Double boxedFraction,
      IntOrPercent share) {}

  @Test
  void plainTypesHaveShapesOfTheirOwn() {
    assertThat(shapes(kubernetes.ofRecord(Plain.class)))
        .containsExactly(
            Map.entry("text", new Shape.Text()),
            Map.entry("count", new Shape.Whole(false)),
            Map.entry("boxedCount", new Shape.Whole(false)),
            Map.entry("wide", new Shape.Whole(true)),
            Map.entry("boxedWide", new Shape.Whole(true)),
            Map.entry("truth", new Shape.Truth()),
            Map.entry("boxedTruth", new Shape.Truth()),
            Map.entry("fraction", new Shape.Fraction()),
            Map.entry("boxedFraction", new Shape.Fraction()),
            Map.entry("share", new Shape.CountOrPercent()));
  }

  record Inner(String name) {}

  record Outer(Optional<Long> maybe, List<Inner> many, Map<String, String> byKey) {}

  @Test
  void collectionsHoldTheirItemsShape() {
    assertThat(shapes(kubernetes.ofRecord(Outer.class)))
        .containsExactly(
            Map.entry("maybe", new Shape.Maybe(new Shape.Whole(true))),
            Map.entry("many", new Shape.Many(kubernetes.ofRecord(Inner.class))),
            Map.entry("byKey", new Shape.ByKey(new Shape.Text())));
  }

  @Test
  void aRecordIsDerivedOnceAndMadeByItsConstructor() throws ReflectiveOperationException {
    Fields inner = kubernetes.ofRecord(Inner.class);

    assertThat(kubernetes.ofRecord(Inner.class)).isSameAs(inner);
    assertThat(inner.constructor().newInstance("web")).isEqualTo(new Inner("web"));
  }

  record Timed(Duration orphanGrace, Instant since, Quantity memory) {}

  @Test
  void parsedTypesAreMadeOfText() {
    Map<String, Shape> shapes = shapes(kubernetes.ofRecord(Timed.class));

    assertThat(parsed(shapes, "orphanGrace").make().apply("10m")).isEqualTo(Duration.ofMinutes(10));
    assertThat(parsed(shapes, "since").make().apply("2026-01-02T04:04:05+01:00"))
        .isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(parsed(shapes, "memory").make().apply("1Gi")).isEqualTo(new Quantity("1Gi"));
    assertThat(parsed(shapes, "memory").numbersToo()).isTrue();
    assertThat(parsed(shapes, "since").numbersToo()).isFalse();
    assertThat(parsed(shapes, "orphanGrace").numbersToo()).isFalse();
    assertThatThrownBy(() -> parsed(shapes, "since").make().apply("today"))
        .hasMessage("\"today\" is no time: write it as 2026-01-02T03:04:05Z");
  }

  record Port(int number) {
    static Port parse(String text) {
      return new Port(Integer.parseInt(text));
    }
  }

  record Id(@JsonValue String text) {
    Id {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("no id");
      }
      if (text.equals("broken")) {
        throw new IllegalStateException("not the text's fault");
      }
    }
  }

  record Named(Port port, Id id) {}

  @Test
  void typesWithAFactoryOrOfOneTextAreMadeOfText() {
    Map<String, Shape> shapes = shapes(kubernetes.ofRecord(Named.class));

    assertThat(parsed(shapes, "port").make().apply("80")).isEqualTo(new Port(80));
    assertThat(parsed(shapes, "port").numbersToo()).isFalse();
    assertThat(parsed(shapes(config.ofRecord(Named.class)), "port").numbersToo()).isTrue();
    assertThat(parsed(shapes, "id").make().apply("a")).isEqualTo(new Id("a"));
    assertThatThrownBy(() -> parsed(shapes, "id").make().apply("")).hasMessage("no id");
    assertThatThrownBy(() -> parsed(shapes, "port").make().apply("x"))
        .isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> parsed(shapes, "id").make().apply("broken"))
        .hasMessage("a type can't be made of text");
  }

  enum Mode {
    @JsonProperty("Keep")
    KEEP,
    END_FIRST
  }

  record Modal(Mode mode) {}

  @Test
  void constantsAreWords() {
    assertThat(shapes(kubernetes.ofRecord(Modal.class)).get("mode"))
        .isEqualTo(new Word(Mode.class, Map.of("Keep", Mode.KEEP, "END_FIRST", Mode.END_FIRST)));
    assertThat(shapes(config.ofRecord(Modal.class)).get("mode"))
        .isEqualTo(new Word(Mode.class, Map.of("Keep", Mode.KEEP, "end_first", Mode.END_FIRST)));
  }

  record Said(
      @JsonProperty("type") @JsonPropertyDescription("how it is stored") String secretType,
      @JsonProperty String imageID) {}

  @Test
  void namesAndMeaningsAreAsAnnotated() {
    assertThat(kubernetes.ofRecord(Said.class).components())
        .containsExactly(
            new Component("type", new Shape.Text(), "how it is stored"),
            new Component("imageID", new Shape.Text(), ""));
  }

  record Grave(String orphanGrace) {}

  @Test
  void aConfigurationsNamesAreInSnakeCase() {
    assertThat(shapes(config.ofRecord(Grave.class))).containsOnlyKeys("orphan_grace");
    assertThat(Dialect.CONFIG.field("onIsolation")).isEqualTo("on_isolation");
    assertThat(Dialect.CONFIG.word("VIRTUAL_THREAD")).isEqualTo("virtual_thread");
    assertThat(Dialect.CONFIG.numbersAreText()).isTrue();
    assertThat(Dialect.KUBERNETES.field("onIsolation")).isEqualTo("onIsolation");
    assertThat(Dialect.KUBERNETES.word("Always")).isEqualTo("Always");
    assertThat(Dialect.KUBERNETES.numbersAreText()).isFalse();
  }

  @Test
  void whatATextMayHaveCanBeAdjusted() {
    Shapes more =
        new Shapes(
            Dialect.KUBERNETES,
            fields -> {
              Map<String, Shape> accepted = new LinkedHashMap<>(fields.accepted());
              accepted.put("extra", new Shape.Dropped());
              return fields.accepting(accepted);
            });

    assertThat(more.ofRecord(Inner.class).accepted()).containsOnlyKeys("name", "extra");
    assertThat(more.ofRecord(Inner.class).components()).hasSize(1);
  }

  record Odd(Thread thread) {}

  record Odder(Set<String> names) {}

  record Oddest(Map<Integer, String> byNumber) {}

  @Test
  void whatNoTextIsReadIntoIsRefused() {
    assertThatThrownBy(() -> kubernetes.ofRecord(Odd.class))
        .hasMessage("no text is ever read into class java.lang.Thread");
    assertThatThrownBy(() -> kubernetes.ofRecord(Odder.class))
        .hasMessage("no text is ever read into java.util.Set<java.lang.String>");
    assertThatThrownBy(() -> kubernetes.ofRecord(Oddest.class))
        .hasMessageContaining("no text is ever read into java.util.Map");
  }

  private static Map<String, Shape> shapes(Fields fields) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    fields.components().forEach(each -> shapes.put(each.name(), each.shape()));
    assertThat(fields.accepted()).isEqualTo(shapes);
    return shapes;
  }

  private static Parsed parsed(Map<String, Shape> shapes, String name) {
    return (Parsed) shapes.get(name);
  }
}
