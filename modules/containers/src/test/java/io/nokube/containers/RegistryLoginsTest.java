package io.nokube.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PushResponseItem;
import io.nokube.actor.Outcome;
import io.nokube.actor.engine.ImagePlan;
import io.nokube.model.core.Container.ImagePullPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pulls from a real registry that wants a login, through a real engine.
@Timeout(120)
class RegistryLoginsTest {
  private static final String USER = "robot$shop";

  /// Its bytes would tell one alphabet of base64 from the other.
  private static final String PASSWORD = "opensesame?>ü~\"\\ÿ";

  private static final String OTHER = "swordfish-1234";

  @TempDir private Path folder;
  private DockerRegistry registry;
  private TestNode node;

  @BeforeEach
  void open() throws Exception {
    registry =
        DockerRegistry.onLoopback(
            Files.createDirectory(folder.resolve("registry")), USER, PASSWORD);
    node =
        new TestNode(
            TestNode.DOCKER,
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Optional.of(folder.resolve("registries.json")));
    push();
  }

  @AfterEach
  void close() throws IOException {
    forget();
    node.close();
    registry.close();
  }

  private String repository() {
    return registry.host() + "/team/shop";
  }

  private String image() {
    return repository() + ":1";
  }

  private void push() throws InterruptedException {
    node.docker.tagImageCmd(TestNode.IMAGE, repository(), "1").exec();
    node.docker
        .pushImageCmd(repository())
        .withTag("1")
        .withAuthConfig(
            new AuthConfig()
                .withRegistryAddress(registry.host())
                .withUsername(USER)
                .withPassword(PASSWORD))
        .exec(new ResultCallback.Adapter<PushResponseItem>())
        .awaitCompletion(30, TimeUnit.SECONDS);
    forget();
  }

  private void forget() {
    node.docker
        .listImagesCmd()
        .withReferenceFilter(image())
        .exec()
        .forEach(_ -> node.docker.removeImageCmd(image()).exec());
  }

  private void logins(String host, String username, String password) throws IOException {
    Map<String, String> login = Map.of("username", username, "password", password);
    text(new ObjectMapper().writeValueAsString(Map.of("auths", Map.of(host, login))));
  }

  private void text(String text) throws IOException {
    Files.writeString(folder.resolve("registries.json"), text);
  }

  private Outcome pull() {
    return node.engine().pull(new ImagePlan(image(), ImagePullPolicy.ALWAYS));
  }

  private void assertRefused(String why) {
    assertThat(pull())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            no -> {
              assertThat(no.reason()).isEqualTo("ErrImagePull");
              assertThat(no.message())
                  .startsWith("failed to pull image \"" + image() + "\": ")
                  .contains(why)
                  .doesNotContain(PASSWORD, OTHER);
            });
  }

  @Test
  void theLoginOfTheImagesRegistryOpensIt() throws IOException {
    logins(registry.host(), USER, PASSWORD);

    assertThat(pull()).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void withoutALoginTheRegistrySaysWhatItWants() throws IOException {
    text("{\"auths\":{}}");

    assertRefused("no basic auth credentials");
  }

  @Test
  void aLoginGoesToItsOwnRegistryAlone() throws IOException {
    logins("localhost:1", USER, PASSWORD);

    assertRefused("no basic auth credentials");
  }

  @Test
  void aWrongPasswordIsRefusedInTheRegistrysWordsWithoutIt() throws IOException {
    logins(registry.host(), USER, OTHER);

    assertRefused("unauthorized: authentication required");
  }

  @Test
  void aChangedPasswordCountsFromTheNextPullOn() throws IOException {
    logins(registry.host(), USER, PASSWORD);
    assertThat(pull()).isInstanceOf(Outcome.Done.class);

    registry.takes("other", OTHER);
    assertRefused("unauthorized: authentication required");
    logins(registry.host(), "other", OTHER);

    assertThat(pull()).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void loginsThatCannotBeReadAreSaidToBeSoAndNotShown() throws IOException {
    assertRefused("registries.json: there is no such file; run nokube new-or-update again");
    text("{\"auths\":{\"" + registry.host() + "\": " + OTHER);
    assertRefused("registries.json: it is no JSON; run nokube new-or-update again");
    text("\"" + OTHER + "\"");
    assertRefused("registries.json: it has no \"auths\"; run nokube new-or-update again");
  }
}
