package io.nokube.host.node;

import io.nokube.host.system.RequestFields;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads each [NodeRequest] from the fields of its JSON.
public final class NodeRequests {

  /// Cluster and node names become parts of paths and of containers' names.
  private static final String NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

  /// A registry, with its port if it has one: it becomes a folder's name.
  private static final String HOST = "[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:[0-9]+)?";

  /// By the operation's name.
  public static final Map<String, Function<RequestFields, NodeRequest>> READERS =
      Map.ofEntries(
          Map.entry("hold", NodeRequests::hold),
          Map.entry(
              "verify-upload", f -> new NodeRequest.VerifyUpload(f.path("folder"), deadline(f))),
          Map.entry("place-files", NodeRequests::placeFiles),
          Map.entry("trust-registries", NodeRequests::trustRegistries),
          Map.entry(
              "make-agent-image",
              f -> new NodeRequest.MakeAgentImage(f.path("folder"), f.text("image"), deadline(f))),
          Map.entry(
              "make-etcd-image", f -> new NodeRequest.MakeEtcdImage(f.text("image"), deadline(f))),
          Map.entry("start-etcd-member", NodeRequests::startEtcdMember),
          Map.entry("etcd-members", f -> new NodeRequest.EtcdMembers(etcdctl(f), deadline(f))),
          Map.entry(
              "etcd-member-add",
              f ->
                  new NodeRequest.EtcdMemberAdd(
                      etcdctl(f), f.text("name"), f.text("peerUrl"), deadline(f))),
          Map.entry(
              "etcd-member-remove",
              f ->
                  new NodeRequest.EtcdMemberRemove(
                      etcdctl(f), matching(f, "memberId", "[0-9a-f]+"), deadline(f))),
          Map.entry(
              "etcd-look",
              f -> new NodeRequest.EtcdLook(externalEtcd(f), f.text("key"), deadline(f))),
          Map.entry("etcd-forget", NodeRequests::etcdForget),
          Map.entry(
              "etcd-snapshot",
              f -> new NodeRequest.EtcdSnapshot(etcd(f), root(f), f.path("file"), deadline(f))),
          Map.entry("etcd-prepare-restore", NodeRequests::prepareRestore),
          Map.entry(
              "etcd-restore-member",
              f ->
                  new NodeRequest.EtcdRestoreMember(
                      workspace(f), node(f), founders(f), grace(f), deadline(f))),
          Map.entry(
              "etcd-end-restore",
              f -> new NodeRequest.EtcdEndRestore(f.path("folder"), deadline(f))),
          Map.entry(
              "etcd-raise-epoch",
              f ->
                  new NodeRequest.EtcdRaiseEpoch(
                      f.hasAny("tls") ? externalEtcd(f) : etcd(f),
                      f.text("key"),
                      f.positive("to"),
                      deadline(f))),
          Map.entry(
              "etcd-leave",
              f ->
                  new NodeRequest.EtcdLeave(
                      workspace(f), name(f, "cluster"), f.text("id"), grace(f), deadline(f))),
          Map.entry("start-agent-container", NodeRequests::startAgent),
          Map.entry(
              "read-authority", f -> new NodeRequest.ReadAuthority(workspace(f), deadline(f))),
          Map.entry("image-layers", f -> new NodeRequest.ImageLayers(deadline(f))),
          Map.entry(
              "load-image",
              f -> new NodeRequest.LoadImage(f.path("file"), f.texts("names"), deadline(f))),
          Map.entry(
              "remove-node",
              f ->
                  new NodeRequest.RemoveNode(
                      workspace(f), name(f, "cluster"), f.text("id"), grace(f), deadline(f))));

  private NodeRequests() {}

  /// A workspace that isn't the system's own: it is made for its owner alone, and removed one day.
  public static Workspace workspace(RequestFields f) {
    var path = f.path("workspace").normalize();
    if (path.getNameCount() < 2) {
      f.problem(
          "field `workspace` is a folder of its own, such as /var/lib/nokube, not \"" + path + '"');
    }
    return new Workspace(path);
  }

  /// A cluster's or a node's name.
  public static String name(RequestFields f, String field) {
    return matching(f, field, NAME);
  }

  private static NodeRequest hold(RequestFields f) {
    return new NodeRequest.Hold(
        workspace(f),
        name(f, "cluster"),
        f.text("holder"),
        f.optionalSeconds("silenceSeconds"),
        deadline(f));
  }

  private static NodeRequest placeFiles(RequestFields f) {
    return new NodeRequest.PlaceFiles(
        workspace(f),
        f.object("node", NodeRequests::node),
        f.objects("files", NodeRequests::placedFile),
        inside(f, "remove", f.texts("remove")),
        deadline(f));
  }

  private static NodeRequest trustRegistries(RequestFields f) {
    return new NodeRequest.TrustRegistries(
        name(f, "cluster"),
        f.objects(
            "authorities",
            each -> new RegistryTrust.Wanted(matching(each, "host", HOST), each.path("from"))),
        deadline(f));
  }

  private static NodeIdentity node(RequestFields f) {
    return new NodeIdentity(name(f, "cluster"), f.text("id"), name(f, "node"));
  }

  private static PlacedFile placedFile(RequestFields f) {
    var from = f.path("from");
    var to = inside(f, "to", List.of(f.text("to"))).getFirst();
    var mode = matching(f, "mode", "0[0-7]{3}");
    return new PlacedFile(from, to, mode.isEmpty() ? 0600 : Integer.parseInt(mode, 8));
  }

  private static List<String> inside(RequestFields f, String field, List<String> paths) {
    paths.stream()
        .filter(path -> !Workspace.isInside(path))
        .forEach(path ->
            f.problem(
                "field `%s` is a relative path inside the workspace, not \"%s\""
                    .formatted(field, path)));
    return paths;
  }

  private static NodeRequest startEtcdMember(RequestFields f) {
    return new NodeRequest.StartEtcdMember(
        workspace(f),
        node(f),
        f.text("image"),
        f.text("address"),
        f.fixedPort("clientPort"),
        f.fixedPort("peerPort"),
        new FirstStart(f.choice("state", "new", "existing"), f.text("token"), initialCluster(f)),
        f.positive("quotaBackendBytes"),
        f.choice("autoCompactionMode", "periodic", "revision"),
        f.text("autoCompactionRetention"),
        grace(f),
        f.flag("awaitHealth"),
        deadline(f));
  }

  private static NodeRequest startAgent(RequestFields f) {
    return new NodeRequest.StartAgentContainer(
        workspace(f),
        node(f),
        f.choice("role", "worker", "head").equals("head"),
        f.text("image"),
        matching(f, "memory", "[1-9][0-9]*[mg]"),
        f.text("settings"),
        f.optionalFixedPort("apiPort"),
        f.textMap("env"),
        grace(f),
        f.seconds("readyWithinSeconds"),
        deadline(f));
  }

  private static Etcdctl etcdctl(RequestFields f) {
    var endpoints = f.texts("endpoints");
    if (endpoints.isEmpty()) {
      f.problem("field `endpoints` has at least one https:// address");
    }
    return new Etcdctl(workspace(f), endpoints);
  }

  /// A node's with its certificate; without a workspace, one on this host's loopback in the clear.
  private static Etcdctl etcd(RequestFields f) {
    return f.hasAny("workspace") ? etcdctl(f) : new Etcdctl(Optional.empty(), f.texts("endpoints"));
  }

  private static NodeRequest prepareRestore(RequestFields f) {
    return new NodeRequest.EtcdPrepareRestore(
        f.path("folder"),
        f.path("snapshot"),
        matching(f, "sha256", "[0-9a-f]{64}"),
        name(f, "name"),
        f.text("peerUrl"),
        founders(f),
        deadline(f));
  }

  private static FirstStart founders(RequestFields f) {
    return new FirstStart("new", f.text("token"), initialCluster(f));
  }

  private static List<FirstStart.Member> initialCluster(RequestFields f) {
    return f.objects(
        "initialCluster",
        member -> new FirstStart.Member(name(member, "name"), member.text("peerUrl")));
  }

  private static String root(RequestFields f) {
    return matching(f, "root", "/nokube/" + NAME + "/");
  }

  private static NodeRequest etcdForget(RequestFields f) {
    var etcd = externalEtcd(f);
    // A prefix that is short would take somebody else's data with it.
    var prefix = matching(f, "prefix", "/nokube/" + NAME + "/");
    return new NodeRequest.EtcdForget(etcd, f.text("key"), f.text("value"), prefix, deadline(f));
  }

  private static ExternalEtcd externalEtcd(RequestFields f) {
    var endpoints = f.texts("endpoints");
    if (endpoints.isEmpty()
        || endpoints.stream().anyMatch(each -> !each.matches("https://[^/?#@\\s]+:[0-9]+"))) {
      f.problem("field `endpoints` has one or more https://<host>:<port>");
      endpoints = List.of();
    }
    return new ExternalEtcd(
        endpoints.stream().map(URI::create).toList(),
        f.object(
            "tls",
            tls -> new ClientTls(tls.path("authority"), tls.path("certificate"), tls.path("key"))));
  }

  private static String matching(RequestFields f, String field, String pattern) {
    var text = f.text(field);
    if (!text.isEmpty() && !text.matches(pattern)) {
      f.problem("field `%s` matches %s, and \"%s\" doesn't".formatted(field, pattern, text));
      return "";
    }
    return text;
  }

  private static Duration grace(RequestFields f) {
    return f.optionalSeconds("graceSeconds").orElse(Duration.ofSeconds(20));
  }

  private static Duration deadline(RequestFields f) {
    return f.seconds("deadlineSeconds");
  }
}
