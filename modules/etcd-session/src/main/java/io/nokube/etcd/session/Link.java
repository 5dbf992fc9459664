package io.nokube.etcd.session;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One client of etcd: one HTTP/2 connection to one endpoint. It is replaced, never repaired:
/// gRPC's own reconnecting backs off to minutes, and what it had queued would be delivered late.
final class Link implements AutoCloseable {

  private static final int MAX_MESSAGE = 64 * 1024 * 1024;
  private static final Duration PING_EVERY = Duration.ofSeconds(10); // etcd refuses less than 5 s

  private final URI endpoint;
  private final ManagedChannel channel;

  private Link(URI endpoint, ManagedChannel channel) {
    this.endpoint = endpoint;
    this.channel = channel;
  }

  static Link to(URI endpoint, Duration timeout, EventLoopGroup loop) {
    var channel =
        NettyChannelBuilder.forAddress(endpoint.getHost(), endpoint.getPort())
            .usePlaintext()
            .eventLoopGroup(loop)
            .channelType(NioSocketChannel.class)
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
            .maxInboundMessageSize(MAX_MESSAGE)
            .keepAliveTime(PING_EVERY.toSeconds(), TimeUnit.SECONDS)
            .keepAliveTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .disableRetry()
            .build();
    return new Link(endpoint, channel);
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
