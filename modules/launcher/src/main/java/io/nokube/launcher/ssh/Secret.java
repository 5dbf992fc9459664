package io.nokube.launcher.ssh;

/// A password or passphrase, which no log, message or `toString` shows.
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  public static Secret of(String value) {
    return new Secret(value);
  }

  /// A copy that sshj may blank out.
  char[] chars() {
    return value.toCharArray();
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
