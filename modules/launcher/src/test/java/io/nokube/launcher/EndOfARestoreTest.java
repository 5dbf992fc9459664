package io.nokube.launcher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.launcher.backup.EtcdPlace;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is said when what etcd holds counts already, but a member couldn't be told so.
class EndOfARestoreTest {
  /// A member's host can't be reached any more.
  private static final class Unreachable implements EtcdPlace {
    @Override
    public String cluster() {
      return "demo";
    }

    @Override
    public String id() {
      return "id";
    }

    @Override
    public List<String> nodes() {
      return List.of("n1");
    }

    @Override
    public boolean endsPods() {
      return false;
    }

    @Override
    public JsonNode snapshot(Path to) {
      throw new IllegalStateException("isn't asked for");
    }

    @Override
    public void check() {}

    @Override
    public void restore(Path snapshot, String sha256) {}

    @Override
    public long raiseEpoch(long to) {
      return 1;
    }

    @Override
    public void endRestore() {
      throw CommandFailure.failed("n1 can't be reached");
    }

    @Override
    public void close() {}
  }

  @Test
  void aRestoreThatIsDoneButNotEndedSaysHowToEndIt() {
    assertThatThrownBy(() -> RestoreCommand.end(new Unreachable(), true))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("n1 can't be reached\nThe restore is done")
        .hasMessageContaining("`nokube restore --accept-current`");
  }

  @Test
  void soDoesWhatWasAcceptedButNotEnded() {
    assertThatThrownBy(() -> RestoreCommand.end(new Unreachable(), false))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("n1 can't be reached\nWhat etcd holds now counts")
        .hasMessageContaining("`nokube restore --accept-current`");
  }
}
