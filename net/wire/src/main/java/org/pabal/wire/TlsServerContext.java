// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import javax.net.ssl.SSLEngine;

/// Certificates and parameters of the server's role; what it holds may change while it runs, and
/// new handshakes use the new.
public interface TlsServerContext {

    /// A fresh engine in server mode: TLS 1.2 and 1.3 only, no renegotiation.
    SSLEngine newEngine();
}
