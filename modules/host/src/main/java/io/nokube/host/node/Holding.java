package io.nokube.host.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.Progress;

/// What a process that holds a node does for whoever it holds it for: all that a command agent can.
public interface Holding {

  /// Everything that can be seen of the node.
  ObjectNode look(NodeRequest.Hold hold, Deadline deadline);

  /// Does one request, and tells `progress` all of it, also if it fails.
  ///
  /// @param base64 as on a command line
  void perform(String base64, Progress progress);
}
