package io.nokube.etcd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ContactTest {

  private static final Duration SILENCE = Duration.ofSeconds(3);
  private final Contact opened = new Contact.Lost(0, "not reached yet");

  @Test
  void lastsFromTheFirstRenewalOn() {
    var contact = heard(heard(opened, 10), 12);
    assertThat(lasted(contact, 2, 12)).isTrue();
    assertThat(lasted(contact, 3, 12)).isFalse();
  }

  @Test
  void beginsAnewAfterABreak() {
    var contact = heard(heard(heard(opened, 1), 2).broken(seconds(3), "reset"), 4);
    assertThat(lasted(contact, 0, 4)).isTrue();
    assertThat(lasted(contact, 1, 4)).isFalse();
  }

  @Test
  void isNoneWhileBroken() {
    assertThat(lasted(heard(opened, 1).broken(seconds(2), "reset"), 0, 2)).isFalse();
  }

  @Test
  void beginsAnewWithANewLeader() {
    var contact = heard(opened, 1).heard(seconds(2), SILENCE, 1, 8);
    assertThat(lasted(contact, 1, 2)).isFalse();
    assertThat(lasted(contact, 0, 2)).isTrue();
  }

  @Test
  void beginsAnewWithAnotherCluster() {
    assertThat(lasted(heard(opened, 1).heard(seconds(2), SILENCE, 2, 7), 1, 2)).isFalse();
  }

  @Test
  void aPauseOfTheProcessIsNoContact() {
    var contact = heard(heard(opened, 1), 2);
    assertThat(lasted(contact, 1, 6)).as("nothing was heard for four seconds").isFalse();
    assertThat(lasted(heard(contact, 6), 1, 6)).as("and it begins anew then").isFalse();
  }

  private static Contact heard(Contact contact, long second) {
    return contact.heard(seconds(second), SILENCE, 1, 7);
  }

  private static boolean lasted(Contact contact, long duration, long second) {
    return contact.lasted(Duration.ofSeconds(duration), SILENCE, seconds(second));
  }

  private static long seconds(long count) {
    return Duration.ofSeconds(count).toNanos();
  }
}
