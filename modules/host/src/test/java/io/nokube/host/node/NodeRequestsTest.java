package io.nokube.host.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.RequestFields;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeRequestsTest {

  @Test
  void aPathThatLeadsOutOfTheWorkspaceIsRefused() {
    assertThat(
            problems(
                "place-files",
                """
                {"workspace":"/var/lib/nokube","node":{"cluster":"demo","id":"i","node":"n1"},
                 "files":[{"from":"/a","to":"../b","mode":"0600"}],"remove":["/etc/passwd"],
                 "deadlineSeconds":1}
                """))
        .containsExactly(
            "in `files`[0]: field `to` is a relative path inside the workspace, not \"../b\"",
            "field `remove` is a relative path inside the workspace, not \"/etc/passwd\"");
  }

  @Test
  void aWorkspaceIsAFolderOfItsOwn() {
    for (var workspace : List.of("/", "/etc", "/var/../etc")) {
      assertThat(
              problems(
                  "read-authority",
                  "{\"workspace\":\"%s\",\"deadlineSeconds\":1}".formatted(workspace)))
          .singleElement()
          .asString()
          .startsWith("field `workspace` is a folder of its own");
    }
  }

  @Test
  void namesThatCouldBePathsAreRefused() {
    assertThat(
            problems(
                "remove-node",
                """
                {"workspace":"/var/lib/nokube","cluster":"../x","id":"i","deadlineSeconds":1}
                """))
        .singleElement()
        .asString()
        .contains("field `cluster` matches")
        .contains("\"../x\" doesn't");
  }

  @Test
  void aRegistrysHostIsNoPath() {
    var request =
        """
        {"cluster":"demo","authorities":[{"host":"%s","from":"/s/0"}],"deadlineSeconds":1}
        """;
    for (var host : List.of("registry.example.com:5000", "docker.io", "10.0.0.9:5000")) {
      assertThat(problems("trust-registries", request.formatted(host))).as(host).isEmpty();
    }
    for (var host : List.of("..", "../x", "a/b", ".", "a:", "A.io")) {
      assertThat(problems("trust-registries", request.formatted(host)))
          .as(host)
          .singleElement()
          .asString()
          .startsWith("in `authorities`[0]: field `host` matches");
    }
  }

  @Test
  void noMoreThanOneClustersDataIsForgotten() {
    var request =
        """
        {"endpoints":["%s"],"tls":{"authority":"/s/0","certificate":"/s/1","key":"/s/2"},
         "key":"/nokube/demo/id","value":"i","prefix":"%s","deadlineSeconds":1}
        """;
    assertThat(problems("etcd-forget", request.formatted("https://a:2379", "/nokube/demo/")))
        .isEmpty();
    assertThat(problems("etcd-forget", request.formatted("http://a:2379", "/nokube/")))
        .containsExactly(
            "field `endpoints` has one or more https://<host>:<port>",
            "field `prefix` matches /nokube/[a-z0-9]([-a-z0-9]*[a-z0-9])?/, and \"/nokube/\" doesn't");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThat(
            problems(
                "start-etcd-member",
                """
                {"workspace":"/var/lib/nokube","cluster":"demo","id":"i","node":"n1","image":"e:1",
                 "address":"127.0.0.1","clientPort":0,"peerPort":2380,"state":"old","token":"t",
                 "initialCluster":[{"name":"n1","peerUrl":"https://a:1","x":1}],
                 "quotaBackendBytes":1,"autoCompactionMode":"periodic","autoCompactionRetention":"1h",
                 "awaitHealth":true,"deadlineSeconds":1}
                """))
        .containsExactlyInAnyOrder(
            "field `clientPort` is a port from 1 to 65535, not 0",
            "field `state` is \"new\" or \"existing\", not \"old\"",
            "in `initialCluster`[0]: unknown field `x`; known are: name, peerUrl");
  }

  @Test
  void anAgentsRequestIsRead() {
    assertThat(
            problems(
                "start-agent-container",
                """
                {"workspace":"/var/lib/nokube","cluster":"demo","id":"i","node":"n1","role":"head",
                 "image":"a:1","memory":"96m","settings":"s","apiPort":7443,"env":{},"graceSeconds":20,
                 "readyWithinSeconds":60,"deadlineSeconds":90}
                """))
        .isEmpty();
  }

  private static List<String> problems(String operation, String json) {
    try {
      var fields = new RequestFields((ObjectNode) new JsonMapper().readTree(json));
      assertThat(NodeRequests.READERS.get(operation).apply(fields)).isNotNull();
      return fields.problems();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
