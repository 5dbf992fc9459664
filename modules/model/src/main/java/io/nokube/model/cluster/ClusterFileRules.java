package io.nokube.model.cluster;

import io.nokube.model.schema.ConfigRules;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Problem;
import io.nokube.model.validation.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// All that cluster.yaml must keep beyond its form, each thing said at its place.
final class ClusterFileRules implements ConfigRules {
  private static final Set<String> MAY_BE_PASSWORDS =
      Set.of("login", "password_env", "password_file");

  private final ThisMachine machine;

  ClusterFileRules(ThisMachine machine) {
    this.machine = machine;
  }

  /// A password in place of a variable's name, or in a URL or an address, is shown to nobody.
  @Override
  public boolean hides(FieldPath path, Located value) {
    List<String> fields = path.fields();
    return (!fields.isEmpty() && MAY_BE_PASSWORDS.contains(fields.getLast()))
        || (value instanceof Scalar scalar && Passwords.mayBeIn(scalar.text()));
  }

  /// What is still to be filled in has no other fault.
  @Override
  public List<Problem> judge(Mapping tree, List<Problem> misfits) {
    List<Problem> problems = new ArrayList<>(misfits);
    check(Field.of(FieldPath.ROOT, tree, problems::add));
    List<Problem> unfilled = Unfilled.in(tree);
    problems.removeIf(
        problem -> unfilled.stream().anyMatch(each -> each.at().equals(problem.at())));
    problems.addAll(unfilled);
    return problems;
  }

  private void check(Field file) {
    TimeRules.check(file);
    EtcdRules.check(file);
    NodeRules.check(file.get("nodes"));
    UrlRules.check(file);
    RegistryRules.check(file.get("images").get("registries"), machine);
    Field port = file.get("api").get("port");
    port.between(1, 65535);
    EtcdRules.checkDistinct(file);
  }
}
