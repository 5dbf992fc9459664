package io.nokube.model.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.nokube.model.NodeName;
import java.util.List;

/// Where a cluster's data lies: in members that nokube runs, or in an etcd that is somebody else's.
public sealed interface EtcdSource {

  /// Members of etcd on heads.
  ///
  /// @param names in the order of the file: 1, 3 or 5
  record Members(List<NodeName> names, int clientPort, int peerPort, long quotaBackendBytes)
      implements EtcdSource {
    public Members {
      names = List.copyOf(names);
      if (names.size() % 2 == 0) {
        throw new IllegalArgumentException(
            names.size() + " members of etcd: an odd number is wanted");
      }
    }
  }

  /// An etcd that is there already. Its certificates are files of the machine that runs the
  /// command, each absolute or below `~/`.
  record External(
      @JsonPropertyDescription(
              "The client URLs of its members, as the hosts reach them: https://, host and port.")
          List<EtcdEndpoint> endpoints,
      @JsonPropertyDescription(
              "The file, on this machine, of the authority that has signed etcd's own certificates;"
                  + " it begins with / or ~/.")
          String caFile,
      @JsonPropertyDescription(
              "The file, on this machine, of the client certificate with which agents come; it"
                  + " begins with / or ~/.")
          String certFile,
      @JsonPropertyDescription(
              "The file, on this machine, of its key in PKCS 8 (BEGIN PRIVATE KEY); it begins with"
                  + " / or ~/.")
          String keyFile)
      implements EtcdSource {
    public External {
      endpoints = List.copyOf(endpoints);
      if (endpoints.isEmpty()) {
        throw new IllegalArgumentException("an external etcd without endpoints");
      }
    }
  }
}
