// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// Versions and cipher suites of both roles: TLS 1.3, and TLS 1.2 with forward secrecy and
/// authenticated encryption. RFC 8996, RFC 9325, THREATS T05.
final class TlsParameters {

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private static final String[] CIPHER_SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private TlsParameters() {}

    static String[] cipherSuites() {
        return CIPHER_SUITES.clone();
    }

    static SSLParameters of(SSLEngine engine) {
        return restrict(engine.getSSLParameters());
    }

    static SSLParameters restrict(SSLParameters parameters) {
        parameters.setProtocols(VERSIONS);
        parameters.setCipherSuites(CIPHER_SUITES);
        parameters.setUseCipherSuitesOrder(true);
        return parameters;
    }
}
