package io.nokube.model.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.Revision;
import io.nokube.model.Uid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectMetaTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final ObjectMeta NEW = ObjectMeta.named("default", "web");

  @Test
  void eachChangeChangesOneThing() {
    OwnerReference owner =
        new OwnerReference(
            "apps/v1", "Deployment", "web", new Uid("u"), Optional.of(true), Optional.of(true));
    ObjectMeta all =
        NEW.withName("a")
            .withNamespace("b")
            .withUid(new Uid("c"))
            .withResourceVersion(new Revision(4))
            .withGeneration(5)
            .withCreationTimestamp(NOW)
            .withDeletionTimestamp(NOW.plusSeconds(1))
            .withDeletionGracePeriodSeconds(6)
            .withLabels(Map.of("d", "e"))
            .withAnnotations(Map.of("f", "g"))
            .withOwnerReferences(List.of(owner));

    assertThat(all.name()).isEqualTo("a");
    assertThat(all.namespace()).isEqualTo("b");
    assertThat(all.uid()).isEqualTo(new Uid("c"));
    assertThat(all.resourceVersion()).isEqualTo(new Revision(4));
    assertThat(all.generation()).isEqualTo(5);
    assertThat(all.creationTimestamp()).contains(NOW);
    assertThat(all.deletionTimestamp()).contains(NOW.plusSeconds(1));
    assertThat(all.deletionGracePeriodSeconds()).contains(6L);
    assertThat(all.labels()).containsExactly(Map.entry("d", "e"));
    assertThat(all.annotations()).containsExactly(Map.entry("f", "g"));
    assertThat(all.ownerReferences()).containsExactly(owner);
    assertThat(NEW).isEqualTo(ObjectMeta.named("default", "web"));
  }

  @Test
  void isDeletingFromTheTimestampOn() {
    assertThat(NEW.isDeleting()).isFalse();
    assertThat(NEW.withDeletionTimestamp(NOW).isDeleting()).isTrue();
  }

  @Test
  void theControllerIsTheOwnerThatSaysSo() {
    OwnerReference other =
        new OwnerReference("v1", "Node", "n1", new Uid("1"), Optional.empty(), Optional.empty());
    OwnerReference controller =
        new OwnerReference(
            "apps/v1", "Deployment", "web", new Uid("2"), Optional.of(true), Optional.empty());

    assertThat(NEW.controller()).isEmpty();
    assertThat(NEW.withOwnerReferences(List.of(other)).controller()).isEmpty();
    assertThat(NEW.withOwnerReferences(List.of(other, controller)).controller())
        .contains(controller);
  }
}
