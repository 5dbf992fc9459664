package io.nokube.model.cluster;

import io.nokube.model.text.SourceName;
import io.nokube.model.text.Texts;

/// The cluster.yaml that a user begins with: one host, every value with a comment, and a mark where
/// only the user knows.
public final class ClusterTemplate {
  private ClusterTemplate() {}

  /// The mark of a value that is still to be filled in. No file with one is accepted.
  public static final String MARK = Unfilled.MARK;

  public static final String TEXT =
      """
      # A cluster of nokube. Nothing has a default: every key but those marked 'only' must be there.
      # Fill in what says CHANGE-ME, then:  nokube new-or-update cluster.yaml --plan
      # All keys, their units and meaning: docs/cluster-config.md

      cluster: CHANGE-ME              # the cluster's name, such as demo; it can't be changed later
      on_isolation: CHANGE-ME         # pods of a node that is cut off: keep (they run on) or stop (they end)
      # isolation:                    # only with on_isolation: stop
      #   stop_grace: 10s             #   how long containers get to end by themselves
      #   kill_budget: 5s             #   how long it may take after that until they are dead
      orphan_grace: 60s               # how long a pod lives on without any parent; or never
      evict_after: 30s                # a node silent for longer loses its pods to others; or never
      poll_children: 3s               # how often a parent asks its children whether they are well
      poll_parent: 3s                 # how often a child asks whether its parent is there

      etcd:
        members: [n1]                 # the heads that run it: 1, 3 or 5; a majority must be alive
        client_port: 2379             # agents reach it there
        peer_port: 2380               # members reach one another there
        quota_backend_bytes: 2147483648   # how large its data may grow: 2 GiB
        # external:                   # only instead of these four: an etcd that is there already
        #   endpoints: [https://10.0.0.5:2379]
        #   ca_file: ~/etcd/ca.crt    #   files of this machine: who has signed etcd's certificates,
        #   cert_file: ~/etcd/nokube.crt   # and with what agents come
        #   key_file: ~/etcd/nokube.key
        lease_ttl: 10s                # an agent that is silent for longer counts as gone
        lease_renew: 2s               # at most half of lease_ttl
        request_timeout: 3s           # how long one request may take
        reconnect_bound: 4s           # how long agents may take to be back after etcd was away

      api:
        port: 6443                    # heads serve the Kubernetes API there

      certificates:
        node_validity: 90d            # renewed before their end
        authority_validity: 3650d     # longer than node_validity

      packages:
        proxy: none                   # the package manager's proxy, such as http://10.0.0.9:3142; or none
        mirror: none                  # where packages come from instead of the host's own sources; or none

      images:
        mirrors: []                   # registry mirrors, such as [https://mirror.example.com]
        # registries:                 # only for those that want a login or have an own authority
        #   - host: registry.example.com:5000   # as images' names begin; docker.io: Docker Hub
        #     username: shop          #   with password_env: VARIABLE or password_file: PATH
        #     password_env: SHOP_REGISTRY_PASSWORD
        #     ca_file: ~/registry-ca.crt   # only if hosts don't trust its certificate already

      nodes:
        n1:                           # the node's name; more hosts are more such blocks
          role: head                  # head (etcd, API, controllers and pods) or worker (pods)
          address: CHANGE-ME          # the host's IP address for the other hosts, such as 10.0.0.1
          ssh:
            address: CHANGE-ME        # the host's address or DNS name seen from here, often the same
            port: 22
            user: CHANGE-ME           # whom to log in as, such as root
            host_key: known_hosts     # must be in ~/.ssh/known_hosts; or its fingerprint, SHA256:...
            login:                    # exactly one of key_file, agent: true, password_env: VARIABLE
              key_file: CHANGE-ME     # the private key, such as ~/.ssh/id_ed25519
            become: none              # none if the user is root, else sudo
          workspace: /var/lib/nokube  # a folder of this node alone; it can't be changed later
          allocatable:                # what its pods may request together
            cpu: "2"                  # cores
            memory: 4Gi
            pods: "110"
          labels: {}                  # such as {disk: ssd}
          taints: []                  # such as [{key: dedicated, value: db, effect: NoSchedule}]
      """;

  /// How many values are marked.
  public static int marked() {
    return Texts.read(new SourceName("template"), TEXT).documents().stream()
        .mapToInt(document -> Unfilled.in(document).size())
        .sum();
  }
}
