package io.nokube.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.launcher.Home.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir private Path folder;

  @Test
  void whatIsRememberedIsReadBack() throws IOException {
    Home home = new Home(folder);
    Credentials plain =
        new Credentials("quickstart", List.of("http://127.0.0.2:1"), "t", Optional.empty());
    Credentials secure =
        new Credentials(
            "demo",
            List.of("https://10.0.0.1:7443", "https://10.0.0.2:7443"),
            "t",
            Optional.of("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));

    for (Credentials each : List.of(plain, secure)) {
      home.remember(each);
      assertThat(home.current()).isEqualTo(each);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.credentials())))
        .isEqualTo("rw-------");
  }

  @Test
  void anotherClusterIsNotForgotten() {
    Home home = new Home(folder);
    home.forget("demo"); // there is none
    home.remember(new Credentials("demo", List.of("http://127.0.0.2:1"), "t", Optional.empty()));
    home.forget("quickstart");
    assertThat(home.current().cluster()).isEqualTo("demo");
    home.forget("demo");
    assertThat(home.credentials()).doesNotExist();
  }

  @Test
  void oneApiMayStandAlone() throws IOException {
    assertThat(read("{\"cluster\":\"c\",\"api\":\"http://127.0.0.2:1\",\"token\":\"t\"}"))
        .isEqualTo(new Credentials("c", List.of("http://127.0.0.2:1"), "t", Optional.empty()));
  }

  @Test
  void aTokenIsSentToNobodyInTheClearAndToNobodyUnknown() {
    refused(
        "{\"cluster\":\"c\",\"api\":\"http://10.0.0.1:1\",\"token\":\"t\",\"authority\":\"pem\"}",
        " has the API http://10.0.0.1:1, which would send the token in the clear");
    refused(
        "{\"cluster\":\"c\",\"apis\":[\"https://10.0.0.1:1\"],\"token\":\"t\"}",
        " has the API https://10.0.0.1:1 and no \"authority\" to know it by");
  }

  @Test
  void whatIsMissingIsNamed() {
    refused("{\"cluster\":\"c\",\"token\":\"t\"}", " has no \"apis\"");
    refused("{\"cluster\":\"c\",\"api\":\"http://127.0.0.2:1\"}", " has no \"token\"");
  }

  private void refused(String text, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(new Home(folder).credentials() + why);
  }

  private Credentials read(String text) throws IOException {
    Home home = new Home(folder);
    Files.writeString(home.credentials(), text);
    return home.current();
  }
}
