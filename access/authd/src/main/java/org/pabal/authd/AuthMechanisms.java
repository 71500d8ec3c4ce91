// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.util.ArrayList;
import java.util.List;

/// What askers are told of a mechanism: by these words Postfix's `smtpd_sasl_security_options`
/// (`noplaintext`, `noactive`, `nodictionary`) choose.
final class AuthMechanisms {
    private AuthMechanisms() {}

    static byte[] line(String mechanism) {
        List<String> fields = new ArrayList<>(List.of("MECH", mechanism));
        fields.addAll(properties(mechanism));
        return AuthText.line(fields.toArray(String[]::new));
    }

    private static List<String> properties(String mechanism) {
        return switch (mechanism) {
            case "PLAIN", "LOGIN" -> List.of("plaintext");
            case "CRAM-MD5" -> List.of("dictionary", "active");
            default -> mechanism.startsWith("SCRAM-") ? List.of("mutual-auth") : List.of();
        };
    }

    /// Whoever listens to the client's words has what it takes to be that client.
    static boolean givesTheSecretAway(String mechanism) {
        return switch (mechanism) {
            case "PLAIN", "LOGIN", "OAUTHBEARER", "XOAUTH2" -> true;
            default -> false;
        };
    }
}
