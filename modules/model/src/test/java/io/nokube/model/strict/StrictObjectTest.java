package io.nokube.model.strict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nokube.model.ResourceType;
import io.nokube.model.core.Namespace;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrictObjectTest {
  @Test
  void anObjectNeedNotSayItsKindButMayNotSayAnother() {
    assertThat(problems(ResourceType.CONFIG_MAP, "{\"metadata\":{\"name\":\"a\"}}")).isEmpty();
    assertThat(
            problems(ResourceType.CONFIG_MAP, "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}}"))
        .extracting(Problem::toString)
        .containsExactly(
            "request body:1:9: kind: Invalid value: \"Pod\": must be ConfigMap, since the request is for configmaps");
  }

  @Test
  void problemsHaveTheReasonOfAStatusCause() {
    assertThat(
            problems(
                ResourceType.POD,
                """
                {"metadata":{"name":"a"},"spec":{"containers":[{"name":"a","image":"b","imge":"c","stdin":true,
                  "ports":[{"containerPort":0},{"containerPort":"80"}],"imagePullPolicy":"x"},{"image":"b"}]}}
                """))
        .extracting(Problem::path, Problem::reason)
        .containsExactly(
            tuple("spec.containers[0].imge", Reason.UNKNOWN),
            tuple("spec.containers[0].stdin", Reason.NOT_SUPPORTED),
            tuple("spec.containers[0].ports[0].containerPort", Reason.INVALID),
            tuple("spec.containers[0].ports[1].containerPort", Reason.WRONG_TYPE),
            tuple("spec.containers[0].imagePullPolicy", Reason.NOT_A_CHOICE),
            tuple("spec.containers[1].name", Reason.REQUIRED));
  }

  @Test
  void theStatusIsLeftOutUnlessItIsWhatIsWritten() {
    byte[] body =
        "{\"metadata\":{\"name\":\"a\"},\"status\":{\"phase\":\"Active\"}}".getBytes(UTF_8);

    assertThat(namespace(StrictObject.read(ResourceType.NAMESPACE, body, "")).status().phase())
        .isEmpty();
    assertThat(
            namespace(StrictObject.readWithStatus(ResourceType.NAMESPACE, body, ""))
                .status()
                .phase())
        .isEqualTo("Active");
  }

  @Test
  void aNameMayBeMadeUpByTheServer() {
    assertThat(problems(ResourceType.CONFIG_MAP, "{\"metadata\":{\"generateName\":\"a-\"}}"))
        .isEmpty();
  }

  @Test
  void whatIsNotOneJsonObjectIsRefused() {
    for (String body : List.of("", "[]", "{} {}", "kind: Pod")) {
      assertThat(problems(ResourceType.POD, body)).as(body).hasSize(1);
    }
  }

  private static Namespace namespace(StrictObject read) {
    return (Namespace) ((StrictObject.Read) read).object();
  }

  private static List<Problem> problems(ResourceType type, String json) {
    return switch (StrictObject.read(type, json.getBytes(UTF_8), "default")) {
      case StrictObject.Read read -> List.of();
      case StrictObject.Refused refused -> refused.problems();
    };
  }
}
