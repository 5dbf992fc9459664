package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void givesEachNodesResultInTheirOrder() {
    assertThat(new Fleet(2).each(List.of("b", "a", "c"), node -> node + "!"))
        .containsExactly(Map.entry("b", "b!"), Map.entry("a", "a!"), Map.entry("c", "c!"));
  }

  @Test
  void theFirstFailureStopsTheOthersAtTheirNextStep() {
    Fleet fleet = new Fleet(2);
    CountDownLatch failed = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Queue<String> done = new ConcurrentLinkedQueue<>();

    assertThatThrownBy(() ->
            fleet.each(
                List.of("good", "bad"),
                node -> {
                  if (node.equals("bad")) {
                    await(begun);
                    throw new NodeFailure("bad", "etcd", "the disk is full", "make room");
                  }
                  begun.countDown();
                  done.add("step 1");
                  while (failed.getCount() > 0) {
                    try {
                      fleet.goOn();
                    } catch (RuntimeException stopped) {
                      failed.countDown();
                      throw stopped;
                    }
                  }
                  done.add("step 2");
                  return "";
                }))
        .isInstanceOf(NodeFailure.class)
        .hasMessage("bad: etcd: the disk is full");
    assertThat(done).containsExactly("step 1");
  }

  @Test
  void nothingBeginsAfterAFailure() {
    Fleet fleet = new Fleet(1);
    AtomicInteger begun = new AtomicInteger();

    assertThatThrownBy(() ->
            fleet.inTurn(
                List.of("a", "b"),
                node -> {
                  begun.incrementAndGet();
                  throw new NodeFailure(node, "x", "y", "z");
                }))
        .hasMessage("a: x: y");
    assertThat(begun).hasValue(1);
  }

  @Test
  void twoThingsBesideOneAnotherBothComeToAStopWhenOneFails() {
    Fleet fleet = new Fleet(2);
    CountDownLatch begun = new CountDownLatch(1);
    Queue<String> done = new ConcurrentLinkedQueue<>();

    assertThatThrownBy(() ->
            fleet.beside(
                () -> {
                  await(begun);
                  fleet.inTurn(
                      List.of("a"),
                      node -> {
                        throw new NodeFailure(node, "image", "the disk is full", "make room");
                      });
                },
                () -> {
                  fleet.inTurn(
                      List.of("b"),
                      node -> {
                        done.add("step 1");
                        begun.countDown();
                        while (true) {
                          fleet.goOn();
                        }
                      });
                }))
        .hasMessage("a: image: the disk is full");
    assertThat(done).containsExactly("step 1");
  }

  @Test
  void noMoreNodesThanAllowedAreWorkedOnAtOnce() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch two = new CountDownLatch(2);

    new Fleet(2)
        .each(
            List.of("a", "b", "c", "d"),
            node -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              two.countDown();
              await(two);
              now.decrementAndGet();
              return node;
            });

    assertThat(most).hasValue(2);
  }
}
