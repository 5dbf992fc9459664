package io.nokube.api;

import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// What the API speaks HTTPS with. Both are asked anew for each connection.
///
/// @param key shows the API's certificate
/// @param callers trusts those who are let in without a token: the cluster's nodes and users
public record ApiTls(X509ExtendedKeyManager key, X509ExtendedTrustManager callers) {}
