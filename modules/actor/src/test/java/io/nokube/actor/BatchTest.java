package io.nokube.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Signal.Observed;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.meta.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static Observed changes(Change... changes) {
    return new Observed(new Interest.OfType(ResourceType.CONFIG_MAP), List.of(changes), false);
  }

  private static Observed complete(Change... changes) {
    return new Observed(new Interest.OfType(ResourceType.CONFIG_MAP), List.of(changes), true);
  }

  private static ConfigMap page(String name, String value) {
    return new ConfigMap(
        ObjectMeta.named("default", name), Map.of("v", value), Map.of(), Optional.empty());
  }

  private static Observed merged(Observed older, Observed newer) {
    Batch batch = new Batch(older);
    batch.add(newer);
    return batch.all();
  }

  private static Change put(String name, String value) {
    return new Change.Put(page(name, value));
  }

  private static Change created(String name, String value) {
    return new Change.Put(page(name, value), true);
  }

  private static Change removed(String name) {
    return new Change.Removed(page(name, "").key(), new Revision(9));
  }

  @Test
  void keepsTheNewestOfEachObjectInTheOrderOfTheNewest() {
    assertThat(merged(changes(put("a", "1"), put("b", "1")), changes(put("a", "2"))))
        .isEqualTo(changes(put("b", "1"), put("a", "2")));
  }

  @Test
  void whatWasNewAndChangedIsStillNew() {
    assertThat(merged(changes(created("a", "1")), changes(put("a", "2"))))
        .isEqualTo(changes(created("a", "2")));
  }

  @Test
  void whatIsRemovedIsSaidToBe() {
    assertThat(merged(changes(created("a", "1")), changes(removed("a"))))
        .isEqualTo(changes(removed("a")));
  }

  @Test
  void aWholeSetStaysOneAsItChanges() {
    assertThat(merged(complete(put("a", "1")), changes(put("b", "1"), removed("a"))))
        .isEqualTo(complete(put("b", "1"), removed("a")));
  }

  @Test
  void aNewerWholeSetReplacesAll() {
    assertThat(merged(changes(put("a", "1"), removed("b")), complete(put("c", "1"))))
        .isEqualTo(complete(put("c", "1")));
  }
}
