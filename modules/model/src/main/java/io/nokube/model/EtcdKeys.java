package io.nokube.model;

import java.util.Locale;

/// Every key that nokube has in etcd, below `/nokube/<cluster>/`. No other class spells one.
public record EtcdKeys(ClusterName cluster) {
  /// Ends every prefix of the kind that [#objects] gives.
  private static final String CORE = "core";

  public String root() {
    return "/nokube/" + cluster + "/";
  }

  /// Tells the cluster's data from those of another of the same name.
  public String id() {
    return root() + "id";
  }

  /// How often etcd was restored on purpose, a decimal number; no such key: never.
  public String epoch() {
    return root() + "epoch";
  }

  /// The cluster's configuration (S1).
  public String config() {
    return root() + "config";
  }

  /// One object: `objects/<group>/<resource>/<namespace>/<name>`.
  public String object(ObjectKey key) {
    return objects(key.type(), key.namespace()) + key.name();
  }

  /// All objects of a type.
  public String objects(ResourceType type) {
    return root()
        + "objects/"
        + (type.group().isEmpty() ? CORE : type.group())
        + "/"
        + type.plural().toLowerCase(Locale.ROOT)
        + "/";
  }

  /// All objects of a type in a namespace; of a cluster-scoped type, the namespace is empty.
  public String objects(ResourceType type, String namespace) {
    return objects(type) + (namespace.isEmpty() ? OwnershipPath.NO_NAMESPACE : namespace) + "/";
  }

  /// The object key in an etcd key below [#objects(ResourceType)].
  public ObjectKey objectKey(ResourceType type, String key) {
    String[] rest = key.substring(objects(type).length()).split("/", -1);
    if (rest.length != 2) {
      throw new IllegalArgumentException(key + " is no key of an object of " + type);
    }
    return new ObjectKey(type, rest[0].equals(OwnershipPath.NO_NAMESPACE) ? "" : rest[0], rest[1]);
  }

  /// What a node must run.
  public String bindings(NodeName node) {
    return root() + "bindings/" + node + "/";
  }

  public String binding(NodeName node, String namespace, String pod) {
    return bindings(node) + namespace + "/" + pod;
  }

  /// All alive records.
  public String alive() {
    return root() + "alive/";
  }

  public String alive(OwnershipPath path) {
    return alive() + path;
  }

  /// Where users push YAML.
  public String manifests() {
    return root() + "manifests/";
  }

  /// What became of it.
  public String manifestsStatus() {
    return root() + "manifests-status/";
  }

  /// Of nodes' certificates.
  public String certificates() {
    return root() + "certificates/";
  }

  /// The certificate that a node has, as it has told last, PEM: `certificates/<node>/present`.
  public String presentCertificate(NodeName node) {
    return certificates() + node + "/present";
  }

  /// The certificate that a node asks to be renewed, PEM: `certificates/<node>/expiring`.
  public String expiringCertificate(NodeName node) {
    return certificates() + node + "/expiring";
  }

  /// What the leader answers, PEM: `certificates/<node>/renewed`.
  public String renewedCertificate(NodeName node) {
    return certificates() + node + "/renewed";
  }

  /// The cluster manager's keys.
  public String bus() {
    return root() + "bus/";
  }
}
