package io.nokube.model.strict;

import io.nokube.model.KubeObject;
import io.nokube.model.text.Position;
import io.nokube.model.text.Problem;
import io.nokube.model.text.SourceName;
import io.nokube.model.text.TextRead;
import io.nokube.model.text.Texts;
import java.util.List;
import java.util.Optional;

/// A text of Kubernetes objects, YAML or JSON, of several documents and lists of objects: all of
/// them, or what is wrong.
public sealed interface Manifest {
  /// @param documents one for each object, in the order of the text
  record Read(List<Document> documents) implements Manifest {
    public Read {
      documents = List.copyOf(documents);
    }

    public List<KubeObject> objects() {
      return documents.stream().map(Document::object).toList();
    }
  }

  /// @param problems all of them, in the order of the text; never empty
  /// @param documents the objects' documents as far as the text could be read
  record Refused(List<Problem> problems, List<Examined> documents) implements Manifest {
    public Refused {
      problems = List.copyOf(problems);
      documents = List.copyOf(documents);
    }
  }

  /// @param at where the object begins
  /// @param index from 0, among all objects of the text
  record Document(KubeObject object, Position at, int index) {}

  /// A document of a refused text.
  ///
  /// @param kind as far as it says one
  /// @param name as far as it says one
  /// @param problems its own; empty if it would have been taken
  record Examined(
      int index,
      Position at,
      Optional<String> kind,
      Optional<String> name,
      List<Problem> problems) {}

  /// @param text in UTF-8
  /// @param defaultNamespace of objects that live in a namespace and name none
  static Manifest read(SourceName source, byte[] text, String defaultNamespace) {
    return of(source, Texts.read(source, text), defaultNamespace);
  }

  static Manifest read(SourceName source, String text, String defaultNamespace) {
    return of(source, Texts.read(source, text), defaultNamespace);
  }

  private static Manifest of(SourceName source, TextRead text, String defaultNamespace) {
    return new ManifestReading(source, defaultNamespace).read(text);
  }
}
