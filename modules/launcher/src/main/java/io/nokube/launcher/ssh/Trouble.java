package io.nokube.launcher.ssh;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPException;
import net.schmizz.sshj.transport.TransportException;

/// Tells apart what sshj and the network throw.
///
/// @param cut why we ended the connection ourselves, if we did
/// @param alive whether the connection is still there
/// @param farewell what was said when it ended
record Trouble(
    SshTarget target,
    Patience patience,
    Optional<Link.Cut> cut,
    boolean alive,
    Optional<String> farewell) {

  /// Of a call on a connection that was there.
  ///
  /// @param doing a gerund and its object: `reading /etc/os-release`
  SshFailure of(String doing, Exception e) {
    var begin = "%s: %s on %s: ".formatted(target.node(), doing, target.there());
    if (cut.isPresent()) {
      return switch (cut.get()) {
        case LATE ->
            new SshFailure(Kind.TIMEOUT, begin + "no answer in time", "Run the command again.", e);
        case SILENT ->
            new SshFailure(
                Kind.TIMEOUT,
                begin + "nothing was heard from the host for " + seconds(),
                "Is the host up, and the network between? Then run the command again.",
                e);
      };
    }
    if (find(e, InterruptedException.class).isPresent()
        || find(e, InterruptedIOException.class)
            .filter(io -> !(io instanceof SocketTimeoutException))
            .isPresent()) {
      return new SshFailure(Kind.OTHER, begin + "interrupted", "Run the command again.", e);
    }
    boolean noRoom = words(e).startsWith("Timeout when trying to expand");
    if (alive && (find(e, TimeoutException.class).isPresent() || noRoom)) {
      return new SshFailure(
          Kind.TIMEOUT,
          begin
              + "the host lives, but didn't answer within "
              + (noRoom ? patience.room() : patience.answer()).toSeconds()
              + " s",
          "Look whether the host is overloaded or its disk hangs; then run the command again.",
          e);
    }
    if (!alive || isLoss(e)) {
      return new SshFailure(
          Kind.CONNECTION_LOST,
          begin + "the connection was lost (" + farewell.orElseGet(() -> words(e)) + ")",
          "Is the host still up? Look at its sshd's log, then run the command again.",
          e);
    }
    var sftp = find(e, SFTPException.class).filter(s -> s.getStatusCode() != StatusCode.UNKNOWN);
    if (sftp.isPresent()) {
      return ofSftp(begin, sftp.get());
    }
    if (find(e, OpenFailException.class).isPresent()) {
      return new SshFailure(
          Kind.OTHER,
          begin + "the host opens no further channel (" + words(e) + ")",
          "Let sshd allow at least 10 on one connection (MaxSessions in its sshd_config).",
          e);
    }
    return new SshFailure(Kind.OTHER, begin + words(e), "Look at the log of the host's sshd.", e);
  }

  private SshFailure ofSftp(String begin, SFTPException e) {
    return switch (e.getStatusCode()) {
      case PERMISSION_DENIED, WRITE_PROTECT ->
          new SshFailure(
              Kind.DENIED,
              begin + "permission denied",
              "Let %s do that, or log in as a user who may.".formatted(target.user()),
              e);
      case NO_SPACE_ON_FILESYSTEM, QUOTA_EXCEEDED ->
          new SshFailure(
              Kind.DISK_FULL, begin + words(e), "Make room there, then run the command again.", e);
      case NO_SUCH_FILE, NO_SUCH_PATH ->
          new SshFailure(
              Kind.OTHER,
              begin + "there is no such file or folder",
              "Somebody removed it meanwhile: run the command again.",
              e);
      default ->
          new SshFailure(
              Kind.OTHER,
              begin + "the host says \"" + words(e) + "\"",
              "Look whether a file is where a folder should be or the other way, and whether the"
                  + " file system is whole.",
              e);
    };
  }

  /// Of the first step, when nothing was there yet.
  SshFailure dialling(Exception e, Deadline deadline) {
    var begin = "%s: cannot connect to %s: ".formatted(target.node(), target.there());
    if (find(e, UnknownHostException.class).isPresent()) {
      return new SshFailure(
          Kind.UNREACHABLE,
          begin + "no address is known for the name " + target.address(),
          "Correct the address in the cluster's file, or the name service of this machine.",
          e);
    }
    if (find(e, SocketTimeoutException.class).isPresent()
        || find(e, TimeoutException.class).isPresent()
        || cut.isPresent()) {
      return new SshFailure(
          Kind.TIMEOUT,
          begin + "no answer within " + deadline.whole().toSeconds() + " s",
          "Is the host up, is the address right, and does every firewall between let port %d through?"
              .formatted(target.port()),
          e);
    }
    if (find(e, ConnectException.class).isPresent() && words(e).contains("refused")) {
      return new SshFailure(
          Kind.UNREACHABLE,
          begin + "connection refused",
          "A host is there, but nothing listens on port %d: is sshd running, and is the port right?"
              .formatted(target.port()),
          e);
    }
    return new SshFailure(
        Kind.UNREACHABLE, begin + words(e), "Is the host up, and is the address right?", e);
  }

  /// Of the steps until the user is in.
  ///
  /// @param stage how far it came, as a sentence's end
  SshFailure connecting(String stage, Exception e, Deadline deadline) {
    var begin = "%s: cannot connect to %s: ".formatted(target.node(), target.there());
    if (cut.isPresent()
        || find(e, TimeoutException.class).isPresent()
        || find(e, SocketTimeoutException.class).isPresent()) {
      return new SshFailure(
          Kind.TIMEOUT,
          begin + "%s, and then no more within %d s".formatted(stage, deadline.whole().toSeconds()),
          "Is it sshd that listens on port %d, and is the host overloaded?"
              .formatted(target.port()),
          e);
    }
    if (words(e).startsWith("Server does not support SSHv2")
        || words(e).startsWith("Incorrect identification")) {
      return new SshFailure(
          Kind.UNREACHABLE,
          begin + "what listens there isn't sshd (" + words(e) + ")",
          "Correct the address and port in the cluster's file.",
          e);
    }
    if (words(e).startsWith("Unable to reach a settlement")) {
      return new SshFailure(
          Kind.OTHER,
          begin + "its sshd and nokube have no algorithm in common (" + words(e) + ")",
          "Let its sshd_config allow what OpenSSH allows by default, or update its OpenSSH.",
          e);
    }
    return new SshFailure(
        Kind.CONNECTION_LOST,
        begin
            + "%s, and then the connection ended (%s)"
                .formatted(stage, farewell.orElseGet(() -> words(e))),
        "Is it sshd that listens on port %d? If so its log says why: too many logins at once"
                .formatted(target.port())
            + " (MaxStartups), or this address isn't let in.",
        e);
  }

  /// The connection may still be about to be declared dead when this is asked.
  private static boolean isLoss(Exception e) {
    return find(e, TransportException.class).isPresent()
        || find(e, SocketException.class).isPresent()
        || words(e).equals("Stream closed")
        || words(e).equals("EOF while reading packet"); // the host's sftp-server ended
  }

  /// Whether the host didn't say no, but nothing.
  boolean isNoAnswer(Exception e) {
    return cut.isPresent()
        || isLoss(e)
        || find(e, TimeoutException.class).isPresent()
        || find(e, InterruptedException.class).isPresent();
  }

  /// Of an SSH agent that was asked and kept us waiting.
  SshFailure agent(Deadline deadline) {
    return new SshFailure(
        Kind.TIMEOUT,
        "%s: cannot log in to %s: the SSH agent gave no answer within %d s"
            .formatted(target.node(), target.there(), deadline.whole().toSeconds()),
        "Does it wait for you to confirm, or to touch a key? If not, start it anew.");
  }

  private String seconds() {
    return patience.silence().toSeconds() + " s";
  }

  /// The deepest message of all that led to this.
  static String words(Throwable e) {
    String words = e.getClass().getSimpleName();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      var message = cause.getMessage();
      if (message != null && !message.isBlank()) {
        words = message;
      }
    }
    return words;
  }

  static <T> Optional<T> find(Throwable e, Class<T> type) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
