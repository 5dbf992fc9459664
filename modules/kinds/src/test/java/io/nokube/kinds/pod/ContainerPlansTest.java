package io.nokube.kinds.pod;

import static io.nokube.kinds.testing.Pods.N1;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.MountPlan;
import io.nokube.actor.engine.Network;
import io.nokube.actor.engine.PodIdentity;
import io.nokube.kinds.testing.Pods;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ContainerPlansTest {
  private static Pod with(String container) {
    return with(container, "");
  }

  private static Pod with(String container, String pod) {
    return Pods.of(
        "{'containers':[{'name':'main','image':'busybox:1'"
            + (container.isEmpty() ? "" : "," + container)
            + "}]"
            + (pod.isEmpty() ? "" : "," + pod)
            + "}");
  }

  private static ContainerPlan plan(Pod pod, Map<String, String> variables) {
    return ContainerPlans.of(
        new PodIdentity(Pods.path(pod), "default", "web", pod.metadata().uid(), N1),
        pod,
        pod.spec().containers().getFirst(),
        PodNetwork.of(pod),
        "hash",
        variables);
  }

  private static ContainerPlan plan(Pod pod) {
    return plan(pod, Map.of());
  }

  @Test
  void commandReplacesTheEntrypointAndArgsTheCommandWithVariablesFilledIn() {
    ContainerPlan plan =
        plan(
            with("'command':['sh','-c'],'args':['echo $(A) $(B) $$(A)'],'workingDir':'/tmp'"),
            Map.of("A", "one"));

    assertThat(plan.entrypoint()).containsExactly("sh", "-c");
    assertThat(plan.args()).containsExactly("echo one $(B) $(A)");
    assertThat(plan.workingDir()).isEqualTo("/tmp");
  }

  @Test
  void variablesKeepTheirOrder() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("Z", "1");
    variables.put("A", "2=3");

    assertThat(plan(with(""), variables).env()).containsExactly("Z=1", "A=2=3");
  }

  @Test
  void itsPathIsBelowItsPods() {
    assertThat(plan(with("")).path().text())
        .isEqualTo("kubecontroller/default/pod-web/container-main");
  }

  @Nested
  class Resources {
    @Test
    void limitsBoundAndRequestsWeigh() {
      ContainerPlan plan =
          plan(
              with(
                  "'resources':{'requests':{'cpu':'250m'},'limits':{'cpu':'1500m','memory':'64Mi'}}"));

      assertThat(plan.nanoCpus()).isEqualTo(1_500_000_000L);
      assertThat(plan.cpuShares()).isEqualTo(256);
      assertThat(plan.memoryBytes()).isEqualTo(64L << 20);
    }

    @Test
    void aRequestDefaultsToTheLimit() {
      assertThat(plan(with("'resources':{'limits':{'cpu':'2'}}")).cpuShares()).isEqualTo(2048);
    }

    @Test
    void whoRequestsNothingGetsTheLeastWeightAndNoBound() {
      ContainerPlan plan = plan(with(""));

      assertThat(plan.cpuShares()).isEqualTo(2);
      assertThat(plan.nanoCpus()).isZero();
      assertThat(plan.memoryBytes()).isZero();
    }
  }

  @Nested
  class Security {
    @Test
    void theContainersWordCountsBeforeThePods() {
      ContainerPlan plan =
          plan(
              with(
                  "'securityContext':{'runAsUser':7}",
                  "'securityContext':{'runAsUser':1,'runAsGroup':2,'runAsNonRoot':true}"));

      assertThat(plan.user()).isEqualTo("7:2");
      assertThat(plan.runAsNonRoot()).contains(true);
    }

    @Test
    void nothingSaidLeavesTheImagesUser() {
      assertThat(plan(with("")).user()).isEmpty();
    }

    @Test
    void aGroupWithoutUserIsRefused() {
      Pod pod = with("'securityContext':{'runAsGroup':7}");

      assertThat(ContainerPlans.userTrouble(pod, pod.spec().containers().getFirst()))
          .hasValueSatisfying(why -> assertThat(why).contains("runAsUser"));
    }

    @Test
    void groupsAreTheSupplementalOnesAndThatOfTheFiles() {
      ContainerPlan plan =
          plan(with("", "'securityContext':{'fsGroup':9,'supplementalGroups':[5,9]}"));

      assertThat(plan.groups()).containsExactly(5L, 9L);
    }

    @Test
    void capabilitiesAndAReadOnlyRootAreTaken() {
      ContainerPlan plan =
          plan(
              with(
                  "'securityContext':{'readOnlyRootFilesystem':true,"
                      + "'capabilities':{'add':['NET_ADMIN'],'drop':['ALL']}}"));

      assertThat(plan.readOnlyRoot()).isTrue();
      assertThat(plan.addCapabilities()).containsExactly("NET_ADMIN");
      assertThat(plan.dropCapabilities()).containsExactly("ALL");
    }

    @Test
    void escalationIsForbiddenOnlyWhereThatIsSaid() {
      assertThat(plan(with("")).noNewPrivileges()).isFalse();
      assertThat(
              plan(with("'securityContext':{'allowPrivilegeEscalation':false}")).noNewPrivileges())
          .isTrue();
    }

    @Test
    void aPrivilegedContainerEscalatesAnyway() {
      ContainerPlan plan =
          plan(with("'securityContext':{'privileged':true,'allowPrivilegeEscalation':false}"));

      assertThat(plan.privileged()).isTrue();
      assertThat(plan.noNewPrivileges()).isFalse();
    }
  }

  @Nested
  class MountsOfAContainer {
    private static MountPlan mount(String volume, String mount) {
      return plan(with(
              "'volumeMounts':[{'name':'v','mountPath':'/at'" + mount + "}]",
              "'volumes':[{'name':'v'," + volume + "}]"))
          .mounts()
          .getFirst();
    }

    @Test
    void filesOfConfigMapsAndSecretsAreReadOnly() {
      assertThat(mount("'configMap':{'name':'c'}", ""))
          .isEqualTo(new MountPlan.OfVolume("v", "", "/at", true));
      assertThat(mount("'secret':{'secretName':'s'}", ",'subPath':'key'"))
          .isEqualTo(new MountPlan.OfVolume("v", "key", "/at", true));
    }

    @Test
    void anEmptyDirIsWritableUnlessSaidOtherwise() {
      assertThat(mount("'emptyDir':{}", ""))
          .isEqualTo(new MountPlan.OfVolume("v", "", "/at", false));
      assertThat(mount("'emptyDir':{}", ",'readOnly':true").readOnly()).isTrue();
    }

    @Test
    void anEmptyDirMayBeMemory() {
      assertThat(mount("'emptyDir':{'medium':'Memory'}", ""))
          .isEqualTo(new MountPlan.OfMemory("v", "", "/at", false));
    }

    @Test
    void aHostPathIsThePathOfTheNode() {
      assertThat(mount("'hostPath':{'path':'/var/log','type':'Directory'}", ",'readOnly':true"))
          .isEqualTo(new MountPlan.OfHost("/var/log", "Directory", "", "/at", true));
    }
  }

  @Nested
  class TheNetwork {
    @Test
    void isItsOwnWithItsPortsUnderThePodsName() {
      Pod pod =
          with(
              "'ports':[{'containerPort':80,'hostPort':8080,'hostIP':'127.0.0.1'},"
                  + "{'containerPort':53,'protocol':'UDP'}]");

      assertThat(PodNetwork.of(pod))
          .isEqualTo(
              new Network.Own(
                  "web",
                  List.of(
                      new Network.Publish(80, "TCP", Optional.of(8080), "127.0.0.1"),
                      new Network.Publish(53, "UDP", Optional.empty(), ""))));
    }

    @Test
    void hasTheHostnameThatIsSaidAndIsNoLongerThanLinuxAllows() {
      assertThat(((Network.Own) PodNetwork.of(with("", "'hostname':'db'"))).hostname())
          .isEqualTo("db");
      Pod pod = with("");
      Pod longName = pod.withMetadata(pod.metadata().withName("a".repeat(62) + "-b"));
      assertThat(((Network.Own) PodNetwork.of(longName)).hostname()).isEqualTo("a".repeat(62));
    }

    @Test
    void isTheNodesWhereThatIsSaidAndNeedsNoPauseContainer() {
      Pod pod =
          Pods.of(
              "{'hostNetwork':true,'hostPID':true,'containers':[{'name':'main','image':'b'},"
                  + "{'name':'side','image':'b'}]}");

      assertThat(PodNetwork.of(pod)).isEqualTo(new Network.Host());
      assertThat(PodNetwork.needsSandbox(pod)).isFalse();
      assertThat(plan(pod).hostPid()).isTrue();
    }

    @Test
    void ofSeveralContainersIsThePauseContainers() {
      assertThat(
              PodNetwork.needsSandbox(
                  Pods.of(
                      "{'containers':[{'name':'main','image':'b'},{'name':'side','image':'b'}]}")))
          .isTrue();
      assertThat(PodNetwork.needsSandbox(with(""))).isFalse();
    }
  }

  @Nested
  class ItsHash {
    private static String hash(Pod pod) {
      return SpecHash.of(pod, pod.spec().containers().getFirst(), Optional.empty());
    }

    @Test
    void isTheSameForTheSameSpecWhateverTheOrderOfMaps() {
      assertThat(hash(with("'resources':{'limits':{'cpu':'1','memory':'1Gi'}}")))
          .isEqualTo(hash(with("'resources':{'limits':{'memory':'1Gi','cpu':'1'}}")));
    }

    @Test
    void isAnotherForAnotherImageUidOrPauseContainer() {
      Pod pod = with("");
      Pod reborn = pod.withMetadata(pod.metadata().withUid(new Uid("u2")));

      assertThat(hash(reborn)).isNotEqualTo(hash(pod));
      assertThat(hash(with("'args':['x']"))).isNotEqualTo(hash(pod));
      assertThat(
              SpecHash.of(
                  pod, pod.spec().containers().getFirst(), Optional.of(new ContainerId("p0"))))
          .isNotEqualTo(hash(pod));
    }

    @Test
    void doesNotCareForLabelsOrStatus() {
      Pod pod = with("");

      assertThat(hash(pod.withMetadata(pod.metadata().withLabels(Map.of("a", "b")))))
          .isEqualTo(hash(pod));
    }

    @Test
    void isWhatItEverWas() {
      assertThat(hash(with("'resources':{'limits':{'cpu':'1'}}")))
          .as("a changed hash restarts every container when an agent is updated")
          .isEqualTo("982268c3ad6ee7a0");
    }
  }
}
