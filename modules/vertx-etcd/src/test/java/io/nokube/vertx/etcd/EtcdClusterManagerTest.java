package io.nokube.vertx.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.EtcdSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What Vert.x' own tests don't ask: outages, lost leases, many addresses, our membership listener.
class EtcdClusterManagerTest {

  private record Node(Vertx vertx, EtcdClusterManager cluster) {
    String request(String address) {
      return await(vertx.eventBus().<String>request(address, "?")).body();
    }

    void answer(String address, String with) {
      await(
          vertx.eventBus().<String>consumer(address, message -> message.reply(with)).completion());
    }
  }

  private EtcdProcess etcd;
  private final List<Node> nodes = new ArrayList<>();

  @BeforeEach
  void start() {
    etcd = EtcdProcess.started();
  }

  @AfterEach
  void stop() {
    nodes.forEach(node -> await(node.vertx.close()));
    etcd.close();
  }

  @Test
  void aLostLeaseRegistersEverythingAnewUnderTheSameNodeId() {
    var one = join();
    var other = join();
    one.answer("greeting", "hello");
    var id = one.cluster.getNodeId();
    var events = new CopyOnWriteArrayList<MembershipEvent>();
    other.cluster.onMembership(events::add);
    assertThat(other.request("greeting")).isEqualTo("hello");

    etcd.etcdctl("lease", "revoke", lease("/test/live/nodes/" + id));

    eventually("it left and joined again", () -> events.size() == 2);
    assertThat(events).extracting(MembershipEvent::node).containsExactly(id, id);
    eventually(
        "its address is back",
        () -> etcd.etcdctl("get", "--prefix", "/test/live/subs/greeting/").contains(id));
    eventually("it answers", () -> answers(other, "greeting", "hello"));
    assertThat(one.cluster.getNodeId()).isEqualTo(id);
    assertThat(one.cluster.getNodes()).hasSize(2);
  }

  @Test
  void theBusGoesOnWhileEtcdIsAwayAndTakesRegistrationsAfterwards() {
    var one = join();
    var other = join();
    one.answer("greeting", "hello");
    assertThat(other.request("greeting")).isEqualTo("hello");
    etcd.kill();
    assertThat(other.request("greeting")).isEqualTo("hello");
    assertThat(one.request("greeting")).isEqualTo("hello");
    var late = one.vertx.eventBus().<String>consumer("late", m -> m.reply("at last")).completion();
    etcd.start();
    await(late);
    eventually("it answers", () -> answers(other, "late", "at last"));
    assertThat(other.cluster.getNodes()).hasSize(2);
  }

  @Test
  void aRequestToAnAddressThatCannotBeLookedUpFailsAtOnce() {
    var one = join();
    etcd.kill();
    var began = System.nanoTime();
    assertThatThrownBy(() -> one.request("nowhere")).hasMessageContaining("who listens on nowhere");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void allNodesHearOfComingAndGoingInTheSameOrder() {
    var one = join();
    var other = join();
    var heardByOne = new CopyOnWriteArrayList<MembershipEvent>();
    var heardByOther = new CopyOnWriteArrayList<MembershipEvent>();
    one.cluster.onMembership(heardByOne::add);
    other.cluster.onMembership(heardByOther::add);
    var third = join();
    var fourth = join();
    leave(third);
    eventually("all is heard", () -> heardByOne.size() == 3 && heardByOther.size() == 3);
    assertThat(heardByOne).isEqualTo(heardByOther);
    assertThat(heardByOne.getLast())
        .isEqualTo(
            new MembershipEvent.Left(
                third.cluster.getNodeId(),
                List.of(
                    one.cluster.getNodeId(),
                    other.cluster.getNodeId(),
                    fourth.cluster.getNodeId())));
  }

  @Test
  void tenThousandAddressesAreRegisteredInSecondsAndGoneWithTheirNode() {
    var one = join();
    var other = join();
    var bus = one.vertx.eventBus();
    await(
        Future.all(
            IntStream.range(0, 10_000)
                .mapToObj(i -> bus.<String>consumer("many/" + i, m -> m.reply("1")).completion())
                .toList()));
    assertThat(other.request("many/9999")).isEqualTo("1");
    assertThat(subscriptions()).isEqualTo(10_000);
    leave(one);
    assertThat(subscriptions()).isZero();
  }

  @Test
  void aLocalOnlyAddressStaysLocal() {
    var one = join();
    var other = join();
    await(one.vertx.eventBus().<String>localConsumer("mine", m -> m.reply("1")).completion());
    assertThat(one.request("mine")).isEqualTo("1");
    assertThat(subscriptions()).isZero();
    assertThatThrownBy(() -> other.request("mine")).hasMessageContaining("No handlers");
  }

  @Test
  void aValueWithATimeToLiveEndsThoughItsNodeIsGone() {
    var one = join();
    var other = join();
    await(
        one.vertx
            .sharedData()
            .<String, String>getClusterWideMap("m")
            .compose(m -> m.put("k", "v", 1500)));
    var map = await(other.vertx.sharedData().<String, String>getClusterWideMap("m"));
    leave(one);
    assertThat(await(map.get("k"))).isEqualTo("v");
    eventually("it ended", () -> await(map.size()) == 0);
  }

  @Test
  void aNodeOnASessionOfItsProgramTakesAwayWhatItHasAndLeavesTheSession() {
    var other = join();
    try (var session = EtcdSession.open(settings())) {
      assertThat(session.awaitContact(Duration.ofSeconds(10))).isTrue();
      var one = join(new EtcdClusterManager(session, "/test/"));
      one.answer("greeting", "hello");
      assertThat(other.request("greeting")).isEqualTo("hello");
      assertThat(lease("/test/live/nodes/" + one.cluster.getNodeId()))
          .isEqualTo(Long.toHexString(session.currentLease().orElseThrow().number()));
      var _ = await(one.vertx.sharedData().getLock("l"));

      leave(one);

      assertThat(session.currentLease()).isPresent();
      assertThat(etcd.etcdctl("get", "--prefix", "/test/live/", "--keys-only").strip())
          .isEqualTo("/test/live/nodes/" + other.cluster.getNodeId());
      await(other.vertx.sharedData().getLockWithTimeout("l", 1000)).release();
    }
  }

  @Test
  void joiningWithoutEtcdSaysWhereItLooked() {
    etcd.stop();
    assertThatThrownBy(this::join)
        .hasMessageContaining("joining the cluster /test/")
        .hasMessageContaining(etcd.endpoint().toString());
  }

  private EtcdSettings settings() {
    var seconds = Duration.ofSeconds(1);
    return new EtcdSettings(
        List.of(etcd.endpoint()),
        seconds.multipliedBy(3),
        Duration.ofMillis(500),
        seconds.multipliedBy(2),
        seconds);
  }

  private Node join() {
    return join(new EtcdClusterManager(settings(), "/test/"));
  }

  private Node join(EtcdClusterManager cluster) {
    var options = new VertxOptions();
    options.getEventBusOptions().setHost("127.0.0.1");
    var node =
        new Node(
            await(Vertx.builder().with(options).withClusterManager(cluster).buildClustered()),
            cluster);
    nodes.add(node);
    return node;
  }

  private void leave(Node node) {
    nodes.remove(node);
    await(node.vertx.close());
  }

  private int subscriptions() {
    var counted = etcd.etcdctl("get", "--prefix", "/test/live/subs/", "--keys-only");
    return (int) counted.lines().filter(line -> !line.isEmpty()).count();
  }

  private String lease(String key) {
    var json = etcd.etcdctl("get", key, "-w", "json");
    return Long.toHexString(Long.parseLong(json.replaceAll("(?s).*\"lease\":(\\d+).*", "$1")));
  }

  private static boolean answers(Node node, String address, String with) {
    var reply = node.vertx.eventBus().<String>request(address, "?");
    return with.equals(await(reply.map(m -> m.body()).otherwise("no answer")));
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static void eventually(String what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as(what).isNegative();
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
