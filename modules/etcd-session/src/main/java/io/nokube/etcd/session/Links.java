package io.nokube.etcd.session;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The session's two clients: one for everybody's requests and watches, one for the lease alone, on
/// an event loop of its own, so that no answer of 64 MB and no blocked caller can hold up a
/// renewal.
final class Links implements AutoCloseable {

  private final EtcdSettings settings;
  private final EventLoopGroup requestLoop = loop("etcd-requests");
  private final EventLoopGroup leaseLoop = loop("etcd-lease-io");
  private int next;
  private volatile Link requests;
  private volatile Link lease;

  Links(EtcdSettings settings) {
    this.settings = settings;
    requests = link(requestLoop);
    lease = link(leaseLoop);
  }

  Link requests() {
    return requests;
  }

  Link lease() {
    return lease;
  }

  /// The one that the lease's client uses, and nothing else.
  EventLoop leaseLoop() {
    return leaseLoop.next();
  }

  /// Both clients anew, to the next endpoint. Calls on the old ones fail.
  void replaceBoth() {
    next++;
    replaceRequests();
    var old = lease;
    lease = link(leaseLoop);
    old.close();
  }

  /// The requests' client anew; the lease's stays.
  void replaceRequests() {
    var old = requests;
    requests = link(requestLoop);
    old.close();
  }

  /// Asks every endpoint at the same time, each over a connection that is there for that only.
  <A> Map<URI, A> each(Function<Link, A> question) {
    var answers = new LinkedHashMap<URI, CompletableFuture<A>>();
    for (var endpoint : settings.endpoints()) {
      answers.put(
          endpoint,
          CompletableFuture.supplyAsync(
              () -> {
                try (var link = Link.to(endpoint, settings, requestLoop)) {
                  return question.apply(link);
                }
              },
              task -> Thread.ofVirtual().name("asking " + endpoint).start(task)));
    }
    var all = new LinkedHashMap<URI, A>();
    answers.forEach((endpoint, answer) -> all.put(endpoint, answer.join()));
    return all;
  }

  @Override
  public void close() {
    requests.close();
    lease.close();
    var _ = requestLoop.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    var _ = leaseLoop.shutdownGracefully(0, 2, TimeUnit.SECONDS);
  }

  private Link link(EventLoopGroup loop) {
    var endpoints = settings.endpoints();
    return Link.to(endpoints.get(next % endpoints.size()), settings, loop);
  }

  private static EventLoopGroup loop(String name) {
    return new MultiThreadIoEventLoopGroup(
        1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }
}
