// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import com.ongres.saslprep.SASLprep;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Brings a password to the one form that is hashed and compared: SASLprep, RFC 4013.
///
/// Prepared as a query (RFC 3454 §7) when it is stored, too: characters younger than Unicode 3.2,
/// emoji among them, may stand in a password, where the rule for stored strings would refuse them.
public final class SaslPassword {
    /// Longer ones fail unhashed (THREATS A08).
    public static final int MAX_OCTETS = 1_024;

    private static final SASLprep PROFILE = new SASLprep();

    private SaslPassword() {}

    /// Empty for no password, one that is too long, and one with characters that cannot be in a
    /// password: controls and NUL among them.
    public static Optional<String> prepare(String password) {
        if (password.isEmpty() || password.length() > MAX_OCTETS) {
            return Optional.empty();
        }
        if (isPrintableAscii(password)) {
            return Optional.of(password);
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            return Optional.empty();
        }
        try {
            String prepared = PROFILE.prepareQuery(password);
            return prepared.isEmpty() ? Optional.empty() : Optional.of(prepared);
        } catch (IllegalArgumentException | IndexOutOfBoundsException prohibited) {
            return Optional
                    .empty(); // the latter: nothing but characters that are mapped to nothing
        }
    }

    /// Such a text is its own preparation.
    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
        }
        return true;
    }
}
