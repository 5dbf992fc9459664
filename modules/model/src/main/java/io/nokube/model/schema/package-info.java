/// What a tree must look like to become a record: shapes derived from the records themselves, the
/// check of a tree against its shape, and the making of the record. Knows which fields Kubernetes
/// has that nokube doesn't, so that each field is honoured or refused by name.
@NullMarked
package io.nokube.model.schema;

import org.jspecify.annotations.NullMarked;
