package io.nokube.launcher.ssh;

import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/// Keeps sshj's log from the user's terminal, and what it would load but doesn't need from memory.
///
/// sshj logs through the factory of its configuration but for some classes that ask SLF4J; unless
/// somebody has chosen a provider before, there is none then, and no Logback is started.
final class Quiet implements LoggerFactory {
  private Quiet() {}

  static LoggerFactory logging() {
    System.getProperties()
        .putIfAbsent("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.getProperties().putIfAbsent("slf4j.internal.verbosity", "ERROR");
    // The JDK has all that the algorithms of ours need.
    SecurityUtils.setRegisterBouncyCastle(false);
    JdkEcdsa.register();
    return new Quiet();
  }

  @Override
  public Logger getLogger(String name) {
    return NOPLogger.NOP_LOGGER;
  }

  @Override
  public Logger getLogger(Class<?> type) {
    return NOPLogger.NOP_LOGGER;
  }
}
