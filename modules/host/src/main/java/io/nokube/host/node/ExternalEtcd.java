package io.nokube.host.node;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// An etcd that is somebody else's, asked as the agents will ask it: by gRPC, over TLS, from here.
/// Nothing of etcd need be installed.
record ExternalEtcd(List<URI> endpoints, ClientTls tls) implements EpochKeeper {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final String STRANGE = "does not speak as etcd does";
  private static final String ADVICE =
      "see that etcd runs there and this host reaches it, that the authority is the one that has signed"
          + " etcd's certificates, and that etcd takes the client certificate (its --trusted-ca-file)";

  /// @param answering endpoints that answered
  /// @param silent why each other one didn't
  /// @param value of the key, as the first that answered has it
  record Look(List<URI> answering, Map<URI, String> silent, Optional<String> value) {}

  /// Asks every endpoint for a key.
  ///
  /// @throws StepFailure if none answers, naming why for each
  Look look(String key, Deadline deadline) {
    var context = tls.context();
    var values = new LinkedHashMap<URI, Optional<String>>();
    var silent = new LinkedHashMap<URI, String>();
    for (var endpoint : endpoints) {
      try {
        values.put(
            endpoint, value(send(context, endpoint, EtcdWire.RANGE, EtcdWire.get(key), deadline)));
      } catch (IOException e) {
        silent.put(endpoint, why(e));
      }
    }
    if (values.isEmpty()) {
      throw new StepFailure("etcd does not answer: " + said(silent), ADVICE);
    }
    return new Look(List.copyOf(values.keySet()), silent, values.values().iterator().next());
  }

  /// Deletes all that begins with a prefix, if `key` has this value there.
  ///
  /// @return whether it was so
  /// @throws StepFailure if none answers
  boolean deleteIf(String key, String value, String prefix, Deadline deadline) {
    var context = tls.context();
    var silent = new LinkedHashMap<URI, String>();
    for (var endpoint : endpoints) {
      try {
        return EtcdWire.succeeded(
            send(context, endpoint, EtcdWire.TXN, EtcdWire.deleteIf(key, value, prefix), deadline));
      } catch (IOException e) {
        silent.put(endpoint, why(e));
      }
    }
    throw new StepFailure("etcd does not answer: " + said(silent), ADVICE);
  }

  @Override
  public Optional<String> value(String key, Deadline deadline) {
    return look(key, deadline).value();
  }

  /// @throws StepFailure if none answers
  @Override
  public long put(String key, String value, Deadline deadline) {
    var context = tls.context();
    var silent = new LinkedHashMap<URI, String>();
    for (var endpoint : endpoints) {
      try {
        return EtcdWire.revision(
            send(context, endpoint, EtcdWire.PUT, EtcdWire.put(key, value), deadline));
      } catch (IOException e) {
        silent.put(endpoint, why(e));
      }
    }
    throw new StepFailure("etcd does not answer: " + said(silent), ADVICE);
  }

  static String said(Map<URI, String> silent) {
    return silent.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining("; "));
  }

  private static Optional<String> value(byte[] answer) throws IOException {
    try {
      return EtcdWire.value(answer);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new NotServed(STRANGE + " (" + e.getMessage() + ")");
    }
  }

  private static byte[] send(
      SSLContext context, URI endpoint, String method, byte[] body, Deadline deadline)
      throws IOException {
    greet(context, endpoint, deadline);
    var client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(context).build();
    var request =
        HttpRequest.newBuilder(endpoint.resolve(method))
            .timeout(deadline.atMost(PATIENCE).remaining().plusMillis(1))
            .header("content-type", "application/grpc")
            .header("te", "trailers")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new NotServed(STRANGE + " (it answers " + answer.statusCode() + ")");
      }
      if (answer.body().length == 0) {
        throw new NotServed(
            "refuses the request: it has no leader, or does not let this certificate's user do it");
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailure("interrupted while asking etcd", "run the command again", e);
    } finally {
      client.shutdownNow();
    }
  }

  /// Makes sure that both sides take one another's certificates: what a request would say of that
  /// is that its connection broke.
  private static void greet(SSLContext context, URI endpoint, Deadline deadline)
      throws IOException {
    var patience = Math.toIntExact(deadline.atMost(PATIENCE).remaining().toMillis()) + 1;
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(host(endpoint), endpoint.getPort()), patience);
      plain.setSoTimeout(patience);
      var factory = context.getSocketFactory();
      try (var socket =
          (SSLSocket) factory.createSocket(plain, host(endpoint), endpoint.getPort(), true)) {
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        greet(socket);
      }
    }
  }

  private static void greet(SSLSocket socket) throws IOException {
    try {
      socket.startHandshake();
      // HTTP/2 servers speak first; with TLS 1.3, one that takes no certificate says so here.
      if (socket.getInputStream().read() < 0) {
        throw new NotServed(STRANGE);
      }
    } catch (SocketException e) {
      // It may have hung up before it could be heard why.
      throw new NotServed(
          "ends the connection: it does not take the client certificate, or is no etcd (%s)"
              .formatted(e.getMessage()));
    }
  }

  /// Without the brackets of an IPv6 address.
  private static String host(URI endpoint) {
    return endpoint.getHost().replaceAll("[\\[\\]]", "");
  }

  /// What went wrong, as the end of a sentence about the endpoint.
  static String why(IOException e) {
    var said = String.valueOf(root(e).getMessage());
    return switch (e) {
      case NotServed served -> String.valueOf(served.getMessage());
      case UnknownHostException unknown -> "has a name that is not known here";
      case SSLException refused when said.contains("fatal alert") ->
          "does not take the client certificate (" + said + ")";
      case SSLException clear when said.contains("unrecognized SSL message") ->
          "does not speak TLS";
      case SSLException stranger ->
          "shows a certificate that is not to be trusted as its own (" + said + ")";
      case SocketTimeoutException late -> "does not answer in time";
      default -> "fails: " + said;
    };
  }

  /// It is reached and trusted, but doesn't do what it was asked for.
  private static final class NotServed extends IOException {
    private static final long serialVersionUID = 1;

    NotServed(String why) {
      super(why);
    }
  }

  private static Throwable root(Throwable failed) {
    var root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
