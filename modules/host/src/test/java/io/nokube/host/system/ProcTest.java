package io.nokube.host.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcTest {

  @Test
  void aProgramsNameMayHoldAnything() {
    var line = "42 (a b) c) S 1 40 41 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 525346 3133440 384";
    assertThat(Proc.Stat.parse(line)).isEqualTo(new Proc.Stat('S', 41, 525346));
  }

  @Test
  void aZombieHasEnded() {
    assertThat(new Proc.Stat('Z', 1, 1).ended()).isTrue();
    assertThat(new Proc.Stat('S', 1, 1).ended()).isFalse();
  }

  @Test
  void thisProcessRuns() {
    assertThat(Proc.KERNEL.running(ProcessHandle.current().pid())).isPresent();
    assertThat(Proc.KERNEL.bootId()).isNotEmpty();
    assertThat(Proc.KERNEL.pids()).contains(ProcessHandle.current().pid());
  }

  @Test
  void listeningSocketsAreFoundByTheirPort() {
    var table =
        List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:094B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 777 1",
            "   1: 0100007F:094B 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 778 1",
            "   2: 0100007F:094C 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 779 1");
    assertThat(PortHolder.listening(table, 2379)).containsExactly("777");
  }
}
