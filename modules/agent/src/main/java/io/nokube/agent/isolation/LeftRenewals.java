package io.nokube.agent.isolation;

import io.nokube.actor.isolation.Renewals;
import io.nokube.etcd.session.LeaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where an agent leaves, for its successor, when its lease was last renewed: a file in memory,
/// gone with the boot whose clock it counts by.
final class LeftRenewals {
  private static final Logger LOG = LoggerFactory.getLogger(LeftRenewals.class);
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path file;
  private long written;

  LeftRenewals(Path folder) {
    this.file = folder.resolve("lease-renewed");
  }

  Optional<Renewals<LeaseId>> read() {
    try {
      return Renewals.of(Files.readString(file), boot());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("when the lease was last renewed can't be read: {}", e.toString());
      return Optional.empty();
    }
  }

  void write(Renewals<LeaseId> renewals) {
    if (renewals.at() == written) {
      return;
    }
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, renewals.text(boot()));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = renewals.at();
    } catch (IOException e) {
      LOG.warn("when the lease was last renewed can't be left to a successor: {}", e.toString());
    }
  }

  private static String boot() throws IOException {
    return Files.readString(BOOT).strip();
  }
}
