package io.nokube.model.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.model.meta.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {
  private static final Map<String, String> LABELS = Map.of("app", "web", "size", "5", "zone", "");

  @ParameterizedTest
  @CsvSource({
    "app, In, web, true",
    "app, In, db, false",
    "none, In, web, false",
    "app, NotIn, web, false",
    "app, NotIn, db, true",
    "none, NotIn, web, true",
    "size, Gt, 4, true",
    "size, Gt, 5, false",
    "size, Gt, -6, true",
    "size, Lt, 6, true",
    "size, Lt, 5, false",
    "app, Gt, 0, false",
    "app, Lt, 9, false",
    "none, Gt, 0, false",
    "none, Lt, 0, false"
  })
  void operatorsWithAValue(String key, String operator, String value, boolean matches) {
    assertThat(new Requirement(key, operator, List.of(value)).matches(LABELS)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "zone, Exists, true",
    "none, Exists, false",
    "zone, DoesNotExist, false",
    "none, DoesNotExist, true"
  })
  void operatorsWithout(String key, String operator, boolean matches) {
    assertThat(new Requirement(key, operator, List.of()).matches(LABELS)).isEqualTo(matches);
  }

  @Test
  void allLabelsAndAllExpressionsMustHold() {
    Requirement web = new Requirement("app", "In", List.of("db", "web"));
    Requirement none = new Requirement("none", "Exists", List.of());

    assertThat(new LabelSelector(Map.of(), List.of()).matches(Map.of())).isTrue();
    assertThat(new LabelSelector(Map.of("app", "web"), List.of(web)).matches(LABELS)).isTrue();
    assertThat(new LabelSelector(Map.of("app", "db"), List.of(web)).matches(LABELS)).isFalse();
    assertThat(new LabelSelector(Map.of("app", "web"), List.of(web, none)).matches(LABELS))
        .isFalse();
  }

  @Test
  void anOperatorThatIsNoneIsNotPassedOver() {
    assertThatThrownBy(() -> new Requirement("app", "Like", List.of("w")).matches(LABELS))
        .hasMessage("no such operator: Like");
  }
}
