package io.nokube.etcd.session;

import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The lease's renewals: one stream for as long as it serves, one request and its answer at a time.
///
/// A renewal that isn't answered in time ends its stream, so that a late answer is never taken for
/// the next one's. A stream that etcd has ended since (its member lost its leader) is opened anew
/// once, on the same link.
///
/// Not thread-safe.
final class Renewals {

  private record Stream(
      Link link, BlockingClientCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> call) {

    static Stream on(Link link) {
      return new Stream(
          link,
          ClientCalls.blockingBidiStreamingCall(
              link.channel(), LeaseGrpc.getLeaseKeepAliveMethod(), CallOptions.DEFAULT));
    }
  }

  private Optional<Stream> open = Optional.empty();

  /// @return the answer's time to live is zero if etcd holds no such lease
  /// @throws StatusException if etcd refuses, or is out of reach
  /// @throws TimeoutException if there was no answer within the duration
  LeaseKeepAliveResponse renew(Link link, LeaseId lease, Duration within)
      throws StatusException, TimeoutException, InterruptedException {
    var until = System.nanoTime() + within.toNanos();
    var kept = open.filter(stream -> stream.link() == link);
    if (kept.isPresent()) {
      try {
        return asked(kept.get(), lease, until);
      } catch (StatusException ended) {
        // a fresh stream shows whether etcd serves
      }
    } else {
      end();
    }
    open = Optional.of(Stream.on(link));
    return asked(open.get(), lease, until);
  }

  private LeaseKeepAliveResponse asked(Stream stream, LeaseId lease, long until)
      throws StatusException, TimeoutException, InterruptedException {
    var call = stream.call();
    var request = LeaseKeepAliveRequest.newBuilder().setID(lease.number()).build();
    var answered = false;
    try {
      call.write(request, until - System.nanoTime(), TimeUnit.NANOSECONDS);
      var answer = call.read(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (answer == null) {
        throw Status.UNAVAILABLE.withDescription("the renewal got no answer").asException();
      }
      answered = true;
      return answer;
    } finally {
      if (!answered) {
        end();
      }
    }
  }

  /// Ends the stream; the next renewal opens another.
  void end() {
    open.ifPresent(stream -> stream.call().cancel("done", null));
    open = Optional.empty();
  }
}
