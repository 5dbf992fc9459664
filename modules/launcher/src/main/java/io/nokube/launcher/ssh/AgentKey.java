package io.nokube.launcher.ssh;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/// Logging in by one key of an agent (RFC 4252, 7): first the server is asked whether it takes the
/// key, then the agent signs.
final class AgentKey extends AbstractAuthMethod {
  private final AgentClient agent;
  private final AgentClient.Identity identity;
  private final Queue<Algorithm> algorithms;

  /// @param flags what tells the agent to sign so
  record Algorithm(String name, int flags) {}

  AgentKey(AgentClient agent, AgentClient.Identity identity) {
    super("publickey");
    this.agent = agent;
    this.identity = identity;
    this.algorithms = new ArrayDeque<>(algorithms(identity.key().type()));
  }

  /// How a key of that type can sign, best first (RFC 8332 for RSA; all others in one way).
  static List<Algorithm> algorithms(String type) {
    return switch (type) {
      case "ssh-rsa" -> List.of(new Algorithm("rsa-sha2-512", 4), new Algorithm("rsa-sha2-256", 2));
      case "ssh-rsa-cert-v01@openssh.com" ->
          List.of(
              new Algorithm("rsa-sha2-512-cert-v01@openssh.com", 4),
              new Algorithm("rsa-sha2-256-cert-v01@openssh.com", 2));
      default -> List.of(new Algorithm(type, 0));
    };
  }

  @Override
  public SSHPacket buildReq() throws UserAuthException {
    return request(false);
  }

  @Override
  public void handle(Message message, SSHPacket packet)
      throws UserAuthException, TransportException {
    if (message != Message.USERAUTH_60) {
      super.handle(message, packet);
      return;
    }
    var request = request(true);
    byte[] signed =
        new Buffer.PlainBuffer()
            .putString(params.getTransport().getSessionID())
            .putBuffer(request)
            .getCompactData();
    try {
      request.putBytes(agent.sign(identity, signed, algorithms.element().flags()));
    } catch (IOException e) {
      throw new UserAuthException("the agent could not sign with " + identity, e);
    }
    params.getTransport().write(request);
  }

  @Override
  public boolean shouldRetry() {
    algorithms.poll();
    return !algorithms.isEmpty();
  }

  private SSHPacket request(boolean signed) throws UserAuthException {
    return super.buildReq()
        .putBoolean(signed)
        .putString(algorithms.element().name())
        .putBytes(identity.blob());
  }
}
