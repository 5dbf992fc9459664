/// cluster.yaml, the user's file: what a cluster is to be. Its text comes in through
/// [ClusterFile#read], with all problems at once; out go what its change concerns and the texts
/// that agents are told. Knows no host, no SSH and no etcd.
@NullMarked
package io.nokube.model.cluster;

import org.jspecify.annotations.NullMarked;
