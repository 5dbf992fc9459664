package io.nokube.api;

import io.nokube.model.meta.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A label selector as it stands in `?labelSelector=` or behind `-l`: `app=web,tier in (a,b),!old`.
///
/// Source: apimachinery `pkg/labels/selector.go`.
record LabelQuery(List<Requirement> requirements) {
  private static final Pattern TERM =
      Pattern.compile(
          "\\s*(?:!\\s*(?<absent>[^\\s,=!()]+)|(?<key>[^\\s,=!()]+)\\s*(?:(?<op>==|=|!=)\\s*(?<value>[^\\s,()=!]*)|(?<set>in|notin)\\s*\\((?<values>[^()]*)\\))?)\\s*(?:,|$)");

  /// @throws IllegalArgumentException if it is no selector; the message says where
  static LabelQuery parse(String text) {
    List<Requirement> requirements = new ArrayList<>();
    Matcher matcher = TERM.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new IllegalArgumentException(
            "unable to parse the label selector \"%s\" at column %d: write key=value, key!=value, key in (a,b), key notin (a,b), key or !key, separated by commas"
                .formatted(text, at + 1));
      }
      requirements.add(requirement(matcher));
      at = matcher.end();
    }
    return new LabelQuery(List.copyOf(requirements));
  }

  private static Requirement requirement(Matcher term) {
    if (term.group("absent") != null) {
      return new Requirement(term.group("absent"), "DoesNotExist", List.of());
    }
    String key = term.group("key");
    if (term.group("op") != null) {
      return new Requirement(
          key, term.group("op").equals("!=") ? "NotIn" : "In", List.of(term.group("value")));
    }
    if (term.group("set") != null) {
      List<String> values =
          Pattern.compile(",").splitAsStream(term.group("values")).map(String::strip).toList();
      return new Requirement(key, term.group("set").equals("in") ? "In" : "NotIn", values);
    }
    return new Requirement(key, "Exists", List.of());
  }

  boolean matches(Map<String, String> labels) {
    return requirements.stream().allMatch(requirement -> requirement.matches(labels));
  }
}
