// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate and its key, in PEM.
///
/// @param chain the server's certificate, then those that lead to the authority
/// @param key PKCS#8, PKCS#1 or SEC 1, not encrypted, not readable by others
public record CertificateFiles(Path chain, Path key) {

    /// Reads them as a server would.
    ///
    /// @return the server's certificate, then those behind it in the file
    /// @throws IOException when one is missing or broken, or the key is another certificate's; says
    ///     which and what to do
    public List<X509Certificate> check() throws IOException {
        return PemFiles.read(this).chain();
    }

    /// The certificates in a file, whatever else is in it.
    ///
    /// @throws IOException when there is none, or it cannot be read
    public static List<X509Certificate> certificates(Path file) throws IOException {
        return PemFiles.certificates(file);
    }
}
