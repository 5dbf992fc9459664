package io.nokube.launcher.ssh;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.SocketFactory;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;

/// One connection to a host, its user logged in; ended by us if it takes too long to come up, or if
/// nothing is heard from the host any more.
///
/// sshj asks the host all the time whether it lives. It can't be left to sshj to notice that no
/// answer comes: it is stuck itself once a dead host leaves the socket's buffer full. So a watch
/// closes the socket, which ends every wait on it.
final class Link implements AutoCloseable {
  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final String TOO_MANY = "Too many authentication failures";

  /// Why we ended a connection.
  enum Cut {
    /// It wasn't up by its deadline.
    LATE,
    /// It was up, and nothing was heard any more.
    SILENT
  }

  private final SshTarget target;
  private final Patience patience;
  private final Deadline deadline;
  private final SSHClient client = new SSHClient(new Algorithms());
  private final CountDownLatch up = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Optional<Cut> cut = Optional.empty();
  private volatile HeardSocket socket = new HeardSocket();
  private volatile Optional<AgentClient> agent = Optional.empty();
  private volatile Optional<String> farewell = Optional.empty();
  private volatile String stage = "it took the connection";

  private Link(SshTarget target, Deadline deadline, Patience patience) {
    this.target = target;
    this.deadline = deadline;
    this.patience = patience;
  }

  /// @throws SshFailure if it isn't up by the deadline
  static Link open(SshTarget target, HostKeyCheck check, Deadline deadline, Patience patience) {
    var link = new Link(target, deadline, patience);
    Thread.ofVirtual().name("ssh-watch-" + target.node()).start(link::watch);
    try {
      link.connect(check);
      link.up.countDown();
      return link;
    } catch (SshFailure failure) {
      link.close();
      throw failure.kind() == Kind.AUTHENTICATION && link.cut.isPresent()
          ? link.trouble().agent(deadline)
          : failure;
    }
  }

  SSHClient client() {
    return client;
  }

  SshTarget target() {
    return target;
  }

  Patience patience() {
    return patience;
  }

  /// What went wrong while `doing` something on this connection.
  SshFailure failure(String doing, Exception e) {
    return trouble().of(doing, e);
  }

  private Trouble trouble() {
    return new Trouble(target, patience, cut, client.isConnected(), farewell);
  }

  private void connect(HostKeyCheck check) {
    try (var credentials = Credentials.of(target, client, this::asked)) {
      dial();
      client.addHostKeyVerifier(check);
      client.setSocketFactory(new Connected(socket));
      client
          .getTransport()
          .setDisconnectListener((reason, words) -> farewell = Optional.ofNullable(words));
      client.getTransport().setTimeoutMs(deadline.millis());
      client.getConnection().setTimeoutMs((int) patience.answer().toMillis());
      client.getConnection().getKeepAlive().setKeepAliveInterval(patience.askEverySeconds());
      client.connect(target.address(), target.port());
      stage = "it proved who it is";
      logIn(credentials);
    } catch (IOException | SSHRuntimeException | IllegalStateException e) {
      throw check.refusal().orElseGet(() -> trouble().connecting(stage, e, deadline));
    }
  }

  /// The agent's answer is waited for no longer than all else.
  private void asked(AgentClient opened) {
    agent = Optional.of(opened);
    if (cut.isPresent()) {
      opened.close();
    }
  }

  private void logIn(Credentials credentials) throws TransportException {
    try {
      client.auth(target.user(), credentials.methods());
    } catch (UserAuthException | TransportException e) {
      boolean answered = client.isConnected() && !trouble().isNoAnswer(e);
      boolean tooMany = !answered && farewell().contains(TOO_MANY);
      throw answered || tooMany
          ? notLetIn(credentials, e, tooMany)
          : trouble().connecting(stage, e, deadline);
    }
  }

  /// The host's last words may come in a moment after the connection could no longer be used.
  private String farewell() {
    try {
      client.getTransport().join((int) GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TransportException over) {
      // It ended by an error, which the listener was told.
    }
    return farewell.orElse("");
  }

  private SshFailure notLetIn(Credentials credentials, Exception e, boolean tooMany) {
    var server = client.getUserAuth();
    var takes = String.join(", ", server.getAllowedMethods());
    var why =
        server.hadPartialSuccess()
            ? "; it wants a second proof (%s), which nokube can't give".formatted(takes)
            : (takes.isBlank() ? "" : "; the server takes " + takes)
                + (tooMany ? "; it stopped before all keys were tried" : "")
                + (e.getCause() == null ? "" : " (" + Trouble.words(e) + ")");
    return new SshFailure(
        Kind.AUTHENTICATION,
        "%s: %s doesn't let us in: tried %s%s"
            .formatted(target.node(), target.there(), credentials.tried(), why),
        credentials.advice(),
        e);
  }

  /// All addresses of a name are tried, each with its share of what time is left.
  private void dial() {
    try {
      var addresses = addresses();
      for (int i = 0; i < addresses.size(); i++) {
        var fresh = new HeardSocket();
        socket = fresh;
        try {
          fresh.setTcpNoDelay(true);
          fresh.connect(
              new InetSocketAddress(addresses.get(i), target.port()),
              Math.max(1, deadline.millis() / (addresses.size() - i)));
          return;
        } catch (IOException e) {
          fresh.close();
          if (i == addresses.size() - 1) {
            throw e;
          }
        }
      }
    } catch (IOException | TimeoutException e) {
      throw trouble().dialling(e, deadline);
    }
  }

  /// The resolver of the system knows no deadline.
  private List<InetAddress> addresses() throws IOException, TimeoutException {
    var answer = new CompletableFuture<List<InetAddress>>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(List.of(InetAddress.getAllByName(target.address())));
          } catch (UnknownHostException e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.get(deadline.millis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void watch() {
    try {
      if (!up.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        cut(Cut.LATE);
        return;
      }
      var left = patience.silence();
      while (!ended.await(Math.max(1, left.toNanos()), TimeUnit.NANOSECONDS)) {
        left = patience.silence().minus(socket.silentFor());
        if (!left.isPositive()) {
          cut(Cut.SILENT);
          return;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the watch", e);
    }
  }

  private void cut(Cut why) {
    if (ended.getCount() == 0) {
      return;
    }
    cut = Optional.of(why);
    shutSocket();
    agent.ifPresent(AgentClient::close);
  }

  /// Says goodbye, if the host still listens.
  @Override
  public void close() {
    ended.countDown();
    up.countDown();
    var goodbye = Thread.ofVirtual().start(this::disconnect);
    try {
      goodbye.join(GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shutSocket();
  }

  private void disconnect() {
    try {
      client.disconnect();
    } catch (IOException gone) {
      // It is closed all the same.
    }
  }

  private void shutSocket() {
    try {
      socket.close();
    } catch (IOException closed) {
      // It is of no use either way.
    }
  }

  /// Gives sshj the socket that is connected already.
  private static final class Connected extends SocketFactory {
    private final Socket socket;

    Connected(Socket socket) {
      this.socket = socket;
    }

    @Override
    public Socket createSocket() {
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
      return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
      return socket;
    }
  }
}
