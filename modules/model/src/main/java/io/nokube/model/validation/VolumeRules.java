package io.nokube.model.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Rules for a pod's volumes.
final class VolumeRules {
  private static final int ALL_MODES = 0777;
  private static final List<String> HOST_PATH_TYPES =
      List.of("", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");

  private VolumeRules() {}

  /// @return the names of the volumes
  static Set<String> check(Field volumes) {
    Set<String> names = new HashSet<>();
    for (Field volume : volumes.items()) {
      Field name = volume.get("name");
      if (name.required()) {
        name.checked(Names::dnsLabel);
        name.text()
            .filter(text -> !names.add(text))
            .ifPresent(text -> name.duplicate(Field.quoted(text)));
      }
      checkSource(volume);
    }
    return names;
  }

  private static void checkSource(Field volume) {
    List<Field> sources =
        Stream.of("configMap", "secret", "emptyDir", "hostPath")
            .map(volume::get)
            .filter(Field::isPresent)
            .toList();
    if (sources.isEmpty() && !volume.hasOtherThan("name")) {
      volume.requiredBelow("must specify a volume type");
    }
    sources.stream()
        .skip(1)
        .forEach(source -> source.forbidden("may not specify more than 1 volume type"));
    checkFiles(volume.get("configMap"), "name");
    checkFiles(volume.get("secret"), "secretName");
    checkEmptyDir(volume.get("emptyDir").get("medium"));
    checkHostPath(volume.get("hostPath"));
  }

  private static void checkFiles(Field source, String name) {
    if (!source.isPresent()) {
      return;
    }
    source.get(name).required();
    checkMode(source.get("defaultMode"));
    for (Field item : source.get("items").items()) {
      item.get("key").required();
      if (item.get("path").required()) {
        item.get("path").checked(Paths::file);
      }
      checkMode(item.get("mode"));
    }
  }

  private static void checkMode(Field mode) {
    boolean beyond =
        mode.whole().filter(bits -> bits.signum() < 0 || bits.bitLength() > 9).isPresent();
    if (beyond) {
      mode.invalid(
          "must be a number between 0 and 0%o (octal), both inclusive".formatted(ALL_MODES));
    }
  }

  private static void checkEmptyDir(Field medium) {
    if (medium.text().filter(text -> text.startsWith("HugePages")).isPresent()) {
      medium.notSupported("");
    } else {
      medium.oneOf(List.of("", "Memory"));
    }
  }

  private static void checkHostPath(Field hostPath) {
    if (!hostPath.isPresent()) {
      return;
    }
    Field path = hostPath.get("path");
    if (path.required()) {
      path.checked(text ->
          text.startsWith("/") ? Paths.noUp(text) : Optional.of("must be an absolute path"));
    }
    Field type = hostPath.get("type");
    if (type.text().filter(text -> text.endsWith("Device")).isPresent()) {
      type.notSupported("");
    } else {
      type.oneOf(HOST_PATH_TYPES);
    }
  }
}
