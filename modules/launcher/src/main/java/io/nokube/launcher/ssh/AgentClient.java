package io.nokube.launcher.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;

/// An SSH agent, asked for its keys and for signatures over its Unix socket
/// (draft-miller-ssh-agent).
///
/// Not for several threads. An answer may take as long as the agent asks its user; who wants it
/// sooner closes this.
final class AgentClient implements AutoCloseable {
  private static final int REQUEST_IDENTITIES = 11;
  private static final int IDENTITIES_ANSWER = 12;
  private static final int SIGN_REQUEST = 13;
  private static final int SIGN_RESPONSE = 14;
  private static final int LONGEST_ANSWER = 1 << 20;

  private final SocketChannel channel;

  /// A key that the agent can sign with.
  static final class Identity {
    private final byte[] blob;
    private final String comment;

    Identity(byte[] blob, String comment) {
      this.blob = blob.clone();
      this.comment = comment;
    }

    byte[] blob() {
      return blob.clone();
    }

    Fingerprint key() {
      return Fingerprint.of(blob);
    }

    @Override
    public String toString() {
      return comment.isBlank() ? key().toString() : key() + " (" + comment + ")";
    }
  }

  private AgentClient(SocketChannel channel) {
    this.channel = channel;
  }

  static AgentClient connect(Path socket) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new AgentClient(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  List<Identity> identities() throws IOException {
    var answer =
        ask(new Buffer.PlainBuffer().putByte((byte) REQUEST_IDENTITIES), IDENTITIES_ANSWER);
    int count = answer.readUInt32AsInt();
    var identities = new ArrayList<Identity>();
    for (int i = 0; i < count; i++) {
      identities.add(new Identity(answer.readBytes(), answer.readString()));
    }
    return List.copyOf(identities);
  }

  /// @param flags 2 for RSA with SHA-256, 4 with SHA-512, else 0
  /// @return the signature as SSH sends it: its algorithm first
  byte[] sign(Identity identity, byte[] data, int flags) throws IOException {
    return ask(
            new Buffer.PlainBuffer()
                .putByte((byte) SIGN_REQUEST)
                .putBytes(identity.blob())
                .putBytes(data)
                .putUInt32(flags),
            SIGN_RESPONSE)
        .readBytes();
  }

  private Buffer.PlainBuffer ask(Buffer.PlainBuffer request, int expected) throws IOException {
    byte[] body = request.getCompactData();
    var frame = ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).flip();
    while (frame.hasRemaining()) {
      channel.write(frame);
    }
    int length = read(4).getInt();
    if (length < 1 || length > LONGEST_ANSWER) {
      throw new IOException("the agent's answer has a length of " + length);
    }
    var answer = new Buffer.PlainBuffer(read(length).array());
    int type = answer.readByte() & 0xff;
    if (type != expected) {
      throw new IOException("the agent refused it (message " + type + ")");
    }
    return answer;
  }

  private ByteBuffer read(int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the agent closed the connection");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the connection to the SSH agent", e);
    }
  }
}
