package io.nokube.etcd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OwnLeaseTest {

  private final OwnLease lease = new OwnLease();
  private final LeaseId first = new LeaseId(1);
  private final LeaseId second = new LeaseId(2);

  @Test
  void aRenewalMakesItLastLonger() {
    lease.granted(first, in(1));
    lease.renewed(first, in(60));
    assertThat(lease.surelyLasts().orElseThrow()).isGreaterThan(Duration.ofSeconds(30));
    var renewed = lease.held(Duration.ofSeconds(100)).orElseThrow();
    assertThat(renewed.lease()).isEqualTo(first);
    assertThat(renewed.ago()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(70));
  }

  @Test
  void aRenewalThatWasAskedForEarlierMakesItLastNoShorter() {
    lease.granted(first, in(60));
    lease.renewed(first, in(1));
    assertThat(lease.surelyLasts().orElseThrow()).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  void aRenewalOfOneThatIsLostBringsItNotBack() {
    lease.granted(first, in(60));
    lease.lost(first);
    lease.renewed(first, in(60));
    assertThat(lease.current()).isEmpty();
    lease.granted(second, in(1));
    lease.renewed(first, in(60));
    assertThat(lease.current()).contains(second);
    assertThat(lease.surelyLasts().orElseThrow()).isLessThan(Duration.ofSeconds(30));
  }

  private static long in(int seconds) {
    return System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
  }
}
