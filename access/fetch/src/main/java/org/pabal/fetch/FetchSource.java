// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

/// Another server's door, and as whom to enter it.
///
/// @param host its name, which its certificate must prove
public record FetchSource(String host, int port, Security security, FetchLogin login) {

    public enum Security {
        /// From the first octet: port 993. RFC 8314 §3.2.
        TLS,
        /// After a greeting in the clear, before anything else is said: port 143.
        STARTTLS
    }
}
