package io.nokube.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a head knows of what lies below the objects: `GET /nokube/v1/health`.
@FunctionalInterface
public interface Health {
  /// Blocks.
  ///
  /// @return `etcd.members`, each with its `endpoint` and either its database's `bytes`,
  ///   `bytesInUse`, `version` and `errors`, or why it is `unreachable`; `etcd.quotaBackendBytes`
  ///   where it is known; `certificates.nodes`, `certificates.authorities` and `certificates.etcd`,
  ///   each with its `node` or `file` and either `from` and `until` or why it is `unreadable`;
  ///   `certificates.unreadable`, why the nodes' can't be read, where that is so; `manifests`,
  ///   those that aren't applied, each with its `key`, `state` and `problems`
  ObjectNode now();
}
