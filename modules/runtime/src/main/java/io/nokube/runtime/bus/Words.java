package io.nokube.runtime.bus;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.actor.Incarnation;
import io.nokube.actor.port.PodEngine.LogRequest;
import io.nokube.model.KubeObject;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.json.Json;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The requests and replies between nodes.
public sealed interface Words {
  /// Which of these run on your node?
  record Roll(List<OwnershipPath> paths) implements Words {}

  /// @param running those of the asked that run
  /// @param starting those of the asked that wait for their alive record
  record Present(List<Running> running, List<OwnershipPath> starting) implements Words {}

  record Running(OwnershipPath path, Incarnation incarnation) implements Words {}

  /// Run this actor, if you don't yet.
  ///
  /// @param by the parent's life that wants it
  /// @param subject the object it acts for, as canonical JSON
  record Spawn(
      OwnershipPath child, OwnershipPath parent, Incarnation by, Optional<JsonNode> subject)
      implements Words {

    public Spawn {
      subject = subject.filter(JsonNode::isObject);
    }

    public static Optional<JsonNode> written(Optional<KubeObject> subject) {
      return subject.map(Json::tree);
    }

    /// @throws IllegalArgumentException if it is no object of a type known here
    public Optional<KubeObject> read() {
      return subject.map(tree -> {
        String apiVersion = tree.path("apiVersion").asText();
        String kind = tree.path("kind").asText();
        ResourceType type =
            ResourceType.of(apiVersion, kind)
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "this node knows no " + kind + " of " + apiVersion));
        return Json.read(tree, type.record());
      });
    }
  }

  /// Let go of this actor, if an older life of that parent wanted it on your node.
  record HandOver(OwnershipPath child, OwnershipPath parent, Incarnation by) implements Words {}

  /// @param did whether anything was to be done, and will be
  record Heard(boolean did) implements Words {}

  /// Open this container's log.
  record OpenLog(LogRequest request) implements Words {}

  /// @param id empty: there is none
  /// @param why there is none
  record LogOpened(String id, String why) implements Words {}

  /// The next piece, please, and I wait for so long.
  record NextPiece(String id, long waitMillis) implements Words {}

  /// @param end whether there is no more
  record Piece(String base64, boolean end) implements Words {
    public static final Piece END = new Piece("", true);

    public static Piece of(byte[] bytes) {
      return new Piece(Base64.getEncoder().encodeToString(bytes), false);
    }

    public byte[] read() {
      return Base64.getDecoder().decode(base64);
    }
  }

  record CloseLog(String id) implements Words {}
}
