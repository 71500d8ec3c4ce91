// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/// Decides whether a server's certificates prove who it is, in place of the authorities and of the
/// rules for names: as DANE does (RFC 7672 §3.1).
public interface CertificateCheck {

    /// @param chain the server's own first, as it was sent
    /// @throws CertificateException when they do not
    void check(List<X509Certificate> chain) throws CertificateException;
}
