package io.nokube.model.cluster;

import java.util.Optional;

/// The machine that runs the command, asked for what a file names there. No answer shows what a
/// variable or a file holds.
public interface ThisMachine {
  /// Finds no fault: for whoever has no use for what the file names.
  ThisMachine UNASKED =
      new ThisMachine() {
        @Override
        public Optional<String> faultOfVariable(String name) {
          return Optional.empty();
        }

        @Override
        public Optional<String> faultOfSecret(String path) {
          return Optional.empty();
        }

        @Override
        public Optional<String> faultOfAuthority(String path) {
          return Optional.empty();
        }
      };

  /// Why an environment variable gives no password; empty if it does.
  Optional<String> faultOfVariable(String name);

  /// Why a file gives no password; empty if it does.
  ///
  /// @param path absolute, or below `~/`
  Optional<String> faultOfSecret(String path);

  /// Why a file gives no certificate of an authority that is good now; empty if it does.
  ///
  /// @param path absolute, or below `~/`
  Optional<String> faultOfAuthority(String path);
}
