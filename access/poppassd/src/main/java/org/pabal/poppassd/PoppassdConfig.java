// SPDX-License-Identifier: Apache-2.0
package org.pabal.poppassd;

import java.time.Duration;

/// The limits of a session, and whom it serves.
///
/// @param hostname for the greeting
/// @param security whether passwords may come in the clear from elsewhere than this host
/// @param deadline of each line
/// @param lineOctets without CRLF
/// @param failedLogins so many end a session
/// @param commands so many end a session
public record PoppassdConfig(
        String hostname,
        Security security,
        Duration deadline,
        int lineOctets,
        int failedLogins,
        int commands) {

    /// THREATS A06: of all doors this one alone is open to this host without TLS.
    public enum Security {
        TLS_OR_LOOPBACK,
        CLEARTEXT_ALLOWED
    }

    public static PoppassdConfig of(String hostname, Security security) {
        return new PoppassdConfig(hostname, security, Duration.ofMinutes(1), 1_000, 4, 50);
    }
}
