package io.nokube.launcher.ssh;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;

/// What is shown to a server to be let in, read before anything goes over the network.
///
/// @param tried how a message names it
/// @param advice if the server doesn't take it
/// @param agent that has to stay until the user is in
record Credentials(
    List<AuthMethod> methods, String tried, String advice, Optional<AgentClient> agent)
    implements AutoCloseable {

  /// @param client whose formats of key files are used
  /// @param opened is given the agent before it is asked: closing it ends the wait for its answer
  /// @throws SshFailure if the key can't be read, or the agent doesn't answer
  static Credentials of(SshTarget target, SSHClient client, Consumer<AgentClient> opened) {
    return switch (target.login()) {
      case Login.KeyFile key -> ofKey(target, key, client);
      case Login.Agent agent -> ofAgent(target, agent.socket(), opened);
      case Login.Password password -> ofPassword(target, password.password());
    };
  }

  @Override
  public void close() {
    agent.ifPresent(AgentClient::close);
  }

  private static Credentials ofKey(SshTarget target, Login.KeyFile key, SSHClient client) {
    var file = key.file();
    if (!Files.isReadable(file)) {
      throw new SshFailure(
          Kind.AUTHENTICATION,
          "%s: cannot read the key file %s: %s"
              .formatted(
                  target.node(),
                  file,
                  Files.exists(file) ? "this user may not read it" : "there is no such file"),
          "Name the private key's file in the cluster's file, or make a key: ssh-keygen -t ed25519"
              + " -f "
              + file);
    }
    try {
      var keys = client.loadKeys(file.toString(), new Fixed(key.passphrase()));
      var fingerprint = fingerprint(keys);
      keys.getPrivate();
      return new Credentials(
          List.of(new AuthPublickey(keys)),
          "the key %s (%s)".formatted(file, fingerprint),
          "Let the user in by this key: ssh-copy-id -i %s -p %d %s@%s   or name another key in the"
                  .formatted(file, target.port(), target.user(), target.address())
              + " cluster's file.",
          Optional.empty());
    } catch (IOException | SSHRuntimeException e) {
      throw unusable(target, key, e);
    }
  }

  private static SshFailure unusable(SshTarget target, Login.KeyFile key, Exception e) {
    boolean encrypted = isEncrypted(key.file());
    String why =
        encrypted
            ? key.passphrase().isPresent()
                ? "the passphrase doesn't open it"
                : "it is encrypted, and no passphrase is given"
            : Trouble.words(e);
    return new SshFailure(
        Kind.AUTHENTICATION,
        "%s: cannot use the key file %s: %s".formatted(target.node(), key.file(), why),
        encrypted
            ? "Give its passphrase in the cluster's file, or load the key into an SSH agent"
                + " (ssh-add %s) and name the agent.".formatted(key.file())
            : "A private key in OpenSSH's, PEM or PuTTY's format is wanted, of type ed25519, ECDSA"
                + " or RSA.",
        e);
  }

  /// In OpenSSH's format the cipher's name comes first, after a magic word.
  private static boolean isEncrypted(Path file) {
    try {
      var text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.contains("ENCRYPTED")
          || text.lines().anyMatch(line -> line.startsWith("Encryption:") && !line.endsWith("none"))
          || (text.contains("BEGIN OPENSSH PRIVATE KEY")
              && !text.contains("b3BlbnNzaC1rZXktdjEAAAAABG5vbmU"));
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static Credentials ofAgent(SshTarget target, Path socket, Consumer<AgentClient> opened) {
    try {
      var agent = AgentClient.connect(socket);
      opened.accept(agent);
      var identities = agent.identities();
      if (identities.isEmpty()) {
        agent.close();
        throw new SshFailure(
            Kind.AUTHENTICATION,
            "%s: the SSH agent at %s has no keys".formatted(target.node(), socket),
            "Load one: ssh-add ~/.ssh/id_ed25519   or name a key file in the cluster's file.");
      }
      return new Credentials(
          identities.stream().<AuthMethod>map(key -> new AgentKey(agent, key)).toList(),
          "the %d key%s of the SSH agent at %s: %s"
              .formatted(
                  identities.size(),
                  identities.size() == 1 ? "" : "s",
                  socket,
                  String.join(
                      ", ", identities.stream().map(AgentClient.Identity::toString).toList())),
          "Load the right key (ssh-add), let the user in by one of these (ssh-copy-id -p %d %s@%s), or"
                  .formatted(target.port(), target.user(), target.address())
              + " name a key file in the cluster's file.",
          Optional.of(agent));
    } catch (IOException e) {
      throw new SshFailure(
          Kind.AUTHENTICATION,
          "%s: cannot ask the SSH agent at %s for its keys: %s"
              .formatted(target.node(), socket, Trouble.words(e)),
          "Start one (eval $(ssh-agent) && ssh-add), or name a key file in the cluster's file.",
          e);
    }
  }

  private static Credentials ofPassword(SshTarget target, Secret password) {
    var finder = new Fixed(Optional.of(password));
    return new Credentials(
        List.of(
            new AuthPassword(finder),
            new AuthKeyboardInteractive(new PasswordResponseProvider(finder))),
        "the password of " + target.user(),
        "Check the password and that sshd takes one (PasswordAuthentication, PermitRootLogin in"
            + " sshd_config), or name a key in the cluster's file.",
        Optional.empty());
  }

  private static Fingerprint fingerprint(KeyProvider keys) throws IOException {
    return Fingerprint.of(new Buffer.PlainBuffer().putPublicKey(keys.getPublic()).getCompactData());
  }

  /// Answers with the one secret that there is; sshj blanks out what it is given.
  private record Fixed(Optional<Secret> secret) implements PasswordFinder {
    @Override
    public char[] reqPassword(Resource<?> resource) {
      return secret.map(Secret::chars).orElseGet(() -> new char[0]);
    }

    @Override
    public boolean shouldRetry(Resource<?> resource) {
      return false;
    }
  }
}
