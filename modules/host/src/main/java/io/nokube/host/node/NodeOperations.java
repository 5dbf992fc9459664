package io.nokube.host.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.EtcdProgram;
import io.nokube.host.system.Progress;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What each [NodeRequest] leads to, step by step.
///
/// @param in ends when the caller is gone
/// @param holding what a caller that holds a node is told and can have done
public record NodeOperations(Progress progress, InputStream in, Engine engine, Holding holding) {

  /// Operations on this host's Docker engine.
  public static NodeOperations onThisHost(Progress progress, InputStream in, Holding holding) {
    return new NodeOperations(progress, in, Engine.ofThisHost(), holding);
  }

  /// @return what the caller may want to know of it; `change` says what was done, `none` if nothing
  public ObjectNode perform(NodeRequest request) {
    var deadline = Deadline.in(request.deadline());
    return switch (request) {
      case NodeRequest.Hold wanted -> hold(wanted, deadline);
      case NodeRequest.VerifyUpload wanted -> verify(wanted.folder());
      case NodeRequest.PlaceFiles wanted -> placeFiles(wanted);
      case NodeRequest.TrustRegistries wanted -> trustRegistries(wanted);
      case NodeRequest.MakeAgentImage wanted ->
          makeImage(
              wanted.image(),
              () -> MadeImage.agent(wanted.image(), verified(wanted.folder()), deadline),
              deadline);
      case NodeRequest.MakeEtcdImage wanted -> makeEtcdImage(wanted, deadline);
      case NodeRequest.StartEtcdMember wanted -> startEtcd(wanted, deadline);
      case NodeRequest.EtcdMembers wanted -> etcdMembers(wanted.etcd(), deadline);
      case NodeRequest.EtcdMemberAdd wanted -> addMember(wanted, deadline);
      case NodeRequest.EtcdMemberRemove wanted -> removeMember(wanted, deadline);
      case NodeRequest.EtcdLook wanted -> lookAtEtcd(wanted, deadline);
      case NodeRequest.EtcdForget wanted -> forgetInEtcd(wanted, deadline);
      case NodeRequest.EtcdSnapshot wanted -> restores().snapshot(wanted, deadline);
      case NodeRequest.EtcdPrepareRestore wanted -> restores().prepare(wanted, deadline);
      case NodeRequest.EtcdRestoreMember wanted -> restores().restore(wanted, deadline);
      case NodeRequest.EtcdEndRestore wanted -> restores().end(wanted);
      case NodeRequest.EtcdRaiseEpoch wanted -> restores().raise(wanted, deadline);
      case NodeRequest.EtcdLeave wanted -> leaveEtcd(wanted, deadline);
      case NodeRequest.StartAgentContainer wanted -> startAgent(wanted, deadline);
      case NodeRequest.ReadAuthority wanted -> readAuthority(wanted.workspace());
      case NodeRequest.ImageLayers wanted -> imageLayers(deadline);
      case NodeRequest.LoadImage wanted -> loadImage(wanted, deadline);
      case NodeRequest.RemoveNode wanted ->
          new NodeRemoval(progress, engine, RegistryTrust.onThisHost(wanted.cluster()), wanted)
              .remove(deadline);
    };
  }

  private EtcdRestores restores() {
    return new EtcdRestores(progress, engine);
  }

  private ObjectNode hold(NodeRequest.Hold wanted, Deadline deadline) {
    var lock =
        progress.step(
            "lock",
            "taking the lock of " + wanted.workspace().root(),
            () -> {
              var taken =
                  WorkspaceLock.of(wanted.workspace())
                      .take(wanted.workspace(), wanted.holder(), deadline);
              var more = JsonNodeFactory.instance.objectNode();
              more.set("seen", holding.look(wanted, deadline));
              return new Progress.Done<>(taken, "held for " + wanted.holder(), more);
            });
    var errands = new Errands(holding, progress);
    try (lock) {
      new Caller(in, wanted.silence()).listen(errands::begin);
    } catch (IOException e) {
      throw new UncheckedIOException("letting go of the lock", e);
    }
    errands.awaitEnd();
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode verify(Path folder) {
    return progress.step(
        "verify",
        "verifying " + folder,
        () -> {
          var payload = Payload.of(folder);
          var verified = new Verification(payload).ensure();
          return new Progress.Done<>(
              changed(verified, "verified").put("hash", payload.hash()),
              payload.hash() + (verified ? " is whole" : " was there"));
        });
  }

  private static Payload verified(Path folder) {
    var payload = Payload.of(folder);
    if (!new Verification(payload).isDone()) {
      throw new StepFailure(folder + " isn't verified", "verify it first (verify-upload)");
    }
    return payload;
  }

  private ObjectNode placeFiles(NodeRequest.PlaceFiles wanted) {
    return progress.step(
        "files",
        "placing %d files in %s".formatted(wanted.files().size(), wanted.workspace().root()),
        () -> {
          var result =
              new Placement(wanted.workspace())
                  .place(wanted.node(), wanted.files(), wanted.remove());
          return new Progress.Done<>(
              result,
              "%d placed, %d removed"
                  .formatted(result.path("placed").size(), result.path("removed").size()));
        });
  }

  private ObjectNode trustRegistries(NodeRequest.TrustRegistries wanted) {
    return progress.step(
        "registries",
        "having the Docker engine trust %d authorities of registries"
            .formatted(wanted.authorities().size()),
        () -> {
          var change = RegistryTrust.onThisHost(wanted.cluster()).become(wanted.authorities());
          var result = changed(!change.placed().isEmpty() || !change.removed().isEmpty(), "placed");
          change.placed().forEach(result.putArray("placed")::add);
          change.removed().forEach(result.putArray("removed")::add);
          return new Progress.Done<>(
              result,
              "%d placed, %d removed".formatted(change.placed().size(), change.removed().size()));
        });
  }

  private interface Making {
    MadeImage image();
  }

  private ObjectNode makeImage(String name, Making making, Deadline deadline) {
    return progress.step(
        "image",
        "making " + name,
        () -> {
          var there = engine.imageId(name, deadline);
          var made = there.isEmpty() && making.image().ensure(engine, deadline);
          return image(name, made, deadline);
        });
  }

  private Progress.Done<ObjectNode> image(String name, boolean made, Deadline deadline) {
    var result = changed(made, "made").put("image", name);
    engine.imageId(name, deadline).ifPresent(id -> result.put("id", id));
    return new Progress.Done<>(result, name + (made ? " made" : " was there"));
  }

  private ObjectNode makeEtcdImage(NodeRequest.MakeEtcdImage wanted, Deadline deadline) {
    return progress.step(
        "image",
        "making " + wanted.image() + " of this host's etcd",
        () -> {
          var etcd = EtcdProgram.look(deadline);
          var image = MadeImage.etcd(wanted.image(), etcd, deadline);
          var done = image(image.name(), image.ensure(engine, deadline), deadline);
          done.value().put("version", etcd.version());
          return done;
        });
  }

  private ObjectNode startEtcd(NodeRequest.StartEtcdMember wanted, Deadline deadline) {
    return progress.step(
        "etcd",
        "starting the etcd member " + wanted.node().node(),
        () -> {
          var etcd = new EtcdContainer(engine, wanted);
          var running = etcd.ensure(deadline);
          var result = container(running);
          result.put("clientUrl", etcd.clientUrl()).put("peerUrl", etcd.peerUrl());
          return new Progress.Done<>(result, said(running) + " on " + etcd.clientUrl());
        });
  }

  private ObjectNode leaveEtcd(NodeRequest.EtcdLeave wanted, Deadline deadline) {
    wanted.workspace().mustBeOf(wanted.cluster(), wanted.id());
    return progress.step(
        "etcd",
        "removing this host's member of etcd",
        () -> {
          var removed = new EtcdMemberRemoval(engine, wanted).remove(deadline);
          return new Progress.Done<>(
              changed(removed, "removed"), removed ? "its container and data" : "there is none");
        });
  }

  private ObjectNode startAgent(NodeRequest.StartAgentContainer wanted, Deadline deadline) {
    return progress.step(
        "agent",
        "starting the agent of " + wanted.node().node(),
        () -> {
          var running = new AgentContainer(engine, wanted).ensure(deadline);
          var result = container(running);
          Workspace.json(wanted.workspace().ready()).ifPresent(ready -> result.set("ready", ready));
          new UnusedImages(engine)
              .remove(UnusedImages.AGENTS, deadline)
              .forEach(result.putArray("removedImages")::add);
          return new Progress.Done<>(result, said(running) + " and ready");
        });
  }

  private static ObjectNode container(SystemContainer.Running running) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("change", ContainerPlan.word(running.plan()))
        .put("id", running.id())
        .put("startedAt", running.startedAt().toString());
  }

  private static String said(SystemContainer.Running running) {
    return switch (running.plan()) {
      case ContainerPlan.Create create -> "started";
      case ContainerPlan.Start start -> "started again";
      case ContainerPlan.Replace replace -> "replaced";
      case ContainerPlan.Keep keep -> "runs as it is";
      case ContainerPlan.Refuse refuse -> "refused";
    };
  }

  private ObjectNode etcdMembers(Etcdctl etcd, Deadline deadline) {
    return progress.step(
        "members",
        "asking etcd for its members",
        () -> {
          var members = etcd.members(deadline);
          var result = JsonNodeFactory.instance.objectNode();
          var list = result.putArray("members");
          for (var member : members) {
            list.add(json(member));
          }
          etcd.healthy(deadline).forEach(result.putArray("healthy")::add);
          return new Progress.Done<>(
              result,
              "%d members, %d of %d endpoints healthy"
                  .formatted(
                      members.size(), result.path("healthy").size(), etcd.endpoints().size()));
        });
  }

  private static JsonNode json(Etcdctl.Member member) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("id", member.id()).put("name", member.name());
    member.peerUrls().forEach(json.putArray("peerUrls")::add);
    member.clientUrls().forEach(json.putArray("clientUrls")::add);
    return json;
  }

  private ObjectNode addMember(NodeRequest.EtcdMemberAdd wanted, Deadline deadline) {
    return progress.step(
        "members",
        "adding " + wanted.peerUrl(),
        () -> {
          var added = wanted.etcd().add(wanted.name(), wanted.peerUrl(), deadline);
          var result = changed(added.isPresent(), "added");
          added
              .or(() -> wanted.etcd().of(wanted.peerUrl(), deadline))
              .ifPresent(member -> result.set("member", json(member)));
          return new Progress.Done<>(
              result, wanted.peerUrl() + (added.isPresent() ? " added" : " was one already"));
        });
  }

  private ObjectNode removeMember(NodeRequest.EtcdMemberRemove wanted, Deadline deadline) {
    return progress.step(
        "members",
        "removing the member " + wanted.memberId(),
        () -> {
          var removed = wanted.etcd().remove(wanted.memberId(), deadline);
          return new Progress.Done<>(
              changed(removed, "removed"),
              wanted.memberId() + (removed ? " removed" : " wasn't one any more"));
        });
  }

  private ObjectNode lookAtEtcd(NodeRequest.EtcdLook wanted, Deadline deadline) {
    return progress.step(
        "etcd",
        "asking etcd for " + wanted.key(),
        () -> {
          var seen = wanted.etcd().look(wanted.key(), deadline);
          var result = JsonNodeFactory.instance.objectNode();
          var answering = result.putArray("answering");
          seen.answering().forEach(endpoint -> answering.add(endpoint.toString()));
          var silent = result.putObject("silent");
          seen.silent().forEach((endpoint, why) -> silent.put(endpoint.toString(), why));
          seen.value().ifPresent(value -> result.put("value", value));
          return new Progress.Done<>(
              result,
              "%d of %d endpoints answer%s"
                  .formatted(
                      seen.answering().size(),
                      wanted.etcd().endpoints().size(),
                      seen.silent().isEmpty() ? "" : "; " + ExternalEtcd.said(seen.silent())));
        });
  }

  private ObjectNode forgetInEtcd(NodeRequest.EtcdForget wanted, Deadline deadline) {
    return progress.step(
        "etcd",
        "deleting all below " + wanted.prefix(),
        () -> {
          var deleted =
              wanted.etcd().deleteIf(wanted.key(), wanted.value(), wanted.prefix(), deadline);
          return new Progress.Done<>(
              changed(deleted, "deleted"),
              deleted
                  ? "nothing is left below " + wanted.prefix()
                  : "%s is not %s: nothing was deleted".formatted(wanted.key(), wanted.value()));
        });
  }

  /// What a head keeps, by the name under which it is told.
  private static Map<String, Path> authority(Workspace workspace) {
    var files = new LinkedHashMap<String, Path>();
    files.put("ca.crt", workspace.tls().resolve("ca.crt"));
    files.put("ca.key", workspace.authority().resolve("ca.key"));
    files.put("users-ca.crt", workspace.tls().resolve("users-ca.crt"));
    files.put("users-ca.key", workspace.authority().resolve("users-ca.key"));
    files.put("sealing.key", workspace.tls().resolve("sealing.key"));
    files.put("token", workspace.tls().resolve("token"));
    files.put("cluster.yaml", workspace.authority().resolve("cluster.yaml"));
    return files;
  }

  private ObjectNode readAuthority(Workspace workspace) {
    return progress.step(
        "authority",
        "reading the authorities' files",
        () -> {
          var result = JsonNodeFactory.instance.objectNode();
          var files = result.putObject("files");
          authority(workspace)
              .forEach((name, file) -> {
                Optional<String> text = NodeLook.text(file);
                text.ifPresent(content -> files.put(name, content));
              });
          return new Progress.Done<>(
              result,
              "%d of %d files are here".formatted(files.size(), authority(workspace).size()));
        });
  }

  private ObjectNode imageLayers(Deadline deadline) {
    return progress.step(
        "images",
        "looking what images are made of",
        () -> {
          var result = JsonNodeFactory.instance.objectNode();
          var stacks = result.putArray("stacks");
          engine.layers(deadline).forEach(stack -> stack.forEach(stacks.addArray()::add));
          return new Progress.Done<>(result, stacks.size() + " images");
        });
  }

  private ObjectNode loadImage(NodeRequest.LoadImage wanted, Deadline deadline) {
    var names = String.join(", ", wanted.names());
    return progress.step(
        "image",
        "loading " + names,
        () -> {
          if (!Files.isRegularFile(wanted.file())) {
            throw new StepFailure("there is no file " + wanted.file(), "upload it first");
          }
          var before = ids(wanted.names(), deadline);
          engine.load(wanted.file(), out -> Files.copy(wanted.file(), out), deadline);
          var after = ids(wanted.names(), deadline);
          var missing = wanted.names().stream().filter(name -> !after.containsKey(name)).toList();
          if (!missing.isEmpty()) {
            throw new StepFailure(
                "%s holds no image %s".formatted(wanted.file(), String.join(", ", missing)),
                "save it anew: docker save " + String.join(" ", wanted.names()));
          }
          return new Progress.Done<>(changed(!after.equals(before), "loaded"), names + " loaded");
        });
  }

  private Map<String, String> ids(List<String> names, Deadline deadline) {
    var ids = new LinkedHashMap<String, String>();
    names.forEach(name -> engine.imageId(name, deadline).ifPresent(id -> ids.put(name, id)));
    return ids;
  }

  private static ObjectNode changed(boolean changed, String word) {
    return JsonNodeFactory.instance.objectNode().put("change", changed ? word : "none");
  }
}
