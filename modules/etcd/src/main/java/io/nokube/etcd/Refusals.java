package io.nokube.etcd;

import io.nokube.actor.port.Write;
import io.nokube.actor.port.Write.Reason;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.Uid;

/// Why a write was refused, in Kubernetes' wording (upstream `apimachinery/pkg/api/errors`).
final class Refusals {
  private Refusals() {}

  static Write notFound(ObjectKey key) {
    return new Write.Refused(Reason.NOT_FOUND, named(key) + " not found");
  }

  static Write otherUid(ObjectKey key, Uid uid) {
    return new Write.Refused(
        Reason.NOT_FOUND,
        "%s with uid %s not found: another object has its name now".formatted(named(key), uid));
  }

  static Write namespaceNotFound(ObjectKey key) {
    return new Write.Refused(
        Reason.NOT_FOUND, "namespaces \"%s\" not found".formatted(key.namespace()));
  }

  static Write namespaceEnding(ObjectKey key) {
    return new Write.Refused(
        Reason.CONFLICT,
        "%s is forbidden: unable to create new content in namespace %s because it is being terminated"
            .formatted(named(key), key.namespace()));
  }

  static Write alreadyExists(ObjectKey key) {
    return new Write.Refused(Reason.ALREADY_EXISTS, named(key) + " already exists");
  }

  static Write conflict(ObjectKey key) {
    return new Write.Refused(
        Reason.CONFLICT,
        ("Operation cannot be fulfilled on %s: the object has been modified; please apply your"
                + " changes to the latest version and try again")
            .formatted(named(key)));
  }

  static Write otherNode(ObjectKey key) {
    return new Write.Refused(
        Reason.CONFLICT,
        ("Operation cannot be fulfilled on %s: spec.nodeName: a pod stays on the node it is bound"
                + " to; delete it and create another")
            .formatted(named(key)));
  }

  static Write noLongerSilent(ObjectKey key, NodeName node) {
    return new Write.Refused(
        Reason.CONFLICT, "%s stays: node %s is no longer silent".formatted(named(key), node));
  }

  static Write fenced(ObjectKey key) {
    return new Write.Refused(
        Reason.FENCED, "the writer of %s no longer lives its path".formatted(key));
  }

  static Write tooLarge(ObjectKey key, int size, int limit) {
    return new Write.Refused(
        Reason.TOO_LARGE,
        "%s is %d bytes as JSON; the store takes %d: make it smaller or split it"
            .formatted(key, size, limit));
  }

  static Write unavailable(String why) {
    return new Write.Refused(Reason.UNAVAILABLE, why);
  }

  static boolean is(Write write, Reason reason) {
    return write instanceof Write.Refused refused && refused.reason() == reason;
  }

  private static String named(ObjectKey key) {
    return "%s \"%s\"".formatted(key.type().qualifiedPlural(), key.name());
  }
}
