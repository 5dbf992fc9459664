package io.nokube.launcher.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubnetTest {
  @Test
  void theFirstThatNobodyHasIsTaken() {
    assertThat(Subnet.free(List.of())).hasToString("172.30.77.0/24");
    assertThat(
            Subnet.free(
                List.of(
                    Subnet.parse("172.30.77.128/25"),
                    Subnet.parse("172.30.78.9"),
                    Subnet.parse("172.17.0.0/16"))))
        .hasToString("172.30.79.0/24");
  }

  @Test
  void thereMayBeNoneLeft() {
    assertThatThrownBy(() -> Subnet.free(List.of(Subnet.parse("172.16.0.0/12"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void subnetsOverlapIfOneHoldsTheOther() {
    assertThat(Subnet.parse("10.0.0.0/8").overlaps(Subnet.parse("10.200.0.0/16"))).isTrue();
    assertThat(Subnet.parse("10.200.0.0/16").overlaps(Subnet.parse("10.0.0.0/8"))).isTrue();
    assertThat(Subnet.parse("10.1.0.0/16").overlaps(Subnet.parse("10.2.0.0/16"))).isFalse();
    assertThat(Subnet.parse("0.0.0.0/0").overlaps(Subnet.parse("200.2.0.0/16"))).isTrue();
  }

  @Test
  void itsAddressesAreCounted() {
    assertThat(Subnet.parse("172.30.77.0/24").host(11)).isEqualTo("172.30.77.11");
    assertThat(Subnet.parse("200.0.0.0/8").host(256)).isEqualTo("200.0.1.0");
  }
}
