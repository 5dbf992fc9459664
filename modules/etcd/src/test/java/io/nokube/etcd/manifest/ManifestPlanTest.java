package io.nokube.etcd.manifest;

import static io.nokube.etcd.TestCluster.NOW;
import static io.nokube.etcd.TestCluster.config;
import static io.nokube.etcd.TestCluster.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.etcd.manifest.ManifestPlan.Apply;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.meta.OwnerReference;
import io.nokube.model.strict.Manifest.Document;
import io.nokube.model.text.Position;
import io.nokube.model.text.SourceName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestPlanTest {
  private static final int LARGEST = 1000;

  @Test
  void aNewObjectIsMadeAndMarkedAsTheKeys() {
    Apply plan = apply(plan(Set.of(), there(), config("a", "1")));

    assertThat(plan.prune()).isEmpty();
    assertThat(plan.puts())
        .singleElement()
        .satisfies(put -> {
          assertThat(put.there()).isEmpty();
          assertThat(put.object().metadata().annotations())
              .containsEntry("nokube.io/manifest", "web");
        });
  }

  @Test
  void itsNamespaceComesFirstAndNeedNotBeThere() {
    Apply plan = apply(plan(Set.of(), there(), config("team", "a", "1"), namespace("team")));

    assertThat(plan.puts())
        .extracting(put -> put.object().kind())
        .containsExactly("Namespace", "ConfigMap");
  }

  @Test
  void withoutItsNamespaceNothingIsMade() {
    assertThat(plan(Set.of(), there(), config("a", "1"), config("team", "b", "1")))
        .isEqualTo(
            new ManifestPlan.Refuse(
                Map.of(
                    1,
                    "namespaces \"team\" not found: make it first, or add it to this manifest")));
  }

  @Test
  void whatAnotherOwnsIsRefusedAndTheOwnerNamed() {
    ConfigMap applied = config("applied", "1");
    KubeObject others = Ownership.ownedBy("other/key", config("others", "1"));
    KubeObject controlled =
        config("controlled", "1")
            .withMetadata(
                config("controlled", "1")
                    .metadata()
                    .withOwnerReferences(List.of(OwnerReference.controller(config("owner", "1")))));

    assertThat(
            plan(
                Set.of(),
                there(applied, others, controlled),
                applied,
                config("others", "1"),
                config("controlled", "1"),
                config("free", "1")))
        .isEqualTo(
            new ManifestPlan.Refuse(
                Map.of(
                    0,
                    "configmap/applied is owned by nokube apply or the API, which made it: delete it"
                        + " there first, or leave it out here",
                    1,
                    "configmap/others is owned by the manifest key other/key: take it out of one of"
                        + " the two",
                    2,
                    "configmap/controlled is owned by configmap/owner: give yours another name")));
  }

  @Test
  void theClustersOwnNamespaceIsRefused() {
    ConfigMap own = config("dashboards", "1");
    KubeObject inside = own.withMetadata(own.metadata().withNamespace("nokube-system"));

    assertThat(plan(Set.of(), there(), inside))
        .isEqualTo(
            new ManifestPlan.Refuse(
                Map.of(
                    0,
                    "configmap/dashboards is the cluster's own: the namespace nokube-system is"
                        + " changed by nokube new-or-update alone; use another one")));
  }

  @Test
  void whatTheTextNoLongerNamesIsPruned() {
    KubeObject kept = Ownership.ownedBy("web", config("kept", "1"));
    KubeObject dropped = Ownership.ownedBy("web", config("dropped", "1"));

    Apply plan =
        apply(plan(Set.of(kept.key(), dropped.key()), there(kept, dropped), config("kept", "2")));

    assertThat(plan.prune()).containsExactly(dropped.key());
    assertThat(plan.puts())
        .singleElement()
        .satisfies(put -> assertThat(put.there()).contains(kept));
  }

  @Test
  void namespacesArePrunedLast() {
    ObjectKey inside = config("team", "a", "1").key();
    ObjectKey team = namespace("team").key();

    assertThat(ManifestPlan.prune(Set.of(team, inside), Set.of())).containsExactly(inside, team);
  }

  @Test
  void whatIsBeingDeletedIsWaitedFor() {
    KubeObject leaving = Ownership.ownedBy("web", config("a", "1"));
    leaving = leaving.withMetadata(leaving.metadata().withDeletionTimestamp(NOW));

    assertThat(plan(Set.of(), there(leaving), config("a", "1")))
        .isEqualTo(
            new ManifestPlan.Wait(
                Map.of(0, "configmap/a is being deleted: waiting until it is gone")));
  }

  @Test
  void soIsItsNamespace() {
    KubeObject team = namespace("team");
    team = team.withMetadata(team.metadata().withDeletionTimestamp(NOW));

    assertThat(plan(Set.of(), there(team), config("team", "a", "1")))
        .isEqualTo(
            new ManifestPlan.Wait(
                Map.of(0, "namespace/team is being deleted: waiting until it is gone")));
  }

  @Test
  void oneObjectThatIsTooLargeStopsAll() {
    assertThat(plan(Set.of(), there(), config("a", "1"), config("b", "x".repeat(LARGEST))))
        .isInstanceOfSatisfying(
            ManifestPlan.Refuse.class, refuse -> assertThat(refuse.whys()).containsOnlyKeys(1));
  }

  private static ManifestPlan plan(Set<ObjectKey> owned, Sight sight, KubeObject... objects) {
    List<Document> documents = new ArrayList<>();
    for (KubeObject object : Arrays.asList(objects)) {
      documents.add(
          new Document(
              object,
              new Position(new SourceName("web"), documents.size() * 10 + 1, 1),
              documents.size()));
    }
    return ManifestPlan.of("web", documents, sight, owned, LARGEST);
  }

  private static Sight there(KubeObject... objects) {
    Map<ObjectKey, KubeObject> there = new HashMap<>();
    there.put(namespace("default").key(), namespace("default"));
    Arrays.asList(objects).forEach(object -> there.put(object.key(), object));
    return new Sight(there);
  }

  private static Apply apply(ManifestPlan plan) {
    return plan instanceof Apply apply
        ? apply
        : org.assertj.core.api.Assertions.fail("not applied: " + plan);
  }
}
