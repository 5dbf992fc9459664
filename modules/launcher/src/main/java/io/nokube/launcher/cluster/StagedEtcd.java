package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// An external etcd asked by a host: with files that only lie there for that long.
///
/// @param run names this run on the host
record StagedEtcd(HostLink link, String run, EtcdFiles etcd) {

  /// @param request of the endpoints, and of where the files wait by their path
  /// @return its result
  JsonNode ask(BiFunction<List<String>, Map<String, String>, ObjectNode> request) {
    Map<String, String> staged = new LinkedHashMap<>();
    for (Placed file : etcd.ofNode()) {
      staged.put(file.path(), link.stage(run, staged.size(), file));
    }
    try {
      return link.run(request.apply(etcd.endpoints(), staged), line -> {});
    } finally {
      link.unstage();
    }
  }
}
