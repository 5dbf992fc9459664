package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.doctor.Diagnosis;
import io.nokube.launcher.doctor.Finding;
import io.nokube.launcher.doctor.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `nokube doctor`: what is wrong now, and what to do. Ends with 1 if anything is.
final class DoctorCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "",
          0,
          0,
          List.of(Syntax.output("json", "json")),
          List.of("nokube doctor", "nokube doctor -o json"));

  private final Arguments arguments;

  DoctorCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    Home.Credentials credentials = Home.ofUser().current();
    ApiClient client = new ApiClient(credentials);
    Optional<Finding> setBack = SetBack.finding(client);
    if (setBack.isPresent()) {
      return told(new Diagnosis(List.of(setBack.get()), ""), 0, 0, terminal);
    }
    Said said =
        new Said(
            items(client, "nodes"),
            items(client, "pods"),
            items(client, "deployments"),
            client.get("/nokube/v1/tree").path("actors"),
            client.get("/nokube/v1/health"));
    Diagnosis found = Diagnosis.of(silent(credentials), said, Instant.now());
    return told(found, said.nodes().size(), said.pods().size(), terminal);
  }

  private int told(Diagnosis found, int nodes, int pods, Terminal terminal) {
    if (arguments.wantsJson()) {
      terminal.line(json(found).toPrettyString());
    } else {
      print(found, nodes, pods, terminal);
    }
    return found.findings().isEmpty() ? 0 : 1;
  }

  private static JsonNode items(ApiClient client, String type) {
    return client.get(Resource.named(type).collection("default", true)).path("items");
  }

  /// The heads whose API can't be asked.
  private static List<Finding> silent(Home.Credentials credentials) {
    List<Finding> findings = new ArrayList<>();
    for (String api : credentials.apis()) {
      Home.Credentials alone =
          new Home.Credentials(
              credentials.cluster(), List.of(api), credentials.token(), credentials.authority());
      try {
        new ApiClient(alone).get("/nokube/v1/status");
      } catch (CommandFailure failure) {
        findings.add(
            new Finding(
                api,
                "this head's API doesn't answer: " + failure.getMessage(),
                "the other heads serve; see whether that host and its agent run"));
      }
    }
    return findings;
  }

  private static void print(Diagnosis found, int nodes, int pods, Terminal terminal) {
    for (Finding finding : found.findings()) {
      terminal.line("✗ " + finding.subject() + "  " + finding.wrong());
      terminal.line("    → " + finding.advice());
    }
    int wrong = found.findings().size();
    terminal.line(
        (switch (wrong) {
              case 0 ->
                  "nothing is wrong with etcd, heads, nodes, certificates, manifests and pods";
              case 1 -> "1 thing is wrong";
              default -> wrong + " things are wrong";
            })
            + ": %d nodes, %d pods, %s"
                .formatted(
                    nodes,
                    pods,
                    found.leader().isEmpty() ? "nobody leads" : found.leader() + " leads"));
  }

  private static ObjectNode json(Diagnosis found) {
    ObjectNode json = ApiClient.JSON.createObjectNode();
    ArrayNode findings = json.putArray("findings");
    for (Finding finding : found.findings()) {
      findings
          .addObject()
          .put("subject", finding.subject())
          .put("wrong", finding.wrong())
          .put("advice", finding.advice());
    }
    return json.put("leader", found.leader());
  }
}
