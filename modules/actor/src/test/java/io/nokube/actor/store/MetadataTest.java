package io.nokube.actor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.Uid;
import io.nokube.model.meta.ObjectMeta;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MetadataTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Uid UID = new Uid("u9");
  private static final RandomGenerator CHANCE = RandomGenerator.of("L64X128MixRandom");

  @Test
  void whatIsBornHasWhatOnlyTheStoreSays() {
    ObjectMeta born = Metadata.born(Objects.free("").metadata(), UID, CHANCE, NOW);

    assertThat(born.name()).isEqualTo("p");
    assertThat(born.uid()).isEqualTo(UID);
    assertThat(born.generation()).isEqualTo(1);
    assertThat(born.creationTimestamp()).hasValue(NOW);
    assertThat(born.isDeleting()).isFalse();
  }

  @Test
  void aNameIsMadeWhereOnlyItsBeginningIsGiven() {
    ObjectMeta given = Objects.free(",'generateName':'web-'").metadata();
    ObjectMeta nameless =
        new ObjectMeta(
            "",
            given.generateName(),
            given.namespace(),
            given.uid(),
            given.resourceVersion(),
            given.generation(),
            given.creationTimestamp(),
            given.deletionTimestamp(),
            given.deletionGracePeriodSeconds(),
            given.labels(),
            given.annotations(),
            given.ownerReferences(),
            given.finalizers());

    String name = Metadata.born(nameless, UID, CHANCE, NOW).name();

    assertThat(name).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}");
    assertThat(Metadata.born(given, UID, CHANCE, NOW).name()).isEqualTo("p");
  }
}
