package io.nokube.model.validation;

import io.nokube.model.schema.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Rules for what a pod and its containers may do on their node.
final class SecurityRules {
  private static final long LAST_ID = Integer.MAX_VALUE;

  /// Source: capabilities(7), Linux 6.1.
  private static final List<String> CAPABILITIES =
      List.of(
          "ALL",
          "AUDIT_CONTROL",
          "AUDIT_READ",
          "AUDIT_WRITE",
          "BLOCK_SUSPEND",
          "BPF",
          "CHECKPOINT_RESTORE",
          "CHOWN",
          "DAC_OVERRIDE",
          "DAC_READ_SEARCH",
          "FOWNER",
          "FSETID",
          "IPC_LOCK",
          "IPC_OWNER",
          "KILL",
          "LEASE",
          "LINUX_IMMUTABLE",
          "MAC_ADMIN",
          "MAC_OVERRIDE",
          "MKNOD",
          "NET_ADMIN",
          "NET_BIND_SERVICE",
          "NET_BROADCAST",
          "NET_RAW",
          "PERFMON",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYSLOG",
          "SYS_ADMIN",
          "SYS_BOOT",
          "SYS_CHROOT",
          "SYS_MODULE",
          "SYS_NICE",
          "SYS_PACCT",
          "SYS_PTRACE",
          "SYS_RAWIO",
          "SYS_RESOURCE",
          "SYS_TIME",
          "SYS_TTY_CONFIG",
          "WAKE_ALARM");

  private SecurityRules() {}

  static void checkPod(Field context) {
    checkIds(context, "runAsUser", "runAsGroup", "fsGroup");
    context.get("supplementalGroups").items().forEach(group -> group.between(0, LAST_ID));
  }

  static void checkContainer(Field context) {
    checkIds(context, "runAsUser", "runAsGroup");
    Field add = context.get("capabilities").get("add");
    Stream.concat(add.items().stream(), context.get("capabilities").get("drop").items().stream())
        .forEach(each -> each.checked(SecurityRules::capability));
    if (context.get("allowPrivilegeEscalation").isFalse()) {
      if (context.get("privileged").isTrue()) {
        context.invalid("cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
      }
      if (add.items().stream()
          .anyMatch(each -> each.text().filter("SYS_ADMIN"::equals).isPresent())) {
        context.invalid(
            "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
      }
    }
  }

  private static void checkIds(Field context, String... names) {
    Stream.of(names).map(context::get).forEach(id -> id.between(0, LAST_ID));
  }

  private static Optional<String> capability(String name) {
    if (CAPABILITIES.contains(name)) {
      return Optional.empty();
    }
    if (name.startsWith("CAP_") && CAPABILITIES.contains(name.substring(4))) {
      return Optional.of("must be written without CAP_: " + name.substring(4));
    }
    return Optional.of(
        "is no capability of Linux"
            + Nearest.to(name, CAPABILITIES)
                .map(near -> "; did you mean " + near + "?")
                .orElse(""));
  }
}
