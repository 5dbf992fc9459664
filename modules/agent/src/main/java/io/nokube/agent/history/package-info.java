/// What an agent remembers of etcd, so that it knows one that was set back to an older backup. See
/// docs/design/restored-etcd.md.
@NullMarked
package io.nokube.agent.history;

import org.jspecify.annotations.NullMarked;
