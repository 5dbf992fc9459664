package io.nokube.launcher;

import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;

/// A command's arguments, read.
public record Arguments(CommandLine line) {
  public List<String> words() {
    return line.getArgList();
  }

  public boolean has(String option) {
    return line.hasOption(option);
  }

  public Optional<String> value(String option) {
    return Optional.ofNullable(line.getOptionValue(option));
  }

  public List<String> values(String option) {
    String[] values = line.getOptionValues(option);
    return values == null ? List.of() : List.of(values);
  }

  /// @throws CommandFailure if it is given and no whole number
  public Optional<Long> number(String option) {
    return value(option)
        .map(text -> {
          if (!text.matches("[0-9]{1,18}")) {
            throw CommandFailure.usage("--%s: \"%s\" is no whole number".formatted(option, text));
          }
          return Long.valueOf(text);
        });
  }

  /// Whether the result is to be JSON.
  boolean wantsJson() {
    return value("output").filter("json"::equals).isPresent();
  }

  /// The namespace; `default` where none is said, as in kubectl.
  String namespace() {
    return value("namespace").orElse("default");
  }
}
