// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.time.Duration;

/// How askers are served.
///
/// @param lineOctets a bearer token in base64 fits
/// @param exchanges of one connection at a time; further ones fail for now
/// @param idle an asker that says nothing for so long is gone
/// @param patience with a client that does not answer a challenge
/// @param cleartext whether passwords that a client sent to the asker without TLS are judged
public record AuthConfig(
        int lineOctets, int exchanges, Duration idle, Duration patience, Cleartext cleartext) {

    /// THREATS A06.
    public enum Cleartext {
        REFUSED,
        ALLOWED
    }

    /// Askers keep their connection for as long as they run.
    public static AuthConfig of(Cleartext cleartext) {
        return new AuthConfig(
                16 * 1024, 128, Duration.ofHours(24), Duration.ofSeconds(150), cleartext);
    }
}
