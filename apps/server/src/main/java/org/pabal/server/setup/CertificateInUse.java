// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;

/// Takes a certificate in the place of the one in use.
public interface CertificateInUse {

    /// Reads it without using it.
    ///
    /// @param pem the certificate, those behind it, and the key
    /// @return the server's own first
    /// @throws IOException when it cannot be used, with what is wrong
    List<X509Certificate> check(String pem) throws IOException;

    /// For the next handshakes, and from the next start on.
    ///
    /// @throws IOException when it cannot be used or kept; all is as it was
    void use(String pem) throws IOException;
}
