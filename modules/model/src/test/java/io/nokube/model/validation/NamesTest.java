package io.nokube.model.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "9", "z", "a-b", "az09-za90"})
  void dnsLabels(String text) {
    assertThat(Names.dnsLabel(text)).isEmpty();
    assertThat(Names.dnsSubdomain(text + "." + text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a`", "a{", "a/", "a:", "ä"})
  void noDnsLabels(String text) {
    assertThat(Names.dnsLabel(text))
        .hasValueSatisfying(why -> assertThat(why).contains("RFC 1123 label"));
    assertThat(Names.dnsSubdomain("a." + text))
        .hasValueSatisfying(why -> assertThat(why).contains("RFC 1123 subdomain"));
  }

  @Test
  void lengthsEndAtTheirMost() {
    assertThat(Names.dnsLabel("a".repeat(63))).isEmpty();
    assertThat(Names.dnsLabel("a".repeat(64))).contains("must be no more than 63 characters");
    assertThat(Names.dnsSubdomain("a".repeat(253))).isEmpty();
    assertThat(Names.dnsSubdomain("a".repeat(254))).contains("must be no more than 253 characters");
    assertThat(Names.labelValue("a".repeat(63))).isEmpty();
    assertThat(Names.labelValue("a".repeat(64))).contains("must be no more than 63 characters");
    assertThat(Names.configKey("a".repeat(253))).isEmpty();
    assertThat(Names.configKey("a".repeat(254))).contains("must be no more than 253 characters");
    assertThat(Names.portName("a".repeat(15))).isEmpty();
    assertThat(Names.portName("a".repeat(16))).contains("must be no more than 15 characters");
  }

  @Test
  void aPrefixMayEndWithADash() {
    assertThat(Names.prefix("web-")).isEmpty();
    assertThat(Names.prefix("web")).isEmpty();
    assertThat(Names.prefix("-web-")).isPresent();
    assertThat(Names.prefix("Web-")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "A.b_c-9", "example.com/name", "a/B"})
  void labelKeys(String text) {
    assertThat(Names.qualified(text)).isEmpty();
  }

  @Test
  void noLabelKeys() {
    assertThat(Names.qualified("/a")).contains("prefix part must be non-empty");
    assertThat(Names.qualified("a/")).contains("name part must be non-empty");
    assertThat(Names.qualified("")).contains("name part must be non-empty");
    assertThat(Names.qualified("a/b/c"))
        .hasValueSatisfying(why -> assertThat(why).startsWith("a qualified name must consist of"));
    assertThat(Names.qualified("A/b"))
        .hasValueSatisfying(why -> assertThat(why).startsWith("prefix part a lowercase RFC 1123"));
    assertThat(Names.qualified("-a"))
        .hasValueSatisfying(why -> assertThat(why).startsWith("name part must consist of"));
    assertThat(Names.qualified("a-")).isPresent();
    assertThat(Names.qualified("a b")).isPresent();
    assertThat(Names.qualified("a".repeat(64)))
        .contains("name part must be no more than 63 characters");
  }

  @Test
  void labelValues() {
    assertThat(Names.labelValue("")).isEmpty();
    assertThat(Names.labelValue("A_z.0-9Z")).isEmpty();
    assertThat(Names.labelValue("-")).isPresent();
    assertThat(Names.labelValue("@A")).isPresent();
    assertThat(Names.labelValue("A[")).isPresent();
  }

  @Test
  void configKeys() {
    assertThat(Names.configKey(".a_B-9.txt")).isEmpty();
    assertThat(Names.configKey("a")).isEmpty();
    assertThat(Names.configKey(".")).contains("must not be '.'");
    assertThat(Names.configKey("..")).contains("must not be '..'");
    assertThat(Names.configKey("..a")).contains("must not start with '..'");
    assertThat(Names.configKey(""))
        .hasValueSatisfying(why -> assertThat(why).startsWith("a valid config key must"));
    assertThat(Names.configKey("a b")).isPresent();
    assertThat(Names.configKey("a/b")).isPresent();
  }

  @Test
  void environmentNames() {
    assertThat(Names.envName(" A~")).isEmpty();
    Optional<String> wrong =
        Optional.of(
            "a valid environment variable name must consist only of printable ASCII characters other than '='");
    assertThat(Names.envName("A=B")).isEqualTo(wrong);
    assertThat(Names.envName("A\tB")).isEqualTo(wrong);
    assertThat(Names.envName("A\u007f")).isEqualTo(wrong);
  }

  @Test
  void portNames() {
    assertThat(Names.portName("a-1")).isEmpty();
    assertThat(Names.portName("z")).isEmpty();
    assertThat(Names.portName("8a")).isEmpty();
    assertThat(Names.portName("A"))
        .contains("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    assertThat(Names.portName("8080")).contains("must contain at least one letter (a-z)");
    assertThat(Names.portName("a--b")).contains("must not contain consecutive hyphens");
    assertThat(Names.portName("-a")).contains("must not begin or end with a hyphen");
    assertThat(Names.portName("a-")).contains("must not begin or end with a hyphen");
  }
}
