package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.SourceName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EtcdWorkTest {
  private static JsonNode members() throws JsonProcessingException {
    return new JsonMapper()
        .readTree(
            """
            [{"id":"1","name":"n1","peerUrls":["https://10.0.0.9:2380"]},
             {"id":"2","name":"n2","peerUrls":["https://10.0.0.2:2380"]},
             {"id":"3","name":"","peerUrls":["https://10.0.0.3:2380"]}]
            """);
  }

  @Test
  void aMemberIsKnownByItsNameThoughItsAddressIsAnother() throws JsonProcessingException {
    assertThat(EtcdWork.idsOf(members(), "n1", "https://10.0.0.7:2380")).containsExactly("1");
  }

  @Test
  void oneThatNeverStartedIsKnownByItsAddress() throws JsonProcessingException {
    assertThat(EtcdWork.idsOf(members(), "n3", "https://10.0.0.3:2380")).containsExactly("3");
  }

  @Test
  void whoIsNoMemberIsNone() throws JsonProcessingException {
    assertThat(EtcdWork.idsOf(members(), "n4", "https://10.0.0.4:2380")).isEmpty();
  }

  /// A head that is left out is none of its members, nor is anybody.
  @Test
  void fromAnExternalEtcdNobodyLeaves() throws IOException {
    String text =
        Files.readString(Path.of("../../examples/clusters/one-host.yaml"))
            .replaceFirst(
                "(?s)  members: .*peer_port: 2380\n",
                """
                  external:
                    endpoints: ["https://10.0.0.5:2379"]
                    ca_file: ~/ca.crt
                    cert_file: ~/own.crt
                    key_file: ~/own.key
                """)
            .replaceFirst("  quota_backend_bytes: .*\n", "");
    FleetPlan plan = new FleetPlan(List.of(), new Founding(Map.of(), List.of()), List.of());

    assertThatCode(new EtcdWork(file(text), plan, Map.of(), Map.of(), new Fleet(1))::leave)
        .doesNotThrowAnyException();
  }

  private static ClusterFile file(String text) {
    return switch (ClusterFile.read(
        new SourceName("cluster.yaml"), text.getBytes(StandardCharsets.UTF_8))) {
      case StrictConfig.Read<ClusterFile>(ClusterFile read) -> read;
      case StrictConfig.Refused<ClusterFile> refused -> throw new AssertionError(refused);
    };
  }
}
