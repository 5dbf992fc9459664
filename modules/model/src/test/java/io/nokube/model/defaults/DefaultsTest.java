package io.nokube.model.defaults;

import io.nokube.model.Generated;
import io.nokube.model.defaults.Default.Target;
import org.junit.jupiter.api.Test;

class DefaultsTest {
  @Test
  void theTableIsDocumented() throws Exception {
    StringBuilder text = new StringBuilder();
    text.append("# Defaults\n\n");
    text.append("Table version ")
        .append(Defaults.VERSION)
        .append(". Made by a test of the code")
        .append(" (`DefaultsTest`): don't edit.\n\n");
    text.append(
        """
        These are Kubernetes' documented defaults for the fields that nokube has, and the only ones. They are put
        into an object when it comes in, so that `nokube get -o yaml` shows them. A field that is absent, or null, and
        isn't in the table is empty: text `""`, a list or map without entries, a number 0, a boolean false.

        A row applies only where the object that would have the field is there: `ports[*].protocol` adds no port.
        Rows apply in this order.

        What Kubernetes fills in when a pod is made (`requests` from `limits`, `hostPort` on the host's network), nokube
        fills in when the template comes in.

        `metadata.namespace`, where a type has one and the object names none, is the command's (`-n`, else `default`),
        as with kubectl: it is not part of this table. The tolerations that DaemonSet pods get are added to the pods, not
        to the object.
        """);
    for (Target target : Target.values()) {
      text.append("\n## ").append(target.says()).append("\n\n| field | default |\n| --- | --- |\n");
      for (Default row : Defaults.TABLE) {
        if (row.of() == target) {
          text.append("| `").append(row.path()).append("` | ").append(row.says()).append(" |\n");
        }
      }
    }

    Generated.isCommitted("docs/defaults.md", text.toString());
  }
}
