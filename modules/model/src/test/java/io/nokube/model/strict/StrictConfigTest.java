package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.nokube.model.ClusterName;
import io.nokube.model.text.Problem;
import io.nokube.model.text.SourceName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrictConfigTest {
  private static final String TEXT =
      """
      cluster: demo
      etcd_endpoints: ["http://127.0.0.1:2379"]
      on_isolation: keep
      orphan_grace: 10m
      nodes:
        n1:
          cpus: 2
          share: 0.5
          threads: virtual_thread
      """;

  record Config(
      ClusterName cluster,
      List<String> etcdEndpoints,
      OnIsolation onIsolation,
      Duration orphanGrace,
      Map<String, NodeShare> nodes,
      Optional<String> proxy) {}

  record NodeShare(
      int cpus,
      @JsonPropertyDescription("How much of a core it may use.") double share,
      Threads threads) {
    NodeShare {
      if (cpus < 1) {
        throw new IllegalArgumentException("cpus must be at least 1, not " + cpus);
      }
    }
  }

  enum OnIsolation {
    KEEP,
    STOP
  }

  enum Threads {
    EVENT_LOOP,
    VIRTUAL_THREAD
  }

  @Test
  void aRecordIsItsOwnSchema() {
    assertThat(StrictConfig.read(new SourceName("c.yaml"), TEXT, Config.class))
        .isEqualTo(
            new StrictConfig.Read<>(
                new Config(
                    new ClusterName("demo"),
                    List.of("http://127.0.0.1:2379"),
                    OnIsolation.KEEP,
                    Duration.ofMinutes(10),
                    Map.of("n1", new NodeShare(2, 0.5, Threads.VIRTUAL_THREAD)),
                    Optional.empty())));
  }

  @Test
  void allThatIsWrongIsSaidAtOnceInTheOrderOfTheText() {
    assertThat(
            problems(
                """
                cluster: Demo!
                on_isolation: Stop
                orphan_grace: 10 minutes
                orphan_grce: 1s
                nodes:
                  n1:
                    cpus: two
                    threads:
                """))
        .containsExactly(
            "c.yaml:1:1: etcd_endpoints: missing; nokube has no default for it",
            "c.yaml:1:10: cluster: Invalid value: \"Demo!\": is no name: use at most 63 of a-z, 0-9 and '-', beginning and ending with a letter or digit",
            "c.yaml:2:15: on_isolation: Unsupported value: \"Stop\": supported values: \"keep\", \"stop\"",
            "c.yaml:3:15: orphan_grace: Invalid value: \"10 minutes\": is no duration: write a whole number and its unit, such as 500ms, 2s, 10m, 1h or 7d",
            "c.yaml:4:1: orphan_grce: unknown key; did you mean orphan_grace?",
            "c.yaml:7:5: nodes[n1].share: missing; nokube has no default for it: How much of a core it may use.",
            "c.yaml:7:11: nodes[n1].cpus: expected a whole number, found text \"two\"",
            "c.yaml:8:5: nodes[n1].threads: has no value: give it one, or remove the key");
  }

  @Test
  void whatAConstructorRefusesIsSaidAtItsPlace() {
    assertThat(problems(TEXT.replace("cpus: 2", "cpus: 0")))
        .containsExactly("c.yaml:7:5: nodes[n1]: cpus must be at least 1, not 0");
  }

  @Test
  void anEmptyTextHasNothingToGoBy() {
    assertThat(problems("# nothing\n"))
        .containsExactly(
            "c.yaml:1:1: is empty: every setting must be written down; none has a default");
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(problems(TEXT + "---\na: b\n"))
        .containsExactly(
            "c.yaml:11:1: a second document: a configuration has one; remove the '---' or the rest");
  }

  private static List<String> problems(String text) {
    return switch (StrictConfig.read(new SourceName("c.yaml"), text, Config.class)) {
      case StrictConfig.Read<Config> read -> List.of();
      case StrictConfig.Refused<Config> refused ->
          refused.problems().stream().map(Problem::toString).toList();
    };
  }
}
