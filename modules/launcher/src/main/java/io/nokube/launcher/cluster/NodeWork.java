package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.cluster.NodePlan.Step;
import io.nokube.launcher.cluster.Progress.Event;
import io.nokube.launcher.cluster.Progress.State;
import io.nokube.launcher.cluster.Seen.FirstStart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Carries out one node's steps, each at a boundary at which the run may be stopped.
///
/// @param run names this run on the hosts
record NodeWork(
    HostLink link, Requests requests, NodePlan plan, Fleet fleet, Progress progress, String run) {

  /// Packages and the Docker engine: what all else needs.
  void prepare() {
    plan.step(Step.Prepare.class)
        .ifPresent(step ->
            told("prepare", step.told(), () -> ask(requests.prepare(plan.wanted().member()))));
  }

  void etcdImage() {
    plan.step(Step.MakeEtcdImage.class)
        .ifPresent(step ->
            told(
                "image",
                step.told(),
                () -> ask(requests.makeEtcdImage(plan.wanted().etcdImage()))));
  }

  /// Of what was uploaded, once that is known to be whole.
  void agentImage() {
    plan.step(Step.Verify.class).ifPresent(step -> told("verify", step.told(), this::verify));
    plan.step(Step.MakeAgentImage.class)
        .ifPresent(step ->
            told(
                "image",
                step.told(),
                () -> ask(requests.makeAgentImage(plan.wanted().agentImage()))));
  }

  private String verify() {
    String done = ask(requests.verifyUpload());
    link.keepOnlyThis();
    return done;
  }

  void place(List<Placed> files) {
    told(
        "files",
        "writing " + files.size() + " files",
        () -> {
          Map<String, String> staged = new LinkedHashMap<>();
          for (Placed file : files) {
            staged.put(file.path(), link.stage(run, staged.size(), file));
          }
          ask(requests.place(staged, List.of()));
          link.unstage();
          return files.size() + " files";
        });
  }

  /// What an external etcd holds under the cluster's name, asked from this host.
  ///
  /// @param lived whether the cluster was made before
  void lookAtEtcd(EtcdFiles etcd, boolean lived) {
    told(
        "check",
        "asking etcd at " + String.join(", ", etcd.endpoints()),
        () -> {
          JsonNode seen = new StagedEtcd(link, run, etcd).ask(requests::lookAtEtcd);
          EtcdData data =
              EtcdData.of(
                  requests.file().cluster(),
                  Optional.ofNullable(seen.get("value")).map(JsonNode::asText),
                  requests.id(),
                  lived);
          if (data instanceof EtcdData.Refused(String why, String advice)) {
            throw new NodeFailure(plan.wanted().name(), "check", why, advice);
          }
          return "etcd answers";
        });
  }

  /// The node is the cluster's before the engine trusts anybody for the cluster's sake.
  void placeFiles() {
    plan.step(Step.Place.class).ifPresent(step -> place(step.files()));
    plan.step(Step.Trust.class)
        .ifPresent(step -> told("registries", step.told(), () -> trust(step)));
  }

  private String trust(Step.Trust step) {
    Map<String, String> staged = new LinkedHashMap<>();
    step.authorities()
        .forEach(
            (host, pem) -> staged.put(host, link.stage(run, staged.size(), new Placed(host, pem))));
    ask(requests.trustRegistries(staged));
    link.unstage();
    return step.told();
  }

  void etcd(FirstStart first, boolean awaitHealth) {
    plan.step(Step.StartEtcd.class).ifPresent(step -> etcd(step.told(), first, awaitHealth));
  }

  void etcd(String told, FirstStart first, boolean awaitHealth) {
    told(
        "etcd", told, () -> ask(requests.startEtcd(plan.wanted().etcdImage(), first, awaitHealth)));
  }

  /// @param forget has the other members forget this one
  void leaveEtcd(Runnable forget) {
    plan.step(Step.LeaveEtcd.class)
        .ifPresent(step ->
            told(
                "etcd",
                step.told(),
                () -> {
                  forget.run();
                  return ask(requests.leaveEtcd());
                }));
  }

  void agent() {
    NodeWanted wanted = plan.wanted();
    plan.step(Step.StartAgent.class)
        .ifPresent(step ->
            told(
                "agent",
                step.told(),
                () ->
                    ask(
                        requests.startAgent(
                            wanted.agentImage(), wanted.head(), wanted.settings()))));
  }

  JsonNode members(List<String> endpoints) {
    return link.run(requests.etcdMembers(endpoints), line -> {});
  }

  /// Does one step and says how it went.
  void told(String step, String about, Supplier<String> work) {
    fleet.goOn();
    long started = System.nanoTime();
    progress.tell(new Event(plan.wanted().name(), step, State.STARTED, about, 0));
    try {
      String done = work.get();
      progress.tell(
          new Event(
              plan.wanted().name(),
              step,
              State.DONE,
              done.isEmpty() ? about : done,
              since(started)));
    } catch (NodeFailure failure) {
      progress.tell(
          new Event(plan.wanted().name(), step, State.FAILED, failure.said(), since(started)));
      throw failure;
    }
  }

  /// @return the detail of the last step that the command agent did
  String ask(ObjectNode request) {
    String[] last = {""};
    link.run(
        request,
        line -> {
          String state = line.path("state").asText();
          if (state.equals("done")) {
            last[0] = line.path("detail").asText();
          } else if (state.equals("started")) {
            progress.tell(
                new Event(
                    plan.wanted().name(),
                    line.path("step").asText(),
                    State.STARTED,
                    line.path("detail").asText(),
                    0));
          }
        });
    return last[0];
  }

  private static long since(long started) {
    return (System.nanoTime() - started) / 1_000_000;
  }
}
