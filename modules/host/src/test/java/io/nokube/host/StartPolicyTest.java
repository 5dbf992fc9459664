package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartPolicyTest {

  private static final String THEIRS = "#!/bin/sh\nexit 0\n";

  @TempDir Path folder;
  private Path file;
  private StartPolicy policy;
  private final List<String> finished = new ArrayList<>();

  @BeforeEach
  void aPolicyFolder() {
    file = folder.resolve("policy-rc.d");
    policy = new StartPolicy(file, folder.resolve("lock"));
  }

  @Test
  void forbidsWhileItWorksAndLeavesNothingBehind() throws IOException {
    var during = forbidding(() -> Texts.of(file));
    assertThat(during).endsWith("exit 101\n").contains("a b");
    assertThat(Files.exists(file)).isFalse();
    assertThat(finished).containsExactly("a", "b");
    assertThat(names()).containsExactly("lock");
  }

  @Test
  void isExecutableWhileItForbids() {
    assertThat(forbidding(() -> Files.isExecutable(file))).isTrue();
  }

  @Test
  void putsTheirsBackAsItWas() throws IOException {
    Files.writeString(file, THEIRS);
    var permissions = Files.getPosixFilePermissions(file);
    assertThat(forbidding(() -> Texts.of(file))).contains("exit 101");
    assertThat(file).hasContent(THEIRS.strip() + "\n");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(permissions);
    assertThat(names()).containsExactly("lock", "policy-rc.d");
  }

  @Test
  void putsItBackWhenTheWorkFails() throws IOException {
    Files.writeString(file, THEIRS);
    assertThatThrownBy(() ->
            forbidding(() -> {
              throw new IllegalStateException("no mirror");
            }))
        .hasMessage("no mirror");
    assertThat(Files.readString(file)).isEqualTo(THEIRS);
  }

  @Test
  void finishesWhatAKilledRunLeft() throws IOException {
    Files.writeString(file, THEIRS);
    // Killed in the midst of its work: ours in place, theirs beside it.
    var ours = forbidding(() -> Texts.of(file));
    Files.writeString(folder.resolve("policy-rc.d.before-nokube"), THEIRS);
    Files.writeString(file, ours);
    finished.clear();
    assertThat(policy.leftBehind()).isTrue();
    policy.mend(soon(), finished::addAll);
    assertThat(finished).containsExactly("a", "b");
    assertThat(Files.readString(file)).isEqualTo(THEIRS);
    assertThat(policy.leftBehind()).isFalse();
  }

  @Test
  void aCopyMadeByARunThatWasKilledBeforeItForbadeIsDropped() throws IOException {
    Files.writeString(file, THEIRS);
    Files.writeString(folder.resolve("policy-rc.d.before-nokube"), THEIRS);
    policy.mend(soon(), finished::addAll);
    assertThat(finished).isEmpty();
    assertThat(names()).containsExactly("lock", "policy-rc.d");
  }

  @Test
  void theSecondOfTwoWaitsForTheFirst() {
    forbidding(() -> {
      assertThatThrownBy(() ->
              policy.forbidding(
                  List.of("c"), Deadline.in(Duration.ofMillis(200)), () -> 1, names -> {}))
          .hasMessage("another nokube command is installing packages on this machine");
      return 0;
    });
  }

  private <T> T forbidding(java.util.function.Supplier<T> work) {
    return policy.forbidding(List.of("a", "b"), soon(), work, finished::addAll);
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(5));
  }
}
