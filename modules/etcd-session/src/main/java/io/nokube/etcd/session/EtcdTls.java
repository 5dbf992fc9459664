package io.nokube.etcd.session;

import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Who this client is to etcd, and whom it takes for etcd. Both are asked anew for each connection,
/// so that one which passes on a renewed certificate has it used by the next connection.
///
/// @param key shows the client's certificate
/// @param trust judges etcd's; that it names the endpoint's host is checked besides
public record EtcdTls(X509ExtendedKeyManager key, X509ExtendedTrustManager trust) {}
