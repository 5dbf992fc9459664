package io.nokube.host.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/// Folders of the host in a container, as the Engine API words them.
final class Mounts {

  private Mounts() {}

  /// At its own path, with what is mounted below it when the container starts.
  static ObjectNode same(Path folder, boolean readOnly) {
    return bind(folder.toString(), folder.toString(), readOnly);
  }

  /// At its own path, but nothing that is mounted below it: the container would keep that busy.
  static ObjectNode sameAlone(Path folder) {
    var mount = same(folder, false);
    mount.putObject("BindOptions").put("NonRecursive", true);
    return mount;
  }

  /// The host's root at `target`. What is mounted and unmounted below it later comes and goes with
  /// the host, where the host's root is shared (systemd makes it so); elsewhere the root alone is
  /// mounted, since whatever else is mounted now would be kept busy.
  ///
  /// @param mountInfo the lines of `/proc/self/mountinfo` (proc(5))
  static ObjectNode hostRoot(String target, List<String> mountInfo) {
    var mount = bind("/", target, true);
    var options = mount.putObject("BindOptions");
    return sharesRoot(mountInfo)
        ? mount.set("BindOptions", options.put("Propagation", "rslave"))
        : mount.set("BindOptions", options.put("NonRecursive", true));
  }

  static boolean sharesRoot(List<String> mountInfo) {
    return mountInfo.stream()
        .map(line -> List.of(line.split(" ")))
        .filter(fields -> fields.size() > 6 && fields.get(4).equals("/"))
        .anyMatch(fields ->
            fields.subList(6, Math.max(6, fields.indexOf("-"))).stream()
                .anyMatch(tag -> tag.startsWith("shared:") || tag.startsWith("master:")));
  }

  private static ObjectNode bind(String source, String target, boolean readOnly) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("Type", "bind")
        .put("Source", source)
        .put("Target", target)
        .put("ReadOnly", readOnly);
  }
}
