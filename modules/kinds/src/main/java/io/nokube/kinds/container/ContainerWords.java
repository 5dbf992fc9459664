package io.nokube.kinds.container;

import io.nokube.model.core.ObjectReference;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.util.Optional;

/// What the kubelet would say of a container, in events and in waiting states.
///
/// Source: upstream `pkg/kubelet/kuberuntime/kuberuntime_container.go`, `security_context.go`,
/// `pkg/kubelet/images/image_manager.go`.
record ContainerWords(Pod pod, String name, String image) {

  /// The part of a pod that is this container.
  static ObjectReference reference(Pod pod, String container) {
    ObjectReference whole = ObjectReference.to(pod);
    return new ObjectReference(
        whole.apiVersion(),
        whole.kind(),
        whole.namespace(),
        whole.name(),
        whole.uid(),
        whole.resourceVersion(),
        "spec.containers{" + container + "}");
  }

  String pulling() {
    return "Pulling image \"" + image + "\"";
  }

  String pulled(Duration took) {
    return "Successfully pulled image \"" + image + "\" in " + took.toMillis() + "ms";
  }

  String present() {
    return "Container image \"" + image + "\" present on machine";
  }

  /// @param why a sentence of its own that names the image
  static String pullFailed(String why) {
    return why.isEmpty() ? why : Character.toUpperCase(why.charAt(0)) + why.substring(1);
  }

  String pullBackOff() {
    return "Back-off pulling image \"" + image + "\"";
  }

  String restartBackOff() {
    return "Back-off restarting failed container " + name + " in pod " + podInWords();
  }

  String crashLoop(Duration delay) {
    return "back-off "
        + inGo(delay)
        + " restarting failed container="
        + name
        + " pod="
        + podInWords();
  }

  /// As Go prints a duration in whole seconds: `10s`, `2m40s`, `5m0s`.
  private static String inGo(Duration delay) {
    long seconds = delay.toSeconds();
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }

  /// As the kubelet's messages name a pod: `web_default(uid)`.
  private String podInWords() {
    return pod.metadata().name()
        + "_"
        + pod.metadata().namespace()
        + "("
        + pod.metadata().uid()
        + ")";
  }

  /// Why a container that must not run as root may not be started, if so.
  ///
  /// @param planUser `uid[:gid]` by the pod's spec; empty: none said
  /// @param imageUser what the image says; empty: root
  Optional<String> breaksNonRoot(String planUser, String imageUser) {
    String of = " (pod: \"" + podInWords() + "\", container: " + name + ")";
    if (!planUser.isEmpty()) {
      return isRoot(planUser)
          ? Optional.of("container's runAsUser breaks non-root policy" + of)
          : Optional.empty();
    }
    if (isRoot(imageUser)) {
      return Optional.of("container has runAsNonRoot and image will run as root" + of);
    }
    String user = firstPart(imageUser);
    return user.matches("[0-9]+")
        ? Optional.empty()
        : Optional.of(
            "container has runAsNonRoot and image has non-numeric user ("
                + user
                + "), cannot verify user is non-root"
                + of);
  }

  private static boolean isRoot(String user) {
    String first = firstPart(user);
    return first.isEmpty() || first.equals("0") || first.equals("root");
  }

  private static String firstPart(String user) {
    int colon = user.indexOf(':');
    return colon < 0 ? user : user.substring(0, colon);
  }
}
