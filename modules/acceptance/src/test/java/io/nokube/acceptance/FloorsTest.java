package io.nokube.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A room sees only lower ones; neighbours don't see one another; what decides sees no world.
class FloorsTest {
  private static final JavaClasses NOKUBE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.nokube");

  private static final String[] DECIDING = {
    "io.nokube.model..", "io.nokube.actor..", "io.nokube.kinds.."
  };

  private static final String[] SIMULATED = {
    "io.nokube.simulation.check..",
    "io.nokube.simulation.engine..",
    "io.nokube.simulation.net..",
    "io.nokube.simulation.node..",
    "io.nokube.simulation.store..",
    "io.nokube.simulation.story..",
    "io.nokube.simulation.time.."
  };

  @Test
  void everyRoomWasRead() {
    assertThat(NOKUBE.stream().map(c -> c.getPackageName()).distinct())
        .contains(
            "io.nokube.model",
            "io.nokube.actor",
            "io.nokube.kinds",
            "io.nokube.runtime",
            "io.nokube.etcd",
            "io.nokube.containers",
            "io.nokube.api",
            "io.nokube.agent",
            "io.nokube.launcher",
            "io.nokube.simulation",
            "io.nokube.host");
  }

  @Test
  void aRoomSeesOnlyLowerOnes() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("model")
        .definedBy("io.nokube.model..")
        .layer("actor")
        .definedBy("io.nokube.actor..")
        .layer("kinds")
        .definedBy("io.nokube.kinds..")
        .layer("etcd-session")
        .definedBy("io.nokube.etcd.session..")
        .layer("vertx-etcd")
        .definedBy("io.nokube.vertx.etcd..")
        .layer("host")
        .definedBy("io.nokube.host..")
        .layer("certificates")
        .definedBy("io.nokube.certificates..")
        .layer("runtime")
        .definedBy("io.nokube.runtime..")
        .layer("simulation")
        .definedBy("io.nokube.simulation..")
        .layer("etcd")
        .definedBy("io.nokube.etcd", "io.nokube.etcd.manifests..")
        .layer("containers")
        .definedBy("io.nokube.containers..")
        .layer("telemetry")
        .definedBy("io.nokube.telemetry..")
        .layer("api")
        .definedBy("io.nokube.api..")
        .layer("agent")
        .definedBy("io.nokube.agent..")
        .layer("launcher")
        .definedBy("io.nokube.launcher..")
        .whereLayer("kinds")
        .mayOnlyBeAccessedByLayers("agent")
        .whereLayer("runtime")
        .mayOnlyBeAccessedByLayers("agent")
        .whereLayer("simulation")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("etcd")
        .mayOnlyBeAccessedByLayers("agent")
        .whereLayer("containers")
        .mayOnlyBeAccessedByLayers("agent")
        .whereLayer("telemetry")
        .mayOnlyBeAccessedByLayers("agent")
        .whereLayer("api")
        .mayOnlyBeAccessedByLayers("agent")
        .whereLayer("host")
        .mayOnlyBeAccessedByLayers("agent")
        .whereLayer("certificates")
        .mayOnlyBeAccessedByLayers("agent", "launcher")
        .whereLayer("vertx-etcd")
        .mayOnlyBeAccessedByLayers("agent")
        .whereLayer("etcd-session")
        .mayOnlyBeAccessedByLayers("vertx-etcd", "etcd", "agent")
        .whereLayer("agent")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("launcher")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("actor")
        .mayOnlyBeAccessedByLayers(
            "kinds", "runtime", "simulation", "etcd", "containers", "api", "agent")
        .check(NOKUBE);
  }

  @Test
  void whatDecidesSeesNoVertxNoDockerNoEtcdAndNoNetwork() {
    noClasses()
        .that()
        .resideInAnyPackage(DECIDING)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx..",
            "io.etcd..",
            "com.github.dockerjava..",
            "java.net.http..",
            "java.nio.file..",
            "java.util.concurrent.locks..")
        .check(NOKUBE);
  }

  @Test
  void aSimulatedClusterSeesNoVertxNoDockerNoEtcdNoNetworkAndNoThread() {
    noClasses()
        .that()
        .resideInAnyPackage(SIMULATED)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx..",
            "io.etcd..",
            "com.github.dockerjava..",
            "java.net..",
            "java.nio..",
            "java.util.concurrent..")
        .check(NOKUBE);
  }

  @Test
  void whatDecidesAsksNoClockAndNoLuck() {
    noClasses()
        .that()
        .resideInAnyPackage(
            Stream.of(DECIDING, SIMULATED).flatMap(Stream::of).toArray(String[]::new))
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .check(NOKUBE);
  }

  @Test
  void aClockThatIsSetMovesNothingOfTheSessionWithEtcdOrTheBus() {
    noClasses()
        .that()
        .resideInAnyPackage("io.nokube.etcd.session..", "io.nokube.vertx.etcd..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(NOKUBE);
  }

  @Test
  void noRoomIsAHelper() {
    List<String> words = List.of("util", "common", "helper", "misc", "manager");
    assertThat(NOKUBE.stream().map(c -> c.getPackageName()).distinct())
        .noneMatch(
            name -> words.stream().anyMatch(word -> List.of(name.split("\\.")).contains(word)));
  }
}
