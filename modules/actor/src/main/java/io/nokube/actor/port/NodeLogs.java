package io.nokube.actor.port;

import io.nokube.actor.port.PodEngine.LogRequest;
import io.nokube.actor.port.PodEngine.Logs;
import io.nokube.model.NodeName;

/// Logs of containers on any node, read through that node's agent.
public interface NodeLogs {
  Logs open(NodeName node, LogRequest request);
}
