package io.nokube.actor.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.engine.PodIdentity;
import io.nokube.actor.port.Read;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.strict.Manifest;
import io.nokube.model.text.SourceName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StillBoundTest {
  private final PodIdentity pod =
      new PodIdentity(
          OwnershipPath.top("default", "pod", "web"),
          "default",
          "web",
          new Uid("u1"),
          new NodeName("n1"));

  private static KubeObject stored(String uid, String node) {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {nodeName: %s, containers: [{name: main, image: "busybox:1"}]}
        """
            .formatted(node);
    Manifest.Read read =
        (Manifest.Read)
            Manifest.read(
                new SourceName("web.yaml"), yaml.getBytes(StandardCharsets.UTF_8), "default");
    KubeObject object = read.objects().getFirst();
    return object.withMetadata(object.metadata().withUid(new Uid(uid)));
  }

  private Optional<String> whyNot(KubeObject object) {
    return StillBound.whyNot(pod, new Read.Found<>(object, new Revision(7)));
  }

  @Test
  void theVeryPodOnThisNodeMayRun() {
    assertThat(whyNot(stored("u1", "n1"))).isEmpty();
  }

  @Test
  void anotherOfItsNameOrOneThatIsElsewhereOrLeavingMayNot() {
    assertThat(whyNot(stored("u2", "n1"))).isPresent();
    assertThat(whyNot(stored("u1", "n2"))).isPresent();
    KubeObject leaving = stored("u1", "n1");
    assertThat(
            whyNot(leaving.withMetadata(leaving.metadata().withDeletionTimestamp(Instant.EPOCH))))
        .isPresent();
    assertThat(StillBound.whyNot(pod, new Read.Absent<>(new Revision(7)))).isPresent();
  }

  @Test
  void whatCouldNotBeReadMayNotRunEither() {
    assertThat(StillBound.whyNot(pod, new Read.Unavailable<>("etcd is away")).orElseThrow())
        .contains("etcd is away");
  }
}
