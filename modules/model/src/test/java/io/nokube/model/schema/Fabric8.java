package io.nokube.model.schema;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// Kubernetes' schema as fabric8's model classes have it.
final class Fabric8 {
  private static final Set<Class<?>> SCALARS =
      Set.of(Quantity.class, IntOrString.class, MicroTime.class);

  private Fabric8() {}

  /// All types that a kind consists of: name to fields to the field's type, empty for scalars.
  static Map<String, Map<String, String>> types(Collection<Class<?>> kinds) {
    Map<String, Map<String, String>> types = new TreeMap<>();
    Deque<Class<?>> open = new ArrayDeque<>(kinds);
    while (!open.isEmpty()) {
      Class<?> type = open.pop();
      if (types.containsKey(type.getSimpleName())) {
        continue;
      }
      Map<String, String> fields = new TreeMap<>();
      for (Field field : type.getDeclaredFields()) {
        if (isField(field)) {
          Optional<Class<?>> below = model(field.getGenericType());
          below.ifPresent(open::push);
          fields.put(name(field), below.map(Class::getSimpleName).orElse(""));
        }
      }
      types.put(type.getSimpleName(), fields);
    }
    return types;
  }

  /// The class of one of Kubernetes' kinds.
  static Class<?> kind(String kind) {
    for (Class<?> near : List.of(Pod.class, Deployment.class)) {
      String name = near.getPackageName() + "." + kind;
      if (near.getResource(kind + ".class") != null) {
        return loaded(name);
      }
    }
    throw new AssertionError("fabric8 has no " + kind);
  }

  /// The kinds of the core and apps groups to their apiVersions.
  static Map<String, Set<String>> kinds() throws IOException, URISyntaxException {
    Map<String, Set<String>> kinds = new TreeMap<>();
    for (Class<?> inJar : List.of(Pod.class, Deployment.class)) {
      Path jar = Path.of(inJar.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (Class<?> type : classes(jar)) {
        if (HasMetadata.class.isAssignableFrom(type)
            && !Modifier.isAbstract(type.getModifiers())
            && !type.getSimpleName().startsWith("Generic")) {
          kinds
              .computeIfAbsent(HasMetadata.getKind(asObject(type)), kind -> new TreeSet<>())
              .add(HasMetadata.getApiVersion(asObject(type)));
        }
      }
    }
    return kinds;
  }

  private static Class<? extends HasMetadata> asObject(Class<?> type) {
    return type.asSubclass(HasMetadata.class);
  }

  private static List<Class<?>> classes(Path jar) throws IOException {
    List<Class<?>> classes = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (var entry : (Iterable<JarEntry>) file.stream()::iterator) {
        String name = entry.getName();
        if (name.matches("io/fabric8/kubernetes/api/model/(apps/)?[A-Za-z]+\\.class")) {
          classes.add(loaded(name.substring(0, name.length() - 6).replace('/', '.')));
        }
      }
    }
    return classes;
  }

  private static Class<?> loaded(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isField(Field field) {
    return !Modifier.isStatic(field.getModifiers())
        && !field.isAnnotationPresent(JsonIgnore.class)
        && !field.getName().equals("additionalProperties");
  }

  private static String name(Field field) {
    JsonProperty renamed = field.getAnnotation(JsonProperty.class);
    return renamed == null || renamed.value().isEmpty() ? field.getName() : renamed.value();
  }

  private static Optional<Class<?>> model(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return model(arguments[arguments.length - 1]);
    }
    return type instanceof Class<?> plain
            && plain.getName().startsWith("io.fabric8.")
            && !plain.isEnum()
            && !SCALARS.contains(plain)
        ? Optional.of(plain)
        : Optional.empty();
  }
}
