package io.nokube.kinds.pod;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.configstore.StoreMessage.Content;
import io.nokube.kinds.pod.Fields.Addresses;
import io.nokube.kinds.testing.Pods;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Pod;
import io.nokube.model.core.Secret;
import io.nokube.model.meta.ObjectMeta;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  private static final Addresses ADDRESSES = new Addresses("192.168.0.1", "10.0.0.7");

  static Contents there(KubeObject object) {
    return Contents.NONE.with(new Content(object.key(), new Revision(4), Optional.of(object)));
  }

  static Contents absent(ResourceType type, String name) {
    return Contents.NONE.with(
        new Content(new ObjectKey(type, "default", name), new Revision(4), Optional.empty()));
  }

  static ConfigMap configMap(Map<String, String> data) {
    return new ConfigMap(ObjectMeta.named("default", "conf"), data, Map.of(), Optional.empty());
  }

  static Secret secret(String key, String text) {
    return new Secret(
        ObjectMeta.named("default", "pass"),
        "Opaque",
        Map.of(key, Base64.getEncoder().encodeToString(text.getBytes(UTF_8))),
        Optional.empty());
  }

  private static Environment of(String container, Contents contents) {
    Pod pod = Pods.of("{'containers':[{'name':'main','image':'b'," + container + "}]}");
    return Environment.of(pod, pod.spec().containers().getFirst(), contents, ADDRESSES);
  }

  private static Map<String, String> variables(String container, Contents contents) {
    return ((Environment.Complete) of(container, contents)).variables();
  }

  private static String field(String path) {
    Pod pod = Pods.busybox();
    return Fields.value(
            pod.withMetadata(pod.metadata().withLabels(Map.of("app", "shop"))), path, ADDRESSES)
        .orElseThrow();
  }

  @Nested
  class Values {
    @Test
    void seeEarlierOnesOnly() {
      assertThat(
              variables(
                  "'env':[{'name':'B','value':'$(A)'},{'name':'A','value':'1'},"
                      + "{'name':'C','value':'<$(A)>'}]",
                  Contents.NONE))
          .containsExactly(Map.entry("B", "$(A)"), Map.entry("A", "1"), Map.entry("C", "<1>"));
    }

    @Test
    void overrideAndSeeWhatComesFromElsewhere() {
      assertThat(
              variables(
                  "'envFrom':[{'prefix':'P_','configMapRef':{'name':'conf'}}],"
                      + "'env':[{'name':'P_A','value':'<$(P_A)>'}]",
                  there(configMap(Map.of("A", "1")))))
          .containsExactly(Map.entry("P_A", "<1>"));
    }

    @Test
    void areNotExpandedWhenTheyComeFromAKey() {
      assertThat(
              variables(
                  "'env':[{'name':'A','value':'1'},{'name':'B','valueFrom':"
                      + "{'configMapKeyRef':{'name':'conf','key':'k'}}}]",
                  there(configMap(Map.of("k", "$(A)")))))
          .containsEntry("B", "$(A)");
    }

    @Test
    void ofSecretsAreDecoded() {
      assertThat(
              variables(
                  "'env':[{'name':'P','valueFrom':{'secretKeyRef':{'name':'pass','key':'k'}}}]",
                  there(secret("k", "geheim"))))
          .containsEntry("P", "geheim");
      assertThat(
              variables("'envFrom':[{'secretRef':{'name':'pass'}}]", there(secret("K", "geheim"))))
          .containsEntry("K", "geheim");
    }
  }

  @Nested
  class WhatIsMissing {
    private static final String KEY =
        "'env':[{'name':'A','valueFrom':{'configMapKeyRef':{'name':'conf','key':'k'}}}]";

    @Test
    void isAwaitedWhileNothingWasTold() {
      assertThat(of(KEY, Contents.NONE)).isEqualTo(new Environment.NotYet());
    }

    @Test
    void isSaidInKubernetesWords() {
      assertThat(of(KEY, absent(ResourceType.CONFIG_MAP, "conf")))
          .isEqualTo(new Environment.Missing("configmap \"conf\" not found"));
      assertThat(of(KEY, there(configMap(Map.of()))))
          .isEqualTo(new Environment.Missing("couldn't find key k in ConfigMap default/conf"));
      assertThat(
              of("'envFrom':[{'secretRef':{'name':'pass'}}]", absent(ResourceType.SECRET, "pass")))
          .isEqualTo(new Environment.Missing("secret \"pass\" not found"));
      assertThat(
              of(
                  "'env':[{'name':'A','valueFrom':{'secretKeyRef':{'name':'pass','key':'k'}}}]",
                  there(secret("other", "x"))))
          .isEqualTo(new Environment.Missing("couldn't find key k in Secret default/pass"));
    }

    @Test
    void isLeftOutIfItIsOptional() {
      String optional =
          "'env':[{'name':'A','valueFrom':{'configMapKeyRef':"
              + "{'name':'conf','key':'k','optional':true}}},{'name':'B','value':'1'}]";

      assertThat(variables(optional, absent(ResourceType.CONFIG_MAP, "conf")))
          .containsOnlyKeys("B");
      assertThat(variables(optional, there(configMap(Map.of())))).containsOnlyKeys("B");
      assertThat(
              variables(
                  "'envFrom':[{'configMapRef':{'name':'conf','optional':true}}]",
                  absent(ResourceType.CONFIG_MAP, "conf")))
          .isEmpty();
    }
  }

  @Nested
  class FieldsOfThePod {
    @Test
    void areThoseThatKubernetesNames() {
      assertThat(field("metadata.name")).isEqualTo("web");
      assertThat(field("metadata.namespace")).isEqualTo("default");
      assertThat(field("metadata.uid")).isEqualTo("u1");
      assertThat(field("metadata.labels['app']")).isEqualTo("shop");
      assertThat(field("metadata.annotations['none']")).isEmpty();
      assertThat(field("spec.nodeName")).isEqualTo("n1");
      assertThat(field("status.hostIP")).isEqualTo("192.168.0.1");
      assertThat(field("status.podIP")).isEqualTo("10.0.0.7");
    }

    @Test
    void thatDontExistAreSaid() {
      assertThat(
              of(
                  "'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'spec.nope'}}}]",
                  Contents.NONE))
          .isEqualTo(new Environment.Missing("unsupported fieldPath: spec.nope"));
    }
  }

  @Test
  void whatIsReferredToIsKnownBeforehandEachOnce() {
    Pod pod =
        Pods.of(
            "{'containers':[{'name':'main','image':'b','envFrom':[{'configMapRef':{'name':'b'}},"
                + "{'secretRef':{'name':'s'}}],'env':[{'name':'A','valueFrom':{'configMapKeyRef':"
                + "{'name':'b','key':'k'}}}]}],'volumes':[{'name':'v','configMap':{'name':'a'}},"
                + "{'name':'w','secret':{'secretName':'t'}},{'name':'e','emptyDir':{}}]}");

    assertThat(References.of(pod))
        .extracting(ObjectKey::shortName)
        .containsExactly("configmap/a", "configmap/b", "secret/s", "secret/t");
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(
            of("'envFrom':[{'secretRef':{'name':'pass'}}]", there(secret("K", "geheim")))
                .toString())
        .doesNotContain("geheim");
  }
}
