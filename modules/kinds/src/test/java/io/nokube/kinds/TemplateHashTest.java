package io.nokube.kinds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.testing.Things;
import io.nokube.model.core.PodTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplateHashTest {
  private final PodTemplate template = Things.template("web", "busybox:1");

  @Test
  void equalTemplatesHaveEqualHashesWhateverTheOrderOfTheirLabels() {
    Map<String, String> oneWay = new LinkedHashMap<>();
    oneWay.put("a", "1");
    oneWay.put("b", "2");
    Map<String, String> otherWay = new LinkedHashMap<>();
    otherWay.put("b", "2");
    otherWay.put("a", "1");
    assertThat(TemplateHash.of(labelled(oneWay))).isEqualTo(TemplateHash.of(labelled(otherWay)));
  }

  private PodTemplate labelled(Map<String, String> labels) {
    return new PodTemplate(template.metadata().withLabels(labels), template.spec());
  }

  @Test
  void anotherImageHasAnotherHash() {
    assertThat(TemplateHash.of(Things.template("web", "busybox:2")))
        .isNotEqualTo(TemplateHash.of(template));
  }

  /// Pods carry it: were it to change, an upgrade of nokube would replace every pod there is.
  @Test
  void theHashOfATemplateStaysTheSameFromVersionToVersion() {
    assertThat(TemplateHash.of(template)).isEqualTo("6b454c94c8");
  }

  @Test
  void isFnv32a() {
    assertThat(TemplateHash.fnv32a(new byte[0])).isEqualTo(0x811c9dc5);
    assertThat(TemplateHash.fnv32a("a".getBytes(UTF_8))).isEqualTo(0xe40c292c);
    assertThat(TemplateHash.fnv32a("foobar".getBytes(UTF_8))).isEqualTo(0xbf9cf968);
  }

  @Test
  void isEncodedAsUpstreamDoes() {
    assertThat(TemplateHash.encoded("0123456789")).isEqualTo("456789bcdf");
  }

  @Test
  void chanceUsesTheSameLetters() {
    assertThat(TemplateHash.chance(new Random(1), 200))
        .hasSize(200)
        .matches("[bcdfghjklmnpqrstvwxz2456789]+");
  }
}
