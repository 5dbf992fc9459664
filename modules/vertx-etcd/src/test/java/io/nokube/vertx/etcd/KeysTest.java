package io.nokube.vertx.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeysTest {

  private final Keys keys = new Keys("/a/b/");

  @Test
  void anAddressWithSlashesAndSpacesComesBackAsItWas() {
    var address = "kubecontroller/default/pod x/%2F?ü";
    assertThat(keys.parse(keys.subscription(address, "n1", 7)))
        .contains(new Keys.Live.Subscription(address, "n1", 7));
    assertThat(keys.parse(keys.lockTurn(address, "n1", 7)))
        .contains(new Keys.Live.LockTurn(address));
    assertThat(keys.parse(keys.node("n1"))).contains(new Keys.Live.Node("n1"));
  }

  @Test
  void keysThatSomebodyElsePutThereAreNothing() {
    assertThat(keys.parse("/a/b/live/nodes/n1/more")).isEmpty();
    assertThat(keys.parse("/a/b/live/subs/address/n1/seven")).isEmpty();
    assertThat(keys.parse("/a/b/live/")).isEmpty();
  }

  @Test
  void aPrefixEndsWithASlash() {
    assertThatThrownBy(() -> new Keys("/vertx")).hasMessageContaining("ends with a slash");
    assertThatThrownBy(() -> new Keys("/")).hasMessageContaining("ends with a slash");
  }
}
