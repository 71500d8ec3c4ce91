// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// The ids of credentials: of those that are there once their kind, of others their kind and what
/// names them.
final class CredentialIds {
    static final String PASSWORD = "password";
    static final String TOTP = "totp";
    static final String RECOVERY = "recovery";
    static final String POLICY = "policy";
    static final String APP_PASSWORD = "app-";
    static final String SESSION = "session-";

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
