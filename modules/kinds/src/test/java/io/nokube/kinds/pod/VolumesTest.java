package io.nokube.kinds.pod;

import static io.nokube.kinds.pod.EnvironmentTest.absent;
import static io.nokube.kinds.pod.EnvironmentTest.configMap;
import static io.nokube.kinds.pod.EnvironmentTest.secret;
import static io.nokube.kinds.pod.EnvironmentTest.there;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.engine.VolumePlan;
import io.nokube.actor.engine.VolumePlan.Bytes;
import io.nokube.actor.engine.VolumePlan.FilePlan;
import io.nokube.kinds.testing.Pods;
import io.nokube.model.ResourceType;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.meta.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VolumesTest {
  private static Volumes of(String source, Contents contents, VolumePlan... before) {
    return Volumes.of(
        Pods.of(
            "{'containers':[{'name':'main','image':'b'}],'volumes':[{'name':'v'," + source + "}]}"),
        contents,
        List.of(before));
  }

  private static FilePlan file(String text, int mode) {
    return new FilePlan(new Bytes(text.getBytes(UTF_8)), mode);
  }

  private static VolumePlan files(Map<String, FilePlan> files) {
    return new VolumePlan.Files("v", files);
  }

  @Test
  void everyKeyOfAConfigMapIsAFile() {
    ConfigMap map =
        new ConfigMap(
            ObjectMeta.named("default", "conf"),
            Map.of("a", "text"),
            Map.of("b", "Ynl0ZXM="),
            Optional.empty());

    assertThat(of("'configMap':{'name':'conf'}", there(map)).plans())
        .containsExactly(files(Map.of("a", file("text", 0644), "b", file("bytes", 0644))));
  }

  @Test
  void everyKeyOfASecretIsAFile() {
    assertThat(
            of("'secret':{'secretName':'pass','defaultMode':256}", there(secret("k", "x"))).plans())
        .containsExactly(files(Map.of("k", file("x", 0400))));
  }

  @Test
  void itemsChooseKeysPathsAndModes() {
    assertThat(
            of(
                    "'configMap':{'name':'conf','items':[{'key':'a','path':'dir/A','mode':384},"
                        + "{'key':'b','path':'B'}]}",
                    there(configMap(Map.of("a", "1", "b", "2", "c", "3"))))
                .plans())
        .containsExactly(files(Map.of("dir/A", file("1", 0600), "B", file("2", 0644))));
  }

  @Test
  void anItemThatIsNotThereIsMissingUnlessOptional() {
    String items = "'name':'conf','items':[{'key':'x','path':'x'}]";
    Contents contents = there(configMap(Map.of()));

    assertThat(of("'configMap':{" + items + "}", contents).missing())
        .containsExactly(Map.entry("v", "configmap references non-existent config key: x"));
    assertThat(of("'configMap':{" + items + ",'optional':true}", contents).plans())
        .containsExactly(files(Map.of()));
    assertThat(
            of(
                    "'secret':{'secretName':'pass','items':[{'key':'x','path':'x'}]}",
                    there(secret("k", "x")))
                .missing())
        .containsExactly(Map.entry("v", "references non-existent secret key: x"));
  }

  @Test
  void anObjectThatIsNotThereIsMissingUnlessOptional() {
    assertThat(of("'configMap':{'name':'conf'}", absent(ResourceType.CONFIG_MAP, "conf")).missing())
        .containsExactly(Map.entry("v", "configmap \"conf\" not found"));
    assertThat(
            of(
                    "'secret':{'secretName':'pass','optional':true}",
                    absent(ResourceType.SECRET, "pass"))
                .plans())
        .containsExactly(files(Map.of()));
  }

  @Test
  void whatWasNotToldYetIsNotReady() {
    Volumes volumes = of("'configMap':{'name':'conf'}", Contents.NONE);

    assertThat(volumes.ready()).isFalse();
    assertThat(volumes.missing()).isEmpty();
  }

  @Test
  void whatVanishedOrWasForgottenKeepsWhatItHeld() {
    VolumePlan held = files(Map.of("a", file("1", 0644)));

    assertThat(
            of("'configMap':{'name':'conf'}", absent(ResourceType.CONFIG_MAP, "conf"), held)
                .plans())
        .containsExactly(held);
    assertThat(of("'configMap':{'name':'conf'}", Contents.NONE, held).ready()).isTrue();
  }

  @Test
  void emptyDirsAreEmptyAndHostPathsAreNoVolumesOfTheFolder() {
    assertThat(of("'emptyDir':{}", Contents.NONE).plans())
        .containsExactly(new VolumePlan.Empty("v", false));
    assertThat(of("'emptyDir':{'medium':'Memory'}", Contents.NONE).plans())
        .containsExactly(new VolumePlan.Empty("v", true));
    assertThat(of("'hostPath':{'path':'/x'}", Contents.NONE).plans()).isEmpty();
  }
}
