package io.nokube.containers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.SeenContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// What the engine adds to Docker's own cost: the same containers, made and unmade by bare calls
/// and by the engine in turn. Arguments: how many containers, how many rounds.
final class FloorBench {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);

  private FloorBench() {}

  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    try (var node = new TestNode()) {
      var raw = new RawDocker(Path.of(TestNode.DOCKER.getPath()), node.settings.startsAtOnce());
      raw.remove(raw.start(3, i -> body(node, plan("warm", i))).ids());
      for (int round = 0; round < Integer.parseInt(args[1]); round++) {
        var floor = raw.start(count, i -> body(node, plan("raw", i)));
        System.out.println("raw     create + start  " + floor);
        System.out.println("raw     kill + remove   " + raw.remove(floor.ids()));
        engine(node, count);
      }
    }
  }

  private static void engine(TestNode node, int count) throws Exception {
    List<SeenContainer> made = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long began = System.nanoTime();
      List<Future<SeenContainer>> starts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ContainerPlan plan = plan("engine", i);
        starts.add(threads.submit(() -> TestNode.one(node.engine().start(plan))));
      }
      for (Future<SeenContainer> start : starts) {
        made.add(start.get(60, TimeUnit.SECONDS));
      }
      print("engine  create + start  ", count, began);
      began = System.nanoTime();
      List<Future<?>> ends = new ArrayList<>();
      for (SeenContainer each : made) {
        ends.add(
            threads.submit(() -> {
              TestNode.done(node.engine().stop(each.id(), Duration.ZERO));
              TestNode.done(node.engine().remove(each.id()));
            }));
      }
      for (Future<?> end : ends) {
        end.get(60, TimeUnit.SECONDS);
      }
      print("engine  kill + remove   ", count, began);
    }
  }

  private static void print(String what, int count, long began) {
    System.out.printf("%s%d in %.2f s%n", what, count, (System.nanoTime() - began) / 1e9);
  }

  private static ContainerPlan plan(String name, int i) {
    return Plans.pod(name + "-" + i)
        .ownNetwork()
        .entrypoint("/bin/busybox")
        .args("sleep", "3600")
        .plan();
  }

  /// The body that the engine would send for a plan.
  static String body(TestNode node, ContainerPlan plan) {
    var labels =
        Labels.ofContainer(
            node.settings, plan.pod(), plan.path(), plan.name(), plan.specHash(), plan.attempt());
    var command = node.docker.createContainerCmd(plan.image()).withLabels(labels.written());
    CreateBody.fill(command, plan, List.of(), node.settings);
    try {
      return JSON.writeValueAsString(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
