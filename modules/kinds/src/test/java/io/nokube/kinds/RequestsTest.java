package io.nokube.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.testing.Things;
import org.junit.jupiter.api.Test;

class RequestsTest {
  @Test
  void aPodRequestsWhatItsContainersRequestTogether() {
    var pod = Things.pod("p").requests("250m", "64Mi").requests("1", "1Gi").build();
    assertThat(Requests.of(pod)).isEqualTo(new Requests(1250, (64L << 20) + (1L << 30)));
  }

  @Test
  void aLimitWithoutARequestIsRequested() {
    var pod = Things.pod("p").limits("500m", "32Mi").build();
    assertThat(Requests.of(pod)).isEqualTo(new Requests(500, 32L << 20));
  }

  @Test
  void aPodThatStatesNothingRequestsNothing() {
    assertThat(Requests.of(Things.pod("p").build())).isEqualTo(Requests.NONE);
  }
}
