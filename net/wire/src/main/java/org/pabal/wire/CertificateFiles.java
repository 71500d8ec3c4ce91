// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.nio.file.Path;

/// A certificate and its key, in PEM.
///
/// @param chain the server's certificate, then those that lead to the authority
/// @param key PKCS#8, PKCS#1 or SEC 1, not encrypted, not readable by others
public record CertificateFiles(Path chain, Path key) {}
