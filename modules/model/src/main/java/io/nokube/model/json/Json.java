package io.nokube.model.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.nokube.model.KubeObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Records to canonical Kubernetes JSON and back: absent fields are left out, maps are in the order
/// of their keys, times are RFC 3339 in whole seconds. What is read here was written here; what
/// users write comes in through [io.nokube.model.strict], which reports places and all problems.
public final class Json {
  /// The one mapper. Thread-safe.
  public static final JsonMapper MAPPER = mapper();

  private Json() {}

  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a " + value.getClass().getSimpleName() + " has no JSON", e);
    }
  }

  /// @throws IllegalArgumentException if the bytes are no canonical JSON of that type
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "stored JSON is no " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  public static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "JSON is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  public static JsonNode tree(KubeObject object) {
    return MAPPER.valueToTree(object);
  }

  private static JsonMapper mapper() {
    SimpleModule times = new SimpleModule("times");
    times.addSerializer(Instant.class, new WriteInstant());
    times.addDeserializer(Instant.class, new ReadInstant());
    Consumer<MutableConfigOverride> absentIsEmpty =
        override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    return JsonMapper.builder()
        .addModule(new Jdk8Module())
        .addModule(times)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
        .withConfigOverride(String.class, absentIsEmpty)
        .withConfigOverride(List.class, absentIsEmpty)
        .withConfigOverride(Map.class, absentIsEmpty)
        .build();
  }

  private static final class WriteInstant extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1;

    WriteInstant() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Times.write(time));
    }
  }

  private static final class ReadInstant extends FromStringDeserializer<Instant> {
    private static final long serialVersionUID = 1;

    ReadInstant() {
      super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) {
      return Times.read(text);
    }
  }
}
