package io.nokube.vertx.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.nokube.etcd.session.Change;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.KeyValue;
import io.nokube.vertx.etcd.ViewEvent.AddressChanged;
import io.nokube.vertx.etcd.ViewEvent.Joined;
import io.nokube.vertx.etcd.ViewEvent.Left;
import io.nokube.vertx.etcd.ViewEvent.LockChanged;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterViewTest {

  private final Keys keys = new Keys("/v/");
  private final ClusterView view = new ClusterView(keys);

  @Test
  void nodesAreListedOldestFirst() {
    assertThat(view.apply(changes(put(keys.node("b"), 5), put(keys.node("a"), 6))))
        .containsExactly(new Joined("b", List.of("b")), new Joined("a", List.of("b", "a")));
  }

  @Test
  void aNodeThatSaysHowItIsReachedDoesNotJoinAgain() {
    view.apply(changes(put(keys.node("a"), 5)));
    assertThat(view.nodeInfo("a")).isEmpty();
    var said = entry(keys.node("a"), 5, "{\"host\":\"h\",\"port\":1,\"metadata\":{\"x\":1}}");
    assertThat(view.apply(changes(new Change.Put(said, Optional.empty())))).isEmpty();
    assertThat(view.nodeInfo("a").orElseThrow().host()).isEqualTo("h");
  }

  @Test
  void whenANodeDiesItsAddressesAndLocksAreToldFirst() {
    view.apply(
        changes(
            put(keys.node("a"), 1),
            put(keys.subscription("x", "a", 1), 2),
            put(keys.lockTurn("l", "a", 0), 3)));
    var events =
        view.apply(
            changes(
                gone(keys.node("a"), 9),
                gone(keys.subscription("x", "a", 1), 9),
                gone(keys.lockTurn("l", "a", 0), 9)));
    assertThat(events)
        .containsExactly(new AddressChanged("x"), new LockChanged("l"), new Left("a", List.of()));
    assertThat(view.registrations("x")).isEmpty();
    assertThat(view.holder("l")).isEmpty();
  }

  @Test
  void aLockIsHeldByTheOldestInItsQueue() {
    view.apply(changes(put(keys.lockTurn("l", "b", 0), 3), put(keys.lockTurn("l", "a", 0), 4)));
    assertThat(view.holder("l")).contains(keys.lockTurn("l", "b", 0));
    view.apply(changes(gone(keys.lockTurn("l", "b", 0), 5)));
    assertThat(view.holder("l")).contains(keys.lockTurn("l", "a", 0));
  }

  @Test
  void aResyncTellsOnlyWhatChangedMeanwhile() {
    view.apply(
        changes(
            put(keys.node("gone"), 1),
            put(keys.node("back"), 2),
            put(keys.node("stays"), 3),
            put(keys.subscription("x", "gone", 1), 4),
            put(keys.subscription("y", "stays", 1), 5)));
    var events =
        view.apply(
            new Delivery.Resync(
                List.of(
                    entry(keys.node("back"), 8, ""),
                    entry(keys.node("new"), 7, ""),
                    entry(keys.node("stays"), 3, ""),
                    entry(keys.subscription("y", "stays", 1), 5, "")),
                9));
    assertThat(events).startsWith(new AddressChanged("x")).doesNotContain(new AddressChanged("y"));
    assertThat(events)
        .filteredOn(Left.class::isInstance)
        .extracting("node")
        .contains("gone", "back");
    assertThat(events).endsWith(new Joined("back", List.of("stays", "new", "back")));
    assertThat(view.registrations("y")).containsExactly(new RegistrationInfo("stays", 1, false));
  }

  private static Delivery changes(Change... changes) {
    return new Delivery.Changes(List.of(changes), changes[changes.length - 1].revision());
  }

  private static Change put(String key, long revision) {
    return new Change.Put(entry(key, revision, ""), Optional.empty());
  }

  private static Change gone(String key, long revision) {
    return new Change.Delete(key, revision, Optional.empty());
  }

  private static KeyValue entry(String key, long created, String text) {
    return new KeyValue(
        key,
        ByteSequence.from(text, StandardCharsets.UTF_8),
        created,
        created,
        1,
        Optional.empty());
  }
}
