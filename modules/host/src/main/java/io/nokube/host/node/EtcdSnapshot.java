package io.nokube.host.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.Digest;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// All that etcd holds, in one file, and what of it is the cluster's.
///
/// @param root below which the cluster's keys are: `/nokube/demo/`
record EtcdSnapshot(Etcdctl etcd, String root, Path file) {

  /// Writes the file, which then is of the owner of its folder, and of nobody else.
  ///
  /// @return what `etcd-snapshot` answers (docs/agent-command.md)
  ObjectNode save(Deadline deadline) {
    var one = etcd.first(deadline);
    try {
      Files.deleteIfExists(file);
      one.succeeded(deadline, "snapshot", "save", file.toString());
      Files.setPosixFilePermissions(file, Workspace.permissions(0600));
      Files.setOwner(file, Files.getOwner(file.toAbsolutePath().getParent()));
      var status = Etcdctl.tool(deadline, "snapshot", "status", file.toString());
      var revision = status.path("revision").asLong();
      var result = JsonNodeFactory.instance.objectNode();
      result.put("size", Files.size(file)).put("sha256", Digest.of(file));
      result.put("revision", revision);
      var objects = at(one, revision, deadline, root + "objects/", "--prefix", "--keys-only");
      result.put("objects", objects.path("count").asLong());
      result.put("etcd", new BigInteger(objects.at("/header/cluster_id").asText("0")).toString(16));
      result.put("epoch", value(one, revision, "epoch", deadline).map(Long::parseLong).orElse(0L));
      value(one, revision, "id", deadline).ifPresent(id -> result.put("id", id));
      value(one, revision, "config", deadline).ifPresent(text -> result.put("config", text));
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    } catch (NumberFormatException e) {
      throw new StepFailure(
          "etcd's epoch at %sepoch is no number".formatted(root), "write one there, or delete it");
    }
  }

  private Optional<String> value(Etcdctl one, long revision, String name, Deadline deadline) {
    return Optional.ofNullable(at(one, revision, deadline, root + name).at("/kvs/0/value"))
        .filter(JsonNode::isTextual)
        .map(text -> Base64.getDecoder().decode(text.asText()))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /// Of the same moment as the snapshot.
  private static JsonNode at(Etcdctl one, long revision, Deadline deadline, String... what) {
    var words = new String[what.length + 3];
    words[0] = "get";
    System.arraycopy(what, 0, words, 1, what.length);
    words[what.length + 1] = "--limit=1";
    words[what.length + 2] = "--rev=" + revision;
    return one.json(deadline, words);
  }
}
