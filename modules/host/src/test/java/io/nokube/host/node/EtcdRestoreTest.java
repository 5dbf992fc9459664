package io.nokube.host.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of a member's data stays.
class EtcdRestoreTest {
  @TempDir Path folder;

  private EtcdRestore restore;

  @BeforeEach
  void aMemberLives() throws IOException {
    restore = new EtcdRestore(folder);
    lives("first");
  }

  private void lives(String what) throws IOException {
    write("data", what);
  }

  private void made(String what) throws IOException {
    write("data.restored", what);
  }

  private void write(String data, String what) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve(data).resolve("member")).resolve("db"), what);
  }

  private String in(String data) throws IOException {
    return Files.readString(folder.resolve(data).resolve("member/db"));
  }

  private void swapped(String with) throws IOException {
    made(with);
    restore.swap();
  }

  @Test
  void whatTheMemberHadBeforeStays() throws IOException {
    swapped("backup");

    assertThat(in("data")).isEqualTo("backup");
    assertThat(in("data.before-restore")).isEqualTo("first");
  }

  @Test
  void aRestoreThatIsRunAgainKeepsWhatWasThereAtFirst() throws IOException {
    swapped("backup");
    swapped("backup again");
    swapped("older backup");

    assertThat(in("data")).isEqualTo("older backup");
    assertThat(in("data.before-restore")).isEqualTo("first");
    assertThat(in("data.unfinished-restore")).isEqualTo("backup");
    assertThat(in("data.unfinished-restore-2")).isEqualTo("backup again");
  }

  @Test
  void whatWasLivedInAfterARestoreThatWasDoneButForItsEndStays() throws IOException {
    swapped("backup");
    lives("lived in for weeks");
    swapped("backup again");
    swapped("older backup");

    assertThat(in("data.before-restore")).isEqualTo("first");
    assertThat(in("data.unfinished-restore")).isEqualTo("lived in for weeks");
    assertThat(in("data.unfinished-restore-2")).isEqualTo("backup again");
  }

  @Test
  void theNextOneKeepsWhatWasLivedInSinceTheLastWasDone() throws IOException {
    swapped("backup");
    swapped("backup again");
    swapped("backup once more");
    assertThat(restore.end()).isTrue();
    assertThat(restore.end()).isFalse();
    lives("lived in");
    swapped("another backup");

    assertThat(in("data")).isEqualTo("another backup");
    assertThat(in("data.before-restore")).isEqualTo("lived in");
    assertThat(folder.resolve("data.unfinished-restore")).doesNotExist();
    assertThat(folder.resolve("data.unfinished-restore-2")).doesNotExist();
  }

  @Test
  void oneThatWasCutShortBeforeItPutAnythingAsideDoesSo() throws IOException {
    Files.createFile(folder.resolve("restore.unfinished"));
    swapped("backup");

    assertThat(in("data.before-restore")).isEqualTo("first");
  }

  @Test
  void oneThatWasCutShortBetweenItsTwoMovesGoesOn() throws IOException {
    swapped("backup");
    Files.move(folder.resolve("data"), folder.resolve("data.restored"));
    restore.swap();

    assertThat(in("data")).isEqualTo("backup");
    assertThat(in("data.before-restore")).isEqualTo("first");
  }

  @Test
  void aMemberThatHasLostItsDataGetsNewOnesAndKeepsNone() throws IOException {
    Tree.delete(folder.resolve("data"));
    swapped("backup");

    assertThat(in("data")).isEqualTo("backup");
    assertThat(folder.resolve("data.before-restore")).doesNotExist();
  }
}
