package io.nokube.launcher.ssh;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;

/// A program on a host, on a channel of its own. Two threads read what it prints, so that neither
/// stream can fill up the channel's window and stop the other.
final class RemoteRun implements Run {
  private static final int LONGEST_LINE = 16 << 20;
  private static final int ERRORS = 8 << 10;

  private final Link link;
  private final String program;
  private final Session session;
  private final Session.Command command;
  private final Deadline deadline;
  private final Handover<Printed> printed = new Handover<>();
  private final Tail errors = new Tail(ERRORS);
  private volatile Optional<Printed> last = Optional.empty();
  private final Thread erring;

  private sealed interface Printed {
    record Line(String text) implements Printed {}

    record End() implements Printed {}

    record Broken(Exception why) implements Printed {}
  }

  private RemoteRun(
      Link link, String program, Session session, Session.Command command, Deadline deadline) {
    this.link = link;
    this.program = program;
    this.session = session;
    this.command = command;
    this.deadline = deadline;
    var name = "ssh-run-" + link.target().node();
    Thread.ofVirtual().name(name + "-out").start(this::readOutput);
    this.erring = Thread.ofVirtual().name(name + "-err").start(this::readErrors);
  }

  static RemoteRun start(Link link, List<String> command, Deadline deadline) {
    var words = ShellWords.of(command);
    var program = command.getFirst();
    try {
      return link.await(() -> started(link, program, words, deadline), deadline);
    } catch (TimeoutException e) {
      throw new SshFailure(
          Kind.TIMEOUT,
          "%s: starting %s on %s: the host didn't answer within %s"
              .formatted(
                  link.target().node(), program, link.target().there(), seconds(deadline.whole())),
          "Is the host overloaded, or gone? Then run the command again.",
          e);
    } catch (IOException | SSHRuntimeException | IllegalStateException e) {
      throw notStarted(link, program, e);
    }
  }

  /// If that takes too long, nobody waits for it any more.
  private static RemoteRun started(Link link, String program, String words, Deadline deadline)
      throws IOException {
    var session = link.client().startSession();
    var run = new RemoteRun(link, program, session, session.exec(words), deadline);
    if (deadline.passed()) {
      run.close();
    }
    return run;
  }

  private static SshFailure notStarted(Link link, String program, Exception e) {
    var target = link.target();
    return Trouble.words(e).equals("Request failed") && link.client().isConnected()
        ? new SshFailure(
            Kind.OTHER,
            "%s: %s lets us in but runs no commands".formatted(target.node(), target.there()),
            "Give %s a login shell and no ForceCommand in sshd_config, or log in as another user."
                .formatted(target.user()),
            e)
        : link.failure("starting " + program, e);
  }

  private void readOutput() {
    try {
      var lines = new Lines(command.getInputStream(), LONGEST_LINE);
      var line = lines.next();
      while (line.isPresent() && printed.give(new Printed.Line(line.get()))) {
        line = lines.next();
      }
      printed.give(new Printed.End());
    } catch (IOException | RuntimeException e) {
      printed.give(new Printed.Broken(e));
    }
  }

  private void readErrors() {
    byte[] buffer = new byte[ERRORS];
    InputStream stream = command.getErrorStream();
    try {
      for (int count = stream.read(buffer, 0, buffer.length);
          count >= 0;
          count = stream.read(buffer, 0, buffer.length)) {
        errors.add(buffer, count);
      }
    } catch (IOException lost) {
      // Who reads the output, or waits for the end, is told.
    }
  }

  @Override
  public Optional<String> nextLine() {
    return nextLine(deadline.remaining());
  }

  @Override
  public Optional<String> nextLine(Duration patience) {
    var left = deadline.remaining();
    var wait = patience.compareTo(left) < 0 ? patience : left;
    try {
      var next = last.or(() -> taken(wait));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return switch (next.orElseThrow(() -> late("printed no further line", wait))) {
        case Printed.Line line -> Optional.of(line.text());
        case Printed.End end -> {
          last = next;
          yield Optional.empty();
        }
        case Printed.Broken broken -> {
          last = next;
          throw broken.why() instanceof Lines.TooLong
              ? new SshFailure(
                  Kind.OTHER,
                  "%s: running %s on %s: %s"
                      .formatted(
                          link.target().node(),
                          program,
                          link.target().there(),
                          broken.why().getMessage()),
                  "It isn't the program that was meant, or something else prints in its place.",
                  broken.why())
              : link.failure("running " + program, broken.why());
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw link.failure("running " + program, e);
    }
  }

  private Optional<Printed> taken(Duration wait) {
    try {
      return printed.take(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private SshFailure late(String what, Duration waited) {
    return new SshFailure(
        Kind.TIMEOUT,
        "%s: running %s on %s: it %s within %s"
            .formatted(link.target().node(), program, link.target().there(), what, seconds(waited)),
        errors.text().isBlank()
            ? "Look what it does on the host, then run the command again."
            : "It said last: " + errors.text().strip());
  }

  private static String seconds(Duration time) {
    return time.toMillis() < 10_000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
  }

  @Override
  public void send(byte[] input) {
    try {
      var stream = command.getOutputStream();
      stream.write(input, 0, input.length);
      stream.flush();
    } catch (IOException | SSHRuntimeException e) {
      throw link.failure("sending to " + program, e);
    }
  }

  @Override
  public void closeInput() {
    try {
      command.getOutputStream().close();
    } catch (IOException | SSHRuntimeException e) {
      throw link.failure("ending the input of " + program, e);
    }
  }

  @Override
  public int exitCode() {
    try {
      command.join(deadline.millis(), TimeUnit.MILLISECONDS);
      erring.join(link.patience().answer());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw link.failure("running " + program, e);
    } catch (IOException | SSHRuntimeException e) {
      if (command.isOpen() && deadline.passed()) {
        throw late("did not end", deadline.whole());
      }
      throw link.failure("running " + program, e);
    }
    var code = Optional.ofNullable(command.getExitStatus());
    var signal = Optional.ofNullable(command.getExitSignal());
    return code.or(() -> signal.map(RemoteRun::number))
        .orElseThrow(() ->
            link.failure("running " + program, new IOException("it ended without an exit code")));
  }

  /// POSIX numbers them so, but for USR1 and USR2, which are Linux'.
  private static int number(Signal signal) {
    return 128
        + switch (signal) {
          case HUP -> 1;
          case INT -> 2;
          case QUIT -> 3;
          case ILL -> 4;
          case ABRT -> 6;
          case FPE -> 8;
          case KILL -> 9;
          case USR1 -> 10;
          case SEGV -> 11;
          case USR2 -> 12;
          case PIPE -> 13;
          case ALRM -> 14;
          case TERM -> 15;
          case UNKNOWN -> 0;
        };
  }

  @Override
  public String errors() {
    return errors.text();
  }

  @Override
  public void close() {
    printed.close();
    // sshj waits for the host to close it too, and sshd does so only when the program has ended.
    Thread.ofVirtual().start(this::closeChannel);
  }

  private void closeChannel() {
    try {
      session.close();
    } catch (IOException | SSHRuntimeException gone) {
      // The connection is lost, and the channel with it.
    }
  }
}
