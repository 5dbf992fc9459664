package io.nokube.actor.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import io.nokube.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnerTest {
  private static final Pod WEB =
      Json.read(
          ("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'web-1','namespace':'default','uid':'u1',"
                  + "'ownerReferences':[{'apiVersion':'apps/v1','kind':'DaemonSet','name':'web','uid':'other'},"
                  + "{'apiVersion':'apps/v1','kind':'Deployment','name':'web','uid':'u0'},"
                  + "{'apiVersion':'v1','kind':'Node','name':'n1','uid':'u2'}]},"
                  + "'spec':{'containers':[],'volumes':[],'restartPolicy':'Always','terminationGracePeriodSeconds':0},'status':{'phase':'Running'}}")
              .replace('\'', '"')
              .getBytes(StandardCharsets.UTF_8),
          Pod.class);
  private static final Optional<KubeObject> SUBJECT = Optional.of(WEB);

  @Test
  void aContainersParentIsItsPod() {
    OwnershipPath pod = OwnershipPath.top("default", "pod", "web-1");

    assertThat(Owner.of(pod, SUBJECT)).hasValue(new Owner(WEB.key(), new Uid("u1")));
  }

  @Test
  void aPodsParentIsTheOwnerThatHasItsKindAndName() {
    OwnershipPath deployment = OwnershipPath.top("default", "deployment", "web");

    assertThat(Owner.of(deployment, SUBJECT))
        .hasValue(
            new Owner(new ObjectKey(ResourceType.DEPLOYMENT, "default", "web"), new Uid("u0")));
  }

  @Test
  void anOwnerWithoutNamespaceIsNamedWithoutOne() {
    OwnershipPath node = OwnershipPath.top("default", "node", "n1");

    assertThat(Owner.of(node, SUBJECT))
        .hasValue(new Owner(new ObjectKey(ResourceType.NODE, "", "n1"), new Uid("u2")));
  }

  @Test
  void nobodyOwnsWhatHasNoSubjectOrIsNamedByNone() {
    assertThat(Owner.of(OwnershipPath.top("default", "pod", "web-1"), Optional.empty())).isEmpty();
    assertThat(Owner.of(OwnershipPath.top("default", "pod", "web-2"), SUBJECT)).isEmpty();
    assertThat(Owner.of(OwnershipPath.top("default", "deployment", "api"), SUBJECT)).isEmpty();
    assertThat(Owner.of(OwnershipPath.KUBECONTROLLER, SUBJECT)).isEmpty();
  }
}
