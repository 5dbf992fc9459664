/// What an agent is told: the cluster's configuration and its role's verticles. Strict: nothing has
/// a default, and every problem is reported at once with its line and column.
@NullMarked
package io.nokube.agent.config;

import org.jspecify.annotations.NullMarked;
