package io.nokube.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The single chain of owners of an actor, such as
/// `kubecontroller/default/daemonset-logs/pod-logs-n1/container-main` (S27). It names the bus
/// address, the etcd key, the workspace folder, the log stream and the panel row.
///
/// A path is a root (`kubecontroller`, or `agent-<node>` for a node's agent), or a root, a
/// namespace (`_` for what has none) and one `<kind>-<name>` for each owner below.
public record OwnershipPath(@JsonValue String text) implements Comparable<OwnershipPath> {
  /// One segment, or at least three.
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9_][-a-z0-9._]*(?:(?:/[a-z0-9_][-a-z0-9._]*){2,})?");

  public static final OwnershipPath KUBECONTROLLER = new OwnershipPath("kubecontroller");

  /// The namespace segment of what belongs to no namespace.
  public static final String NO_NAMESPACE = "_";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OwnershipPath {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is no ownership path");
    }
  }

  /// The root of what one node's agent itself is.
  public static OwnershipPath agent(NodeName node) {
    return new OwnershipPath("agent-" + node);
  }

  /// A child of kubecontroller: `kubecontroller/<namespace>/<kind>-<name>`.
  public static OwnershipPath top(String namespace, String kind, String name) {
    return new OwnershipPath(
        "kubecontroller/"
            + (namespace.isEmpty() ? NO_NAMESPACE : namespace)
            + "/"
            + kind
            + "-"
            + name);
  }

  /// A child of this actor. Of a root, use [#top].
  public OwnershipPath child(String kind, String name) {
    if (isRoot()) {
      throw new IllegalStateException("a child of " + text + " needs a namespace: use top(...)");
    }
    return new OwnershipPath(text + "/" + kind + "-" + name);
  }

  /// The owner; empty for a root.
  public Optional<OwnershipPath> parent() {
    if (isRoot()) {
      return Optional.empty();
    }
    List<String> segments = List.of(text.split("/", -1));
    return Optional.of(
        segments.size() == 3
            ? new OwnershipPath(segments.get(0))
            : new OwnershipPath(text.substring(0, text.lastIndexOf('/'))));
  }

  public boolean isRoot() {
    return text.indexOf('/') < 0;
  }

  /// Whether this is `other` or one of its descendants.
  public boolean isAtOrBelow(OwnershipPath other) {
    return text.equals(other.text) || text.startsWith(other.text + "/");
  }

  /// The kind of the actor: `pod` of `…/pod-web-1`, `kubecontroller` of the root.
  public String kind() {
    String last = text.substring(text.lastIndexOf('/') + 1);
    int dash = last.indexOf('-');
    return dash < 0 ? last : last.substring(0, dash);
  }

  /// The name of the actor: `web-1` of `…/pod-web-1`; empty for `kubecontroller`.
  public String name() {
    String last = text.substring(text.lastIndexOf('/') + 1);
    int dash = last.indexOf('-');
    return dash < 0 ? "" : last.substring(dash + 1);
  }

  /// The namespace; empty where there is none.
  public String namespace() {
    if (isRoot()) {
      return "";
    }
    String second = text.split("/", -1)[1];
    return second.equals(NO_NAMESPACE) ? "" : second;
  }

  @Override
  public int compareTo(OwnershipPath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
