package io.nokube.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/// What a command takes.
///
/// @param synopsis after the command's name, such as `TYPE[/NAME] [NAME…]`
/// @param most how many words it takes at most besides options
public record Syntax(
    String synopsis, int least, int most, List<Option> options, List<String> examples) {

  public static Option flag(String letter, String word, String meaning) {
    return new Option(letter.isEmpty() ? null : letter, word, false, meaning);
  }

  public static Option value(String letter, String word, String argument, String meaning) {
    Option option = new Option(letter.isEmpty() ? null : letter, word, true, meaning);
    option.setArgName(argument);
    return option;
  }

  /// How the result is printed.
  ///
  /// @param forms that the command knows; another is refused before anything is done
  static Option output(String meaning, String... forms) {
    return new Output(meaning, List.of(forms));
  }

  private static final class Output extends Option {
    private static final long serialVersionUID = 1;

    private final List<String> forms;

    Output(String meaning, List<String> forms) {
      super("o", "output", true, meaning);
      setArgName("FORM");
      this.forms = forms;
    }

    void check(String command, String form) {
      if (!forms.contains(form)) {
        throw CommandFailure.usage(
            "nokube %s: -o %s is not supported: it prints %s"
                .formatted(command, form, String.join(", ", forms)));
      }
    }
  }

  /// @throws CommandFailure if they don't fit
  Arguments read(String command, List<String> words) {
    Options all = new Options();
    options.forEach(all::addOption);
    CommandLine line;
    try {
      line =
          DefaultParser.builder()
              .setAllowPartialMatching(false)
              .build()
              .parse(all, words.toArray(String[]::new));
    } catch (ParseException e) {
      throw CommandFailure.usage(
          "nokube %s: %s. `nokube help %s` shows what it takes."
              .formatted(command, e.getMessage(), command));
    }
    int given = line.getArgList().size();
    if (given < least || given > most) {
      throw CommandFailure.usage(
          "usage: nokube %s %s\n`nokube help %s` shows more."
              .formatted(command, synopsis, command));
    }
    for (Option option : options) {
      if (option instanceof Output output && line.hasOption(output)) {
        output.check(command, line.getOptionValue(output));
      }
    }
    return new Arguments(line);
  }

  String help() {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    out.println("  " + synopsis);
    for (Option option : options) {
      String names =
          (option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ")
              + "--"
              + option.getLongOpt()
              + (option.hasArg() ? " " + option.getArgName() : "");
      out.println("  %-28s %s".formatted(names, option.getDescription()));
    }
    if (!examples.isEmpty()) {
      out.println();
      out.print(examples.stream().map(example -> "  " + example).collect(Collectors.joining("\n")));
    }
    return text.toString();
  }
}
