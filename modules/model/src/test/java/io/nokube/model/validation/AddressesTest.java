package io.nokube.model.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.9.8.7",
        "0.0.0.0",
        "255.255.255.255",
        "::",
        "::1",
        "2001:db8::ffff",
        "::ffff:1.2.3.4"
      })
  void addresses(String text) {
    assertThat(Addresses.ip(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.", "1.2.3.04", "1.2.3.1000", "1.2.3.a",
            "1.2.3./",
        "1.2.3.:", "1.2.3.-1", "localhost", "::1%eth0", "[::1]", "1::2::3", "12345::", ":",
            "host:80"
      })
  void others(String text) {
    assertThat(Addresses.ip(text))
        .contains("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
  }
}
