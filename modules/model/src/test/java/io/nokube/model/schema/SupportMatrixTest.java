package io.nokube.model.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.model.Generated;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.json.Json;
import io.nokube.model.schema.KubeSchema.Status;
import io.nokube.model.strict.Manifest;
import io.nokube.model.strict.StrictObject;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
import io.nokube.model.text.SourceName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Proves, for every field that Kubernetes has in nokube's kinds, that it is honoured or refused by
/// name, and writes down which.
class SupportMatrixTest {
  private enum Support {
    HONOURED,
    LEFT_OUT,
    NOT_SUPPORTED
  }

  static List<ResourceType> types() {
    return ResourceType.BUILT_IN;
  }

  @ParameterizedTest
  @MethodSource("types")
  void whatIsNotSupportedIsRefusedByName(ResourceType type) throws IOException {
    for (String path : withSupport(type, Support.NOT_SUPPORTED)) {
      ObjectNode with = (ObjectNode) Json.tree(full(type));
      String placed = put(with, List.of(path.split("\\.", -1)));

      StrictObject read = StrictObject.read(type, with.toString().getBytes(UTF_8), "default");

      assertThat(read).as(path).isInstanceOf(StrictObject.Refused.class);
      assertThat(((StrictObject.Refused) read).problems())
          .as(path)
          .anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(placed);
            assertThat(problem.reason()).isEqualTo(Reason.NOT_SUPPORTED);
            assertThat(problem.message()).isEqualTo("not supported by nokube");
          });
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void whatIsHonouredIsKept(ResourceType type) throws IOException {
    Set<String> kept = new TreeSet<>();
    collect(Json.tree(full(type)), "", kept);

    assertThat(kept)
        .as("fields of %s in full.yaml that are in the object read from it", type.kind())
        .containsAll(
            withSupport(type, Support.HONOURED).stream()
                .filter(path -> !path.equals("stringData"))
                .filter(
                    path -> type.equals(ResourceType.CONFIG_MAP) || !path.startsWith("metadata."))
                .toList());
  }

  @Test
  void theMatrixIsDocumented() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # What is supported

        Made by a test (`SupportMatrixTest`), which proves each line: don't edit.

        These are all fields that Kubernetes has in nokube's kinds (as in fabric8's model 8.0.0). An object with a field that isn't supported
        is refused, and the field is named; none is ignored. What is below an unsupported field is unsupported
        too. *Left out* means that servers own the field: it is taken, so that what `get -o yaml` printed can be applied
        again, and not kept.
        """);
    text.append("\n## `metadata` of every kind\n\n");
    text.append("In a template, only `labels` and `annotations`.\n\n");
    rows(text, ResourceType.NAMESPACE, "metadata.", List.of());
    for (ResourceType type : ResourceType.BUILT_IN) {
      text.append("\n## ").append(type.kind()).append(" (").append(type.apiVersion());
      text.append(")\n\n");
      rows(text, type, "", List.of("metadata.", "apiVersion", "kind", "spec.template."));
      if (support(type).containsKey("spec.template")) {
        text.append("\n`spec.template.spec` is as Pod's `spec`");
        text.append("; its `restartPolicy` can only be `Always`.\n");
      }
    }

    Generated.isCommitted("docs/support-matrix.md", text.toString());
  }

  private static void rows(
      StringBuilder text, ResourceType type, String within, List<String> without) {
    text.append("| field | |\n| --- | --- |\n");
    support(type)
        .forEach((path, support) -> {
          boolean shown =
              path.startsWith(within)
                  && without.stream()
                      .noneMatch(
                          each -> each.endsWith(".") ? path.startsWith(each) : path.equals(each));
          if (shown) {
            String says =
                switch (support) {
                  case HONOURED -> "honoured";
                  case LEFT_OUT -> "left out";
                  case NOT_SUPPORTED -> "**not supported**";
                };
            text.append("| `").append(path).append("` | ").append(says).append(" |\n");
          }
        });
  }

  private static List<String> withSupport(ResourceType type, Support wanted) {
    return support(type).entrySet().stream()
        .filter(each -> each.getValue() == wanted)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// All upstream paths of a kind, down to what isn't supported as a whole.
  private static Map<String, Support> support(ResourceType type) {
    Map<String, Support> support = new TreeMap<>();
    walk(
        Fabric8.types(List.of(Fabric8.kind(type.kind()))),
        type.kind(),
        KubeSchema.fields(type, Status.DROPPED),
        "",
        support);
    return support;
  }

  private static void walk(
      Map<String, Map<String, String>> upstream,
      String upstreamType,
      Shape.Fields fields,
      String path,
      Map<String, Support> support) {
    upstream
        .get(upstreamType)
        .forEach((name, below) -> {
          Shape shape = fields.accepted().get(name);
          if (shape == null) {
            support.put(path + name, Support.NOT_SUPPORTED);
          } else if (shape instanceof Shape.Dropped) {
            support.put(path + name, Support.LEFT_OUT);
          } else {
            support.put(path + name, Support.HONOURED);
            if (!below.isEmpty() && inner(shape) instanceof Shape.Fields object) {
              walk(upstream, below, object, path + name + (isList(shape) ? "[]." : "."), support);
            }
          }
        });
  }

  private static boolean isList(Shape shape) {
    return shape instanceof Shape.Many
        || (shape instanceof Shape.Maybe(Shape value) && isList(value));
  }

  private static Shape inner(Shape shape) {
    return switch (shape) {
      case Shape.Maybe(Shape value) -> inner(value);
      case Shape.Many(Shape item) -> inner(item);
      case Shape.ByKey(Shape value) -> inner(value);
      case Shape other -> other;
    };
  }

  /// The object of a type in which every field has a value.
  private static KubeObject full(ResourceType type) throws IOException {
    try (var in = Manifest.class.getResourceAsStream("full.yaml")) {
      Manifest manifest = Manifest.read(new SourceName("full.yaml"), in.readAllBytes(), "default");
      if (manifest instanceof Manifest.Refused refused) {
        throw new AssertionError(
            refused.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
      }
      return ((Manifest.Read) manifest)
          .objects().stream().filter(each -> each.type().equals(type)).findFirst().orElseThrow();
    }
  }

  /// Puts an object at a path, into the first item of each list.
  ///
  /// @return the path with its indexes
  private static String put(ObjectNode root, List<String> path) {
    ObjectNode at = root;
    List<String> placed = new ArrayList<>();
    for (String name : path.subList(0, path.size() - 1)) {
      boolean list = name.endsWith("[]");
      String field = list ? name.substring(0, name.length() - 2) : name;
      if (list) {
        ArrayNode items = at.get(field) instanceof ArrayNode there ? there : at.putArray(field);
        at = items.isEmpty() ? items.addObject() : (ObjectNode) items.get(0);
      } else {
        at = at.get(field) instanceof ObjectNode there ? there : at.putObject(field);
      }
      placed.add(list ? field + "[0]" : field);
    }
    at.putObject(path.getLast());
    placed.add(path.getLast());
    return String.join(".", placed);
  }

  private static void collect(JsonNode node, String path, Set<String> paths) {
    if (node.isArray()) {
      node.forEach(item -> collect(item, path + "[]", paths));
      return;
    }
    node.properties()
        .forEach(each -> {
          String below = (path.isEmpty() ? "" : path + ".") + each.getKey();
          paths.add(below);
          collect(each.getValue(), below, paths);
        });
  }
}
