package io.nokube.model.cluster;

import io.nokube.model.validation.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Registries, each by itself and beside one another, and what this machine has of what they name.
final class RegistryRules {
  /// Source: RFC 7617, section 2: a colon ends the user's name.
  private static final Pattern USERNAME = Pattern.compile("[^:\\p{Cntrl}]+");

  private RegistryRules() {}

  static void check(Field registries, ThisMachine machine) {
    List<String> before = new ArrayList<>();
    for (Field registry : registries.items()) {
      Field host = registry.get("host");
      host.text().filter(before::contains).ifPresent(_ -> host.duplicate(host.shown()));
      host.text().ifPresent(before::add);
      if (registry.isObject()) {
        checkWhole(registry);
        checkValues(registry, machine);
      }
    }
  }

  private static void checkWhole(Field registry) {
    boolean username = registry.get("username").isPresent();
    boolean variable = registry.get("password_env").isPresent();
    boolean file = registry.get("password_file").isPresent();
    if (variable && file) {
      registry.forbidden("has password_env and password_file: keep the one that has the password");
    }
    if (username && !variable && !file) {
      registry.requiredBelow("one of password_env and password_file: the username's password");
    }
    if (!username && (variable || file)) {
      registry.get("username").requiredBelow("whom the password logs in");
    }
    if (!username && !variable && !file && !registry.get("ca_file").isPresent()) {
      registry.requiredBelow(
          "a username and its password, a ca_file, or both; one that wants neither need not be here");
    }
  }

  private static void checkValues(Field registry, ThisMachine machine) {
    Field username = registry.get("username");
    if (username.text().filter(text -> !USERNAME.matcher(text).matches()).isPresent()) {
      username.invalid(
          Passwords.HIDDEN,
          "must be a user's name, without colons; password_env or password_file name the password");
    }
    Field variable = registry.get("password_env");
    if (Passwords.isVariable(variable)) {
      variable
          .text()
          .flatMap(machine::faultOfVariable)
          .ifPresent(why -> variable.invalid(Passwords.shown(variable), why));
    }
    Field file = registry.get("password_file");
    if (LocalFile.isOne(file)) {
      checkThere(file, machine::faultOfSecret);
    } else if (file.text().isPresent()) {
      file.invalid(Passwords.HIDDEN, LocalFile.wanted("the password's file"));
    }
    Field authority = registry.get("ca_file");
    LocalFile.check(authority, "the authority's file");
    if (LocalFile.isOne(authority)) {
      checkThere(authority, machine::faultOfAuthority);
    }
  }

  private static void checkThere(Field field, Function<String, Optional<String>> fault) {
    field.text().flatMap(fault).ifPresent(field::invalid);
  }
}
