package io.nokube.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentOptionsTest {
  private static final List<String> WORKER =
      List.of("--node", "n2", "--config", "/c", "--verticles", "/v", "--ready-file", "/r");

  @Test
  void theTokensFileMayBeLeftOut() {
    assertThat(AgentOptions.parse(WORKER))
        .isEqualTo(
            new AgentOptions("n2", Path.of("/c"), Path.of("/v"), Optional.empty(), Path.of("/r")));
  }

  @Test
  void whatElseIsMissingIsSaidAtOnce() {
    assertThatThrownBy(() -> AgentOptions.parse(List.of("--node", "n1", "--token", "x")))
        .isInstanceOf(AgentFailure.class)
        .hasMessage(
            """
            nokube agent: unknown option --token; known are --node, --config, --verticles, --token-file, --ready-file
            nokube agent: --config is missing
            nokube agent: --verticles is missing
            nokube agent: --ready-file is missing\
            """);
  }
}
