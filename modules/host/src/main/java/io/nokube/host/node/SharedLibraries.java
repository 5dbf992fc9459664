package io.nokube.host.node;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Program;
import io.nokube.host.system.StepFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which files of the system some programs need to run: what ldd(1) names, the loader included.
///
/// @param paths where the programs look for them
/// @param missing names that ldd found nowhere
record SharedLibraries(TreeSet<Path> paths, TreeSet<String> missing) {

  private static final Pattern FOUND = Pattern.compile("(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)");
  private static final Pattern MISSING = Pattern.compile("(\\S+) => not found");

  /// What the C library loads by itself when it looks up names of hosts and users.
  private static final List<String> LOADED_BY_NAME =
      List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2");

  /// Of `programs`, which may need one another.
  ///
  /// @throws StepFailure if one of them can't run here
  static SharedLibraries of(List<Path> programs, Deadline deadline) {
    var command = new ArrayList<>(List.of("ldd"));
    programs.forEach(program -> command.add(program.toString()));
    // Its exit code is 1 where one of them is static, and needs nothing.
    var said = new Program(List.copyOf(command), Map.of()).run(deadline);
    var all = parse(said.output());
    programs.forEach(program -> {
      all.paths().remove(program);
      all.missing().remove(program.getFileName().toString());
    });
    if (!all.missing().isEmpty()) {
      throw new StepFailure(
          "%s can't run here: this system lacks %s"
              .formatted(programs.getFirst(), String.join(", ", all.missing())),
          "install the packages that have them");
    }
    return all.withLoadedByName();
  }

  static SharedLibraries parse(String output) {
    var found = new TreeSet<Path>();
    var missing = new TreeSet<String>();
    for (var line : output.lines().map(String::strip).toList()) {
      var file = FOUND.matcher(line);
      if (file.matches()) {
        found.add(Path.of(file.group(1)).normalize());
      }
      var nowhere = MISSING.matcher(line);
      if (nowhere.matches()) {
        missing.add(nowhere.group(1));
      }
    }
    return new SharedLibraries(found, missing);
  }

  private SharedLibraries withLoadedByName() {
    var all = new TreeSet<>(paths);
    paths.stream()
        .filter(path -> path.endsWith("libc.so.6"))
        .flatMap(libc -> LOADED_BY_NAME.stream().map(libc::resolveSibling))
        .filter(Files::exists)
        .forEach(all::add);
    return new SharedLibraries(all, missing);
  }
}
