package io.nokube.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.engine.ImagePlan;
import io.nokube.model.core.Container.ImagePullPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ImagesTest {
  private final CountDownLatch released = new CountDownLatch(1);
  private Registry registry;
  private TestNode node;

  @BeforeEach
  void open() throws IOException {
    registry = new Registry(released);
    node = new TestNode(TestNode.DOCKER, Duration.ofSeconds(20), Duration.ofSeconds(3));
  }

  @AfterEach
  void close() throws IOException {
    registry.close();
    if (present()) {
      node.docker.removeImageCmd(registry.image()).exec();
    }
    node.close();
  }

  private boolean present() {
    return node.docker.listImagesCmd().withReferenceFilter(registry.image()).exec().stream()
        .findAny()
        .isPresent();
  }

  private Outcome pull(String image, ImagePullPolicy policy) {
    return node.engine().pull(new ImagePlan(image, policy));
  }

  private static Result.Image image(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return (Result.Image) ((Outcome.Done) outcome).result();
  }

  @Test
  void aMissingImageIsPulledAndSaysWhomItRunsAs() {
    released.countDown();

    Result.Image pulled = image(pull(registry.image(), ImagePullPolicy.IF_NOT_PRESENT));

    assertThat(pulled.id()).startsWith("sha256:");
    assertThat(pulled.user()).isEqualTo("app");
    assertThat(image(pull(registry.image(), ImagePullPolicy.NEVER))).isEqualTo(pulled);
  }

  @Test
  void aPresentImageIsPulledAgainOnlyIfAlways() {
    released.countDown();
    image(pull(registry.image(), ImagePullPolicy.IF_NOT_PRESENT));
    int before = registry.asked.get();

    image(pull(registry.image(), ImagePullPolicy.IF_NOT_PRESENT));
    assertThat(registry.asked.get()).isEqualTo(before);
    image(pull(registry.image(), ImagePullPolicy.ALWAYS));
    assertThat(registry.asked.get()).isGreaterThan(before);
  }

  @Test
  void manyWhoAskAtOnceHaveItPulledOnce() throws Exception {
    List<Future<Outcome>> asking = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        asking.add(threads.submit(() -> pull(registry.image(), ImagePullPolicy.IF_NOT_PRESENT)));
      }
      Eventually.within(Duration.ofSeconds(10), "it is asked for", () -> registry.asked.get() > 0);
      released.countDown();
      for (Future<Outcome> each : asking) {
        image(each.get(20, TimeUnit.SECONDS));
      }
    }
    assertThat(registry.asked.get()).isLessThanOrEqualTo(2); // HEAD and GET of one pull
  }

  @Test
  void aRegistryThatHangsIsGivenUpAtTheDeadline() {
    assertThat(pull(registry.image(), ImagePullPolicy.ALWAYS))
        .isEqualTo(
            new Outcome.Refused(
                "ErrImagePull",
                "pulling image \"" + registry.image() + "\" did not finish within PT3S"));
  }

  @Test
  void anImageThatTheRegistryLacksIsRefused() {
    String missing = registry.image().replace("it:1", "nope:1");

    assertThat(pull(missing, ImagePullPolicy.IF_NOT_PRESENT))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            no -> {
              assertThat(no.reason()).isEqualTo("ErrImagePull");
              assertThat(no.message())
                  .startsWith("failed to pull image \"" + missing + "\": ")
                  .contains("manifest");
            });
  }

  @Test
  void aPresentImageDoesNotSaveAlwaysFromARegistryThatIsAway() throws IOException {
    released.countDown();
    image(pull(registry.image(), ImagePullPolicy.IF_NOT_PRESENT));
    registry.close();

    assertThat(pull(registry.image(), ImagePullPolicy.ALWAYS))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, no -> assertThat(no.reason()).isEqualTo("ErrImagePull"));
  }

  @Test
  void neverMeansNever() {
    assertThat(pull("nosuch/image:1", ImagePullPolicy.NEVER))
        .isEqualTo(
            new Outcome.Refused(
                "ErrImageNeverPull",
                "Container image \"nosuch/image:1\" is not present with pull policy of Never"));
  }

  @Test
  void anImageThatSomebodyRemovesIsNoLongerPresent() {
    released.countDown();
    image(pull(registry.image(), ImagePullPolicy.IF_NOT_PRESENT));

    node.docker.removeImageCmd(registry.image()).exec();

    Eventually.within(
        Duration.ofSeconds(10),
        "the removal is noticed",
        () -> pull(registry.image(), ImagePullPolicy.NEVER) instanceof Outcome.Refused);
  }
}
