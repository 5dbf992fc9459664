package io.nokube.vertx.etcd;

import com.hazelcast.config.Config;
import io.nokube.etcd.process.EtcdProcess;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// How fast the cluster is, beside Vert.x on Hazelcast in the same run. By hand: `make bench-bus`
/// alone, `make bench` with all else.
///
/// Two JVMs, each a node of both clusters; the measurements alternate, so that both see the same
/// machine and the same state of the JIT compiler.
public final class BusBenchmark {

  private static final int ADDRESSES = 10_000;
  private static final int ROUNDS = 20;
  private static final int REGISTRATIONS = 4;
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration MEASURE = Duration.ofSeconds(1);
  private static final Buffer KIB = Buffer.buffer("x".repeat(1024));

  private BusBenchmark() {}

  /// Request and reply of 1 KiB between two JVMs.
  ///
  /// @param etcd requests a second, the median of all rounds; so `hazelcast`
  /// @param ratio the median of the rounds' ratios: what holds on a machine that others use too
  public record Requests(int outstanding, double etcd, double hazelcast, double ratio) {}

  /// @param etcd seconds that registering all addresses took, by round; so `hazelcast`
  public record Registrations(int addresses, List<Double> etcd, List<Double> hazelcast) {}

  public record Result(List<Requests> requests, Registrations registrations) {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      answer(args);
      System.exit(0);
    }
    var result = measure(ROUNDS);
    for (var each : result.requests()) {
      System.out.printf(
          "request/reply 1 KiB, %2d outstanding: etcd %,.0f/s, Hazelcast %,.0f/s,"
              + " median of %d rounds' ratios %.2f (to reach: 0.9)%n",
          each.outstanding(), each.etcd(), each.hazelcast(), ROUNDS, each.ratio());
    }
    var registrations = result.registrations();
    for (var round = 0; round < REGISTRATIONS; round++) {
      System.out.printf(
          "%,d addresses registered: etcd %.2f s (to reach: 1.5 s), Hazelcast %.2f s%n",
          registrations.addresses(),
          registrations.etcd().get(round),
          registrations.hazelcast().get(round));
    }
    System.exit(0);
  }

  /// The other JVM: echoes on both clusters until its standard input ends.
  private static void answer(String[] args) throws IOException {
    for (var cluster : List.of(etcd(URI.create(args[0])), hazelcast(args[1]))) {
      var vertx = node(cluster);
      await(vertx.eventBus().<Buffer>consumer("echo", m -> m.reply(m.body())).completion());
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {}
  }

  /// Starts an etcd and another JVM, measures, and ends both.
  public static Result measure(int rounds) throws Exception {
    try (var etcdProcess = EtcdProcess.started()) {
      var port = Integer.toString(freePort());
      var other = otherJvm(etcdProcess.endpoint().toString(), port);
      try {
        if (!"ready".equals(other.inputReader(StandardCharsets.UTF_8).readLine())) {
          throw new IllegalStateException("the other JVM did not start");
        }
        var etcd = node(etcd(etcdProcess.endpoint()));
        var hazelcast = node(hazelcast(port));
        try {
          return new Result(
              List.of(
                  requests(etcd.eventBus(), hazelcast.eventBus(), 1, rounds),
                  requests(etcd.eventBus(), hazelcast.eventBus(), 64, rounds)),
              registrations(etcd.eventBus(), hazelcast.eventBus()));
        } finally {
          await(Future.join(etcd.close(), hazelcast.close()));
        }
      } finally {
        other.destroyForcibly();
        other.waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private static Requests requests(EventBus etcd, EventBus hazelcast, int outstanding, int rounds) {
    rate(etcd, outstanding, WARM_UP);
    rate(hazelcast, outstanding, WARM_UP);
    var etcdRates = new ArrayList<Double>();
    var hazelcastRates = new ArrayList<Double>();
    var ratios = new ArrayList<Double>();
    for (var round = 0; round < rounds; round++) {
      if (round % 2 == 0) { // who is first is not always the same
        etcdRates.add(rate(etcd, outstanding, MEASURE));
        hazelcastRates.add(rate(hazelcast, outstanding, MEASURE));
      } else {
        hazelcastRates.add(rate(hazelcast, outstanding, MEASURE));
        etcdRates.add(rate(etcd, outstanding, MEASURE));
      }
      ratios.add(etcdRates.getLast() / hazelcastRates.getLast());
    }
    return new Requests(outstanding, median(etcdRates), median(hazelcastRates), median(ratios));
  }

  private static double rate(EventBus bus, int outstanding, Duration duration) {
    var end = System.nanoTime() + duration.toNanos();
    var began = System.nanoTime();
    var answered = new AtomicInteger();
    await(
        Future.all(
            IntStream.range(0, outstanding)
                .mapToObj(_ -> {
                  Promise<Void> done = Promise.promise();
                  again(bus, end, answered, done);
                  return done.future();
                })
                .toList()));
    return answered.get() / (Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0);
  }

  private static void again(EventBus bus, long end, AtomicInteger answered, Promise<Void> done) {
    if (System.nanoTime() - end > 0) {
      done.complete();
    } else {
      bus.<Buffer>request("echo", KIB)
          .onComplete(
              _ -> {
                answered.incrementAndGet();
                again(bus, end, answered, done);
              },
              done::fail);
    }
  }

  private static Registrations registrations(EventBus etcd, EventBus hazelcast) {
    var onEtcd = new ArrayList<Double>();
    var onHazelcast = new ArrayList<Double>();
    for (var round = 0; round < REGISTRATIONS; round++) {
      onEtcd.add(register(etcd, round));
      onHazelcast.add(register(hazelcast, round));
    }
    return new Registrations(ADDRESSES, onEtcd, onHazelcast);
  }

  /// The seconds until all are registered.
  private static double register(EventBus bus, int round) {
    var began = System.nanoTime();
    await(
        Future.all(
            IntStream.range(0, ADDRESSES)
                .mapToObj(i -> bus.consumer("many/" + round + "/" + i, _ -> {}).completion())
                .toList()));
    return Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
  }

  private static double median(List<Double> values) {
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  private static Vertx node(ClusterManager cluster) {
    // With several, whether a requester shares the connection's event loop is up to the order of
    // their making, and weighs more than all that a cluster manager does.
    var options = new VertxOptions().setEventLoopPoolSize(1);
    options.getEventBusOptions().setHost("127.0.0.1");
    return await(Vertx.builder().with(options).withClusterManager(cluster).buildClustered());
  }

  private static ClusterManager etcd(URI endpoint) {
    return new EtcdClusterManager(TestCluster.settings(endpoint), "/bench/");
  }

  private static ClusterManager hazelcast(String port) {
    System.setProperty("hazelcast.logging.type", "slf4j");
    Config config = ConfigUtil.loadConfig();
    var network = config.getNetworkConfig();
    network.setPort(Integer.parseInt(port)).setPortAutoIncrement(true).setPortCount(2);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    var join = network.getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig()
        .setEnabled(true)
        .addMember("127.0.0.1:" + port)
        .addMember("127.0.0.1:" + (Integer.parseInt(port) + 1));
    return new HazelcastClusterManager(config);
  }

  private static Process otherJvm(String... args) throws IOException {
    var java = System.getProperty("java.home") + "/bin/java";
    var command =
        new ArrayList<>(
            List.of(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "-Djava.net.preferIPv4Stack=true",
                BusBenchmark.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
