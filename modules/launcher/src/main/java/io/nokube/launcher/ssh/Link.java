package io.nokube.launcher.ssh;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;

/// One connection to a host, its user logged in; ended by us if it takes too long to come up, or if
/// nothing is heard from the host any more.
///
/// sshj asks the host all the time whether it lives. It can't be left to sshj to notice that no
/// answer comes: it is stuck itself once a dead host leaves the socket's buffer full. So a watch
/// closes the socket, which ends every wait on it. Nor is sshj alone waited for: it forgets to tell
/// of a connection's end who begins to wait at that very moment.
final class Link implements AutoCloseable {
  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final String PROVED = "it proved who it is";
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
  private final CompletableFuture<Object> over = new CompletableFuture<>();
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
      throw failure;
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
    try (var credentials = credentials()) {
      dial();
      shake(check, credentials);
    }
  }

  private Credentials credentials() {
    try {
      return Credentials.of(target, client, this::asked);
    } catch (SshFailure failure) {
      throw cut.isPresent() ? trouble().agent(deadline) : failure;
    }
  }

  private void shake(HostKeyCheck check, Credentials credentials) {
    try {
      client.addHostKeyVerifier(check);
      client.setSocketFactory(new Connected(socket));
      client.getTransport().setDisconnectListener(this::ended);
      client.getTransport().setTimeoutMs(deadline.millis());
      client.getConnection().setTimeoutMs((int) patience.room().toMillis());
      client.getConnection().getKeepAlive().setKeepAliveInterval(patience.askEverySeconds());
      await(
          () -> {
            client.connect(target.address(), target.port());
            stage = PROVED;
            logIn(credentials);
            return client;
          },
          deadline);
    } catch (IOException | TimeoutException | SSHRuntimeException | IllegalStateException e) {
      throw check
          .refusal()
          .or(() -> tooMany(credentials, e))
          .orElseGet(() -> trouble().connecting(stage, e, deadline));
    }
  }

  interface Work<T> {
    T result() throws IOException;
  }

  /// Does something that takes as long as it takes, and waits for it no longer than until the
  /// deadline or the end of the connection.
  <T> T await(Work<T> work, Deadline by) throws IOException, TimeoutException {
    var answer = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(work.result());
          } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      CompletableFuture.anyOf(answer, over).get(by.millis(), TimeUnit.MILLISECONDS);
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException own) {
        throw own;
      }
      throw e.getCause() instanceof IOException io ? io : new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void ended(DisconnectReason reason, String words) {
    farewell = Optional.ofNullable(words).filter(w -> !w.isBlank());
    over.completeExceptionally(new TransportException(reason, words));
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
    } catch (UserAuthException e) {
      if (client.isConnected() && !trouble().isNoAnswer(e)) {
        throw notLetIn(credentials, e, "");
      }
      throw new TransportException(e);
    }
  }

  /// The host's last words may come in a moment after the connection could no longer be used.
  private Optional<SshFailure> tooMany(Credentials credentials, Exception e) {
    if (stage.equals(PROVED) && cut.isEmpty()) {
      try {
        over.get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException told) {
        // An end is all that is waited for.
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
      }
    }
    return farewell
        .filter(words -> words.contains(TOO_MANY))
        .map(words -> notLetIn(credentials, e, "; it stopped before all keys were tried"));
  }

  private SshFailure notLetIn(Credentials credentials, Exception e, String more) {
    var server = client.getUserAuth();
    var takes = String.join(", ", server.getAllowedMethods());
    var why =
        server.hadPartialSuccess()
            ? "; it wants a second proof (%s), which nokube can't give".formatted(takes)
            : (takes.isBlank() ? "" : "; the server takes " + takes)
                + more
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
    return await(() -> List.of(InetAddress.getAllByName(target.address())), deadline);
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
