package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.SourceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BelongingTest {
  private static ClusterFile file;

  /// Of three heads.
  @BeforeAll
  static void read() throws IOException {
    byte[] text = Files.readAllBytes(Path.of("../../examples/clusters/three-hosts.yaml"));
    file =
        switch (ClusterFile.read(new SourceName("cluster.yaml"), text)) {
          case StrictConfig.Read<ClusterFile>(ClusterFile read) -> read;
          case StrictConfig.Refused<ClusterFile> refused -> throw new AssertionError(refused);
        };
  }

  /// A head with all that the cluster trusts.
  private static ObjectNode head(String id) {
    ObjectNode look = new JsonMapper().createObjectNode();
    look.putObject("node").put("cluster", "shop").put("id", id).put("node", "n");
    ObjectNode files = look.putObject("files");
    Authorities.FILES.forEach(file -> files.put(file, "hash"));
    return look;
  }

  private static Seen whole() {
    return Seen.of(head("1"));
  }

  private static Seen accepted(String hash) {
    ObjectNode head = head("1");
    ((ObjectNode) head.path("files")).put(Authorities.ACCEPTED, hash);
    return Seen.of(head);
  }

  @Test
  void bareHostsBelongToNone() {
    assertThat(Belonging.of(file, Map.of("n1", Seen.BARE, "n2", Seen.BARE)))
        .isInstanceOf(Belonging.ToNone.class);
  }

  /// Of those that have all, one that has accepted a file tells which.
  @Test
  void aHeadThatARunWasCutShortOnIsNotAskedForTheFile() {
    assertThat(Belonging.of(file, Map.of("n1", whole(), "n2", accepted("a"), "n3", accepted("a"))))
        .isEqualTo(new Belonging.To("1", "n2"));
    assertThat(Belonging.of(file, Map.of("n1", whole(), "n2", whole())))
        .isEqualTo(new Belonging.To("1", "n1"));
  }

  @Test
  void headsOfDifferentClustersAreRefused() {
    assertThat(Belonging.of(file, Map.of("n1", whole(), "n2", Seen.of(head("2")))))
        .isInstanceOf(Belonging.Refused.class);
  }

  @Test
  void headsThatAcceptedDifferentFilesDisagree() {
    assertThat(Belonging.disagree(file, Map.of("n1", accepted("a"), "n2", accepted("b")))).isTrue();
    assertThat(Belonging.disagree(file, Map.of("n1", accepted("a"), "n2", accepted("a"))))
        .isFalse();
    assertThat(Belonging.disagree(file, Map.of("n1", accepted("a"), "n2", whole()))).isFalse();
  }
}
