package io.nokube.model.schema;

import io.nokube.model.text.FieldPath;
import java.util.List;
import java.util.Optional;

/// The names that Kubernetes has in objects of one kind.
///
/// @param above how many field names of a path lead to the document itself
record UpstreamVocabulary(String kind, int above) implements Vocabulary {
  @Override
  public boolean hasUnsupported(FieldPath path) {
    return Upstream.get().has(kind, names(path));
  }

  @Override
  public List<String> siblings(FieldPath path) {
    List<String> names = names(path);
    return Optional.of(names)
        .filter(all -> !all.isEmpty())
        .map(all -> Upstream.get().fieldsAt(kind, all.subList(0, all.size() - 1)))
        .orElse(List.of());
  }

  private List<String> names(FieldPath path) {
    List<String> all = path.fields();
    return all.subList(above, all.size());
  }
}
