package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
}
