package io.nokube.host.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of an etcd that doesn't answer. One that does is met by whole clusters.
class ExternalEtcdTest {
  @TempDir private Path folder;

  @Test
  void everyEndpointThatDoesNotAnswerIsNamedWithItsReason() throws IOException {
    TestAuthority.create().writeNode(folder);
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    var etcd =
        new ExternalEtcd(
            List.of(
                URI.create("https://127.0.0.1:" + closed),
                URI.create("https://no-such-host.invalid:2379")),
            new ClientTls(
                folder.resolve("ca.crt"), folder.resolve("node.crt"), folder.resolve("node.key")));

    assertThatThrownBy(() -> etcd.look("/nokube/demo/id", Deadline.in(Duration.ofSeconds(20))))
        .isInstanceOf(StepFailure.class)
        .hasMessage(
            "etcd does not answer: https://127.0.0.1:%d fails: Connection refused; https://no-such-host.invalid:2379 has a name that is not known here"
                .formatted(closed));
  }

  @Test
  void whoDoesNotTrustWhomIsTold() {
    assertThat(ExternalEtcd.why(new SSLHandshakeException("Received fatal alert: bad_certificate")))
        .isEqualTo("does not take the client certificate (Received fatal alert: bad_certificate)");
    assertThat(
            ExternalEtcd.why(
                new SSLHandshakeException(
                    "No subject alternative names matching IP address 10.0.0.5 found")))
        .isEqualTo(
            "shows a certificate that is not to be trusted as its own (No subject alternative names matching IP address 10.0.0.5 found)");
    assertThat(ExternalEtcd.why(new SocketTimeoutException("Read timed out")))
        .isEqualTo("does not answer in time");
    assertThat(ExternalEtcd.why(new UnknownHostException("etcd1")))
        .isEqualTo("has a name that is not known here");
  }
}
