package io.nokube.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How far a Debian package is installed, as dpkg says.
enum PackageState {
  INSTALLED,
  /// dpkg was stopped in the midst of it.
  HALF_INSTALLED,
  MISSING;

  /// What `dpkg-query --show` was asked to print, one package a line.
  static final String FORMAT = "${Package}\\t${db:Status-Status}\\n";

  /// The states of all `names`; what dpkg doesn't mention is missing.
  static Map<String, PackageState> parse(List<String> names, String dpkgQuery) {
    var states = new HashMap<String, PackageState>();
    names.forEach(name -> states.put(name, MISSING));
    dpkgQuery
        .lines()
        .map(line -> line.split("\t"))
        .filter(fields -> fields.length == 2)
        .forEach(fields -> states.put(fields[0], of(fields[1])));
    return Map.copyOf(states);
  }

  private static PackageState of(String status) {
    return switch (status) {
      case "installed", "triggers-awaited", "triggers-pending" -> INSTALLED;
      case "half-installed", "half-configured", "unpacked" -> HALF_INSTALLED;
      default -> MISSING;
    };
  }
}
