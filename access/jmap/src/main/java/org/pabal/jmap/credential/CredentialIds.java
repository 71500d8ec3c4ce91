// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.pabal.sessions.Passkey;
import org.pabal.sessions.TokenHash;

/// The ids of credentials: of those that are there once their kind, of others their kind and what
/// names them.
final class CredentialIds {
    static final String PASSWORD = "password";
    static final String TOTP = "totp";
    static final String RECOVERY = "recovery";
    static final String POLICY = "policy";
    static final String PASSKEY = "passkey-";
    static final String APP_PASSWORD = "app-";
    static final String SESSION = "session-";

    /// An id has 255 octets at most. RFC 8620 §1.2.
    private static final int MAX_PASSKEY = 200;

    private CredentialIds() {}

    /// Names have letters that ids must not have.
    static String ofAppPassword(String name) {
        return APP_PASSWORD
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<String> appPassword(String id) {
        return named(APP_PASSWORD, id).flatMap(CredentialIds::decoded);
    }

    /// Credential ids are base64url, of which ids are made, too; those that are too long for one have a
    /// part of their hash.
    static String ofPasskey(Passkey passkey) {
        String text = passkey.idText();
        return PASSKEY
                + (text.length() <= MAX_PASSKEY ? text : TokenHash.of(text).hex().substring(0, 40));
    }

    private static Optional<String> decoded(String name) {
        try {
            return Optional.of(
                    new String(Base64.getUrlDecoder().decode(name), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /// What stands behind a kind.
    static Optional<String> named(String kind, String id) {
        return id.startsWith(kind) ? Optional.of(id.substring(kind.length())) : Optional.empty();
    }
}
