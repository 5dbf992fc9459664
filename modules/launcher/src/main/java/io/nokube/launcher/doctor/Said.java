package io.nokube.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;

/// What a cluster says of itself: lists as the API has them, of all namespaces.
///
/// @param actors those that are alive, as `nokube tree -o json` has them
/// @param health what a head knows of etcd, certificates and the manifests prefix: `GET
///   /nokube/v1/health`
public record Said(
    JsonNode nodes, JsonNode pods, JsonNode deployments, JsonNode actors, JsonNode health) {}
