package io.nokube.host;

/// What to do with `/usr/sbin/policy-rc.d` so that no service starts while packages are installed,
/// and so that it is as it was afterwards, also if we were killed in between.
enum StartPolicyPlan {
  NOTHING,
  /// Put ours there.
  WRITE,
  /// Keep a copy of theirs, then put ours in its place.
  SAVE_AND_WRITE,
  /// Remove ours: there was none.
  REMOVE,
  /// Put the saved one back.
  RESTORE,
  /// Theirs is in place; the copy is left over.
  DROP_COPY;

  /// Whose policy is in place.
  enum Seen {
    NONE,
    OURS,
    THEIRS
  }

  /// Before an installation. A copy that lies beside a policy of theirs is from a run that was
  /// killed between saving and writing, and is made anew.
  static StartPolicyPlan forbid(Seen seen) {
    return switch (seen) {
      case OURS, NONE -> WRITE;
      case THEIRS -> SAVE_AND_WRITE;
    };
  }

  /// After an installation, or after one that was killed.
  static StartPolicyPlan allow(Seen seen, boolean copy) {
    return switch (seen) {
      case OURS -> copy ? RESTORE : REMOVE;
      case THEIRS -> copy ? DROP_COPY : NOTHING;
      case NONE -> copy ? RESTORE : NOTHING;
    };
  }
}
