package io.nokube.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// All that is wrong.
///
/// @param findings the most general first: what is wrong with a node may be why its pods are ill
/// @param leader the node where kubecontroller lives; empty: nowhere
public record Diagnosis(List<Finding> findings, String leader) {
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /// @param silentApis heads that don't answer, each with the reason
  public static Diagnosis of(List<Finding> silentApis, Said said, Instant now) {
    List<Finding> findings = new ArrayList<>(silentApis);
    String leader = leader(said.actors());
    findings.addAll(Etcd.findings(said.health().path("etcd")));
    if (leader.isEmpty()) {
      findings.add(
          new Finding(
              "kubecontroller",
              "it lives on no node: no Deployment or DaemonSet is looked after",
              "for some seconds after a head died that is as it should be; if it lasts, see whether the heads' agents run and reach etcd"));
    }
    findings.addAll(Nodes.findings(said.nodes()));
    findings.addAll(Certificates.findings(said.health().path("certificates"), said.nodes(), now));
    findings.addAll(Manifests.findings(said.health().path("manifests")));
    findings.addAll(Deployments.findings(said.deployments(), now));
    findings.addAll(Pods.findings(said.pods(), now));
    return new Diagnosis(findings, leader);
  }

  private static String leader(JsonNode actors) {
    for (JsonNode actor : actors) {
      if (actor.path("path").asText().equals("kubecontroller")) {
        return actor.path("node").asText();
      }
    }
    return "";
  }
}
