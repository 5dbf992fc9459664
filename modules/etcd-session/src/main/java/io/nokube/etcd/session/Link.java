package io.nokube.etcd.session;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientTransportFilter;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;

/// One client of etcd: one HTTP/2 connection to one endpoint. It is replaced, never repaired:
/// gRPC's own reconnecting backs off to minutes, what it had queued would be delivered late, and
/// behind another connection may be an etcd that was set back, which is judged first.
final class Link implements AutoCloseable {

  private static final int MAX_MESSAGE = 64 * 1024 * 1024;
  private static final Duration PING_EVERY = Duration.ofSeconds(10); // etcd refuses less than 5 s

  private final URI endpoint;
  private final ManagedChannel channel;

  private Link(URI endpoint, ManagedChannel channel) {
    this.endpoint = endpoint;
    this.channel = channel;
  }

  static Link to(URI endpoint, EtcdSettings settings, EventLoopGroup loop) {
    var timeout = settings.requestTimeout().toMillis();
    var once = new OneConnection();
    var builder =
        NettyChannelBuilder.forAddress(endpoint.getHost(), endpoint.getPort())
            .eventLoopGroup(loop)
            .channelType(NioSocketChannel.class)
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout))
            .maxInboundMessageSize(MAX_MESSAGE)
            .keepAliveTime(PING_EVERY.toSeconds(), TimeUnit.SECONDS)
            .keepAliveTimeout(timeout, TimeUnit.MILLISECONDS)
            .idleTimeout(Long.MAX_VALUE, TimeUnit.DAYS)
            .addTransportFilter(once)
            .disableRetry();
    settings.tls().ifPresentOrElse(tls -> builder.sslContext(fresh(tls)), builder::usePlaintext);
    var link = new Link(endpoint, builder.build());
    once.again = link::close;
    return link;
  }

  /// Ends the link when gRPC has connected it a second time, before anything is sent there.
  private static final class OneConnection extends ClientTransportFilter {
    private final AtomicBoolean before = new AtomicBoolean();
    private volatile Runnable again = () -> {};

    @Override
    public Attributes transportReady(Attributes connection) {
      if (before.getAndSet(true)) {
        again.run();
      }
      return connection;
    }
  }

  /// One for each link: a context that was used before would take up its old session, without
  /// either side's showing the certificate it has now.
  private static SslContext fresh(EtcdTls tls) {
    try {
      var client = SslContextBuilder.forClient().keyManager(tls.key()).trustManager(tls.trust());
      return GrpcSslContexts.configure(client, SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException("preparing TLS with etcd: this Java has no TLS for it", e);
    }
  }

  ManagedChannel channel() {
    return channel;
  }

  URI endpoint() {
    return endpoint;
  }

  static CallOptions within(Duration timeout) {
    return CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Ends the connection at once and with it every call on it.
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
