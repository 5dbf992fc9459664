package io.nokube.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.node.Holding;
import io.nokube.host.node.NodeOperations;
import io.nokube.host.node.NodeRequest;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.EngineSocket;
import io.nokube.host.system.EtcdProgram;
import io.nokube.host.system.Progress;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Optional;

/// What each [Request] leads to, step by step.
record Operations(Progress progress, InputStream in) {

  /// @return what the caller may want to know of it
  ObjectNode perform(Request request) {
    return switch (request) {
      case Request.Look look -> MachineLook.of(look.place(), Deadline.in(look.deadline()));
      case Request.OnNode wanted ->
          NodeOperations.onThisHost(progress, in, new WholeAgent()).perform(wanted.request());
      case Request.PrepareMachine wanted ->
          new MachinePreparation(
                  progress,
                  new Installation(
                      StartPolicy.DEBIAN, wanted.apt().orElse(AptSource.OF_THE_MACHINE)),
                  new DockerEngine(),
                  Privilege.look())
              .prepare(wanted);
      case Request.StartEtcd wanted -> startEtcd(wanted);
      case Request.StopEtcd wanted ->
          stopped(
              "etcd",
              "ending etcd",
              () ->
                  new EtcdMember(wanted.folder())
                      .stop(wanted.grace(), Deadline.in(wanted.deadline())));
      case Request.RestoreEtcd wanted -> restoreEtcd(wanted);
      case Request.StartAgent wanted -> startAgent(wanted);
      case Request.StopAgent wanted ->
          stopped(
              "agent",
              "ending " + wanted.name(),
              () ->
                  new DetachedProcess(wanted.pidFile())
                      .stop(wanted.grace(), Deadline.in(wanted.deadline())));
      case Request.MakeImage wanted -> makeImage(wanted);
      case Request.MakeHostImage wanted -> new HostImage(progress, wanted).ensure();
    };
  }

  /// Nobody says more to a request than itself, but to the one that holds the node.
  private record WholeAgent() implements Holding {
    @Override
    public ObjectNode look(NodeRequest.Hold hold, Deadline deadline) {
      return MachineLook.of(
          Optional.of(new Request.Place(hold.workspace(), hold.cluster())), deadline);
    }

    @Override
    public void perform(String base64, Progress progress) {
      CommandAgent.perform(base64, InputStream.nullInputStream(), progress);
    }
  }

  private ObjectNode startEtcd(Request.StartEtcd wanted) {
    var deadline = Deadline.in(wanted.deadline());
    return progress.step(
        "etcd",
        "starting etcd in " + wanted.folder(),
        () -> {
          var program = EtcdProgram.look(deadline);
          var etcd = new EtcdMember(wanted.folder()).ensure(program.program(), wanted, deadline);
          var result = JsonNodeFactory.instance.objectNode();
          result.put("change", change(etcd.plan())).put("pid", etcd.pid());
          result.put("clientUrl", etcd.client().toString()).put("peerUrl", etcd.peer().toString());
          result.put("version", program.version());
          return new Progress.Done<>(result, change(etcd.plan()) + " on " + etcd.client());
        });
  }

  private ObjectNode restoreEtcd(Request.RestoreEtcd wanted) {
    return progress.step(
        "etcd",
        "setting the etcd of " + wanted.folder() + " to the snapshot",
        () -> {
          new EtcdMember(wanted.folder()).restore();
          return new Progress.Done<>(
              JsonNodeFactory.instance.objectNode().put("change", "restored"),
              "set to the snapshot");
        });
  }

  private ObjectNode startAgent(Request.StartAgent wanted) {
    return progress.step(
        "agent",
        "starting " + wanted.name(),
        () -> {
          var environment = new HashMap<>(wanted.env());
          wanted.envFile().map(SecretFile::read).ifPresent(environment::putAll);
          var launch = new Launch(wanted.command(), environment, wanted.log());
          var outcome =
              new DetachedProcess(wanted.pidFile())
                  .ensure(() -> launch, wanted.grace(), Deadline.in(wanted.deadline()));
          var result = JsonNodeFactory.instance.objectNode();
          result.put("change", change(outcome.plan())).put("pid", outcome.pid());
          return new Progress.Done<>(
              result, wanted.name() + " " + change(outcome.plan()) + ", pid " + outcome.pid());
        });
  }

  private ObjectNode makeImage(Request.MakeImage wanted) {
    return progress.step(
        "image",
        "making " + wanted.name(),
        () -> {
          var image = new Image(wanted.name(), new EngineSocket(DockerEngine.SOCKET));
          var origin = image.ensure(wanted.pull(), Deadline.in(wanted.deadline()));
          var word =
              switch (origin) {
                case PRESENT -> "present";
                case PULLED -> "pulled";
                case IMPORTED -> "imported";
              };
          return new Progress.Done<>(
              JsonNodeFactory.instance.objectNode().put("change", word),
              wanted.name() + " " + word);
        });
  }

  private interface Stop {
    Optional<Long> stop();
  }

  private ObjectNode stopped(String step, String about, Stop stop) {
    return progress.step(
        step,
        about,
        () -> {
          var ended = stop.stop();
          var result = JsonNodeFactory.instance.objectNode();
          result.put("change", ended.isPresent() ? "stopped" : "none");
          ended.ifPresent(pid -> result.put("pid", pid));
          return new Progress.Done<>(
              result, ended.map(pid -> "ended pid " + pid).orElse("nothing ran"));
        });
  }

  private static String change(ProcessPlan plan) {
    return switch (plan) {
      case ProcessPlan.Keep keep -> "kept";
      case ProcessPlan.Start start -> "started";
      case ProcessPlan.Replace replace -> "replaced";
    };
  }
}
