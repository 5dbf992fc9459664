package io.nokube.model.text;

/// What a text is called when its problems are shown: a file's path, `-`, an etcd key.
public record SourceName(String text) {
  @Override
  public String toString() {
    return text;
  }
}
