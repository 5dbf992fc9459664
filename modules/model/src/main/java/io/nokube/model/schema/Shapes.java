package io.nokube.model.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.nokube.model.meta.IntOrPercent;
import io.nokube.model.meta.Quantity;
import io.nokube.model.schema.Shape.Component;
import io.nokube.model.schema.Shape.Fields;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Derives shapes from types, once per type.
final class Shapes {
  private final Dialect dialect;
  private final UnaryOperator<Fields> adjusted;
  private final Map<Class<?>, Fields> records = new ConcurrentHashMap<>();

  /// @param adjusted what a text may have of a record, where that isn't just its components
  Shapes(Dialect dialect, UnaryOperator<Fields> adjusted) {
    this.dialect = dialect;
    this.adjusted = adjusted;
  }

  Fields ofRecord(Class<?> type) {
    Fields known = records.get(type);
    if (known != null) {
      return known;
    }
    Fields derived = derive(type);
    Fields raced = records.putIfAbsent(type, derived);
    return raced == null ? derived : raced;
  }

  private Fields derive(Class<?> type) {
    List<Component> components = new ArrayList<>();
    Map<String, Shape> accepted = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
      String name =
          renamed == null || renamed.value().isEmpty()
              ? dialect.field(component.getName())
              : renamed.value();
      Shape shape = of(component.getGenericType());
      components.add(new Component(name, shape, meaning(component)));
      accepted.put(name, shape);
    }
    return adjusted.apply(new Fields(type, constructor(type), components, accepted));
  }

  private static String meaning(RecordComponent component) {
    var said = component.getAccessor().getAnnotation(JsonPropertyDescription.class);
    return said == null ? "" : said.value();
  }

  private static Constructor<?> constructor(Class<?> type) {
    Class<?>[] parameters =
        Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " is a record, so it has this constructor", e);
    }
  }

  private Shape of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return new Shape.Maybe(of(arguments[0]));
      }
      if (generic.getRawType() == List.class) {
        return new Shape.Many(of(arguments[0]));
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new Shape.ByKey(of(arguments[1]));
      }
    }
    if (type instanceof Class<?> plain) {
      return of(plain);
    }
    throw new IllegalArgumentException("no text is ever read into " + type);
  }

  private Shape of(Class<?> type) {
    if (type == String.class) {
      return new Shape.Text();
    }
    if (type == int.class || type == Integer.class) {
      return new Shape.Whole(false);
    }
    if (type == long.class || type == Long.class) {
      return new Shape.Whole(true);
    }
    if (type == boolean.class || type == Boolean.class) {
      return new Shape.Truth();
    }
    if (type == double.class || type == Double.class) {
      return new Shape.Fraction();
    }
    if (type == Quantity.class) {
      return new Shape.Parsed(type, true, Quantity::new);
    }
    if (type == IntOrPercent.class) {
      return new Shape.CountOrPercent();
    }
    if (type == Instant.class) {
      return new Shape.Parsed(type, false, Shapes::instant);
    }
    if (type == Duration.class) {
      return new Shape.Parsed(type, false, Durations::parse);
    }
    if (type.isEnum()) {
      return word(type);
    }
    return factory(type)
        .map(make -> (Shape) new Shape.Parsed(type, dialect.numbersAreText(), make))
        .orElseGet(() -> record(type));
  }

  private Shape record(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException("no text is ever read into " + type);
    }
    RecordComponent[] components = type.getRecordComponents();
    boolean id =
        components.length == 1
            && components[0].getType() == String.class
            && components[0].getAccessor().isAnnotationPresent(JsonValue.class);
    return id ? new Shape.Parsed(type, false, byConstructor(constructor(type))) : ofRecord(type);
  }

  /// A type with `static T parse(String)` is read from text.
  private static Optional<Function<String, Object>> factory(Class<?> type) {
    try {
      Method parse = type.getDeclaredMethod("parse", String.class);
      if (!Modifier.isStatic(parse.getModifiers()) || parse.getReturnType() != type) {
        return Optional.empty();
      }
      parse.setAccessible(true);
      return Optional.of(text -> called(() -> parse.invoke(null, text)));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  private static Function<String, Object> byConstructor(Constructor<?> constructor) {
    return text -> called(() -> constructor.newInstance(text));
  }

  private interface Call {
    Object run() throws ReflectiveOperationException;
  }

  private static Object called(Call call) {
    try {
      return call.run();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException("a type can't be made of text", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a type can't be made of text", e);
    }
  }

  private static Object instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no time: write it as 2026-01-02T03:04:05Z", e);
    }
  }

  private Shape word(Class<?> type) {
    Map<String, Object> words = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      words.put(annotated(type, name).orElse(dialect.word(name)), constant);
    }
    return new Shape.Word(type, words);
  }

  private static Optional<String> annotated(Class<?> type, String constant) {
    try {
      return Optional.ofNullable(type.getField(constant).getAnnotation(JsonProperty.class))
          .map(JsonProperty::value)
          .filter(word -> !word.isEmpty());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(type + " is an enum, so it has this field", e);
    }
  }
}
