package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.launcher.cluster.Seen.FirstStart;
import io.nokube.launcher.cluster.Seen.Member;
import io.nokube.launcher.cluster.Seen.Peer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class FoundingTest {
  private static final Member BARE = new Member(false, Optional.empty());
  private static final FirstStart NEW =
      new FirstStart("new", "t1", List.of(peer("n1"), peer("n2"), peer("n3")));
  private static final Member NOTED = new Member(false, Optional.of(NEW));
  private static final Member STARTED = new Member(true, Optional.of(NEW));

  private static Peer peer(String name) {
    return new Peer(name, "https://" + name + ":2380");
  }

  private static SequencedMap<String, String> wanted(String... names) {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    for (String name : names) {
      all.put(name, peer(name).url());
    }
    return all;
  }

  private static Founding of(Member n1, Member n2, Member n3) {
    return Founding.of(wanted("n1", "n2", "n3"), Map.of("n1", n1, "n2", n2, "n3", n3), "t2");
  }

  @Test
  void bareHostsFoundOneClusterTogether() {
    FirstStart first = new FirstStart("new", "t2", NEW.initialCluster());

    assertThat(of(BARE, BARE, BARE))
        .isEqualTo(new Founding(Map.of("n1", first, "n2", first, "n3", first), List.of()));
  }

  @Test
  void aFoundingThatWasCutShortGoesOnAsItBegan() {
    assertThat(of(NOTED, BARE, BARE))
        .isEqualTo(new Founding(Map.of("n1", NEW, "n2", NEW, "n3", NEW), List.of()));
  }

  @Test
  void membersThatWereNotedButNeverStartedStartAsNoted() {
    assertThat(of(STARTED, NOTED, NOTED).found()).containsOnlyKeys("n1", "n2", "n3");
    assertThat(of(STARTED, NOTED, NOTED).join()).isEmpty();
  }

  @Test
  void aRebuiltHostJoins() {
    assertThat(of(STARTED, STARTED, BARE))
        .isEqualTo(new Founding(Map.of("n1", NEW, "n2", NEW), List.of("n3")));
  }

  @Test
  void aNewMemberJoinsWhatWasFoundedWithoutIt() {
    FirstStart alone = new FirstStart("new", "t1", List.of(peer("n1")));

    Founding founding =
        Founding.of(
            wanted("n1", "n2", "n3"),
            Map.of("n1", new Member(true, Optional.of(alone)), "n2", BARE, "n3", BARE),
            "t2");

    assertThat(founding).isEqualTo(new Founding(Map.of("n1", alone), List.of("n2", "n3")));
  }

  @Test
  void oneThatJoinedStartsAsItJoined() {
    FirstStart joined = new FirstStart("existing", "t1", NEW.initialCluster());
    Member member = new Member(true, Optional.of(joined));

    assertThat(of(STARTED, STARTED, member).found()).containsEntry("n3", joined);
  }

  @Test
  void nothingIsDoneAboutAMemberWhoseHostWasLeftOut() {
    assertThat(Founding.of(wanted("n1", "n2", "n3"), Map.of("n2", STARTED, "n3", STARTED), "t2"))
        .isEqualTo(new Founding(Map.of("n2", NEW, "n3", NEW), List.of()));
  }

  @Test
  void whoIsLeftOutOfAFoundingIsExpectedByTheOthers() {
    FirstStart first = new FirstStart("new", "t2", NEW.initialCluster());

    assertThat(Founding.of(wanted("n1", "n2", "n3"), Map.of("n1", BARE, "n2", BARE), "t2"))
        .isEqualTo(new Founding(Map.of("n1", first, "n2", first), List.of()));
  }

  @Test
  void whoWasLeftOutMayHaveAllDataIfNobodyElseHasAny() {
    SequencedMap<String, String> wanted = wanted("n1", "n2", "n3");

    assertThat(Founding.mayHaveAll(wanted, Map.of("n2", BARE, "n3", BARE))).contains("n1");
    assertThat(Founding.mayHaveAll(wanted, Map.of("n2", BARE, "n3", NOTED))).isEmpty();
    assertThat(Founding.mayHaveAll(wanted, Map.of("n2", BARE, "n3", STARTED))).isEmpty();
    assertThat(Founding.mayHaveAll(wanted, Map.of("n9", BARE))).isEmpty();
    assertThat(Founding.mayHaveAll(wanted, Map.of("n1", BARE, "n2", BARE, "n3", BARE))).isEmpty();
  }

  @Test
  void nobodyJoinsWhileAMemberIsLeftOut() {
    SequencedMap<String, String> wanted = wanted("n1", "n2", "n3");
    Map<String, Member> joining = Map.of("n2", STARTED, "n3", BARE);
    Map<String, Member> running = Map.of("n2", STARTED, "n3", STARTED);

    assertThat(Founding.of(wanted, joining, "t2").keepsOthersOut(wanted, joining)).contains("n1");
    assertThat(Founding.of(wanted, running, "t2").keepsOthersOut(wanted, running)).isEmpty();
    assertThat(
            of(STARTED, STARTED, BARE)
                .keepsOthersOut(wanted, Map.of("n1", STARTED, "n2", STARTED, "n3", BARE)))
        .isEmpty();
  }
}
