package io.nokube.model.cluster;

import io.nokube.model.Grace;
import io.nokube.model.cluster.ClusterNode.Role;
import io.nokube.model.schema.Durations;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of the distribution's `verticles-config/` with the cluster's own settings in it. All else
/// stays as it is, comments included.
public final class VerticlesText {
  private VerticlesText() {}

  /// @param distributed the text of `head.yaml` or `worker.yaml`
  /// @throws IllegalArgumentException if the text hasn't each of the settings exactly once
  public static String of(ClusterFile file, Role role, String distributed) {
    String text = distributed;
    text = line(text, role, "orphan_grace", text(file.orphanGrace()));
    text = line(text, role, "poll_children", Durations.text(file.pollChildren()));
    text = line(text, role, "poll_parent", Durations.text(file.pollParent()));
    return switch (role) {
      case HEAD -> eviction(file, text);
      case WORKER -> text;
    };
  }

  /// With `on_isolation: stop`, no pod is replaced sooner than its node may need to end it.
  private static String eviction(ClusterFile file, String distributed) {
    String text = inBraces(distributed, Role.HEAD, "evict_after", text(file.evictAfter()));
    return switch (file.onIsolation()) {
      case KEEP -> text;
      case STOP -> inBraces(text, Role.HEAD, "evict_least", text(file.evictAfter()));
    };
  }

  private static String line(String text, Role role, String setting, String value) {
    return replaced(text, role, setting, value, "(?m)^(  %s: )\\S+$".formatted(setting));
  }

  private static String inBraces(String text, Role role, String setting, String value) {
    return replaced(text, role, setting, value, "([{ ]%s: )[^,}\\s]+".formatted(setting));
  }

  private static String replaced(
      String text, Role role, String setting, String value, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    long times = matcher.results().count();
    if (times != 1) {
      throw new IllegalArgumentException(
          ("writing the cluster's %s into the verticles of a %s: the distribution's file has the setting %d times,"
                  + " not once; its verticles-config doesn't belong to this nokube: install both anew")
              .formatted(setting, role.name().toLowerCase(Locale.ROOT), times));
    }
    return matcher.reset().replaceFirst(match -> match.group(1) + value);
  }

  private static String text(Grace grace) {
    return switch (grace) {
      case Grace.For(var duration) -> Durations.text(duration);
      case Grace.Never() -> "never";
    };
  }
}
