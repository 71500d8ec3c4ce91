// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Passwords in the clear and what SCRAM makes of them.
final class FakeCredentials implements Credentials {
    private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    final Map<String, String> passwords = new HashMap<>();
    final Map<String, ScramCredential> scram = new HashMap<>();
    final Set<String> mayActAs = new HashSet<>();
    int verifications;

    FakeCredentials with(String identity, String password) {
        passwords.put(identity, password);
        return this;
    }

    @Override
    public boolean verify(String authenticationIdentity, String password) {
        verifications++;
        return password.equals(passwords.get(authenticationIdentity));
    }

    @Override
    public Optional<ScramCredential> scram(String authenticationIdentity, ScramHash hash) {
        ScramCredential given = scram.get(authenticationIdentity);
        if (given != null) {
            return Optional.of(given).filter(credential -> credential.hash() == hash);
        }
        String password = passwords.getOrDefault(authenticationIdentity, "no password fits \0");
        return Optional.of(ScramCredentials.derive(password, hash, 4_096, SALT));
    }

    @Override
    public Set<ScramHash> scramHashes() {
        return Set.of(ScramHash.values());
    }

    @Override
    public boolean mayActAs(String authenticationIdentity, String authorizationIdentity) {
        return authenticationIdentity.equals(authorizationIdentity)
                || mayActAs.contains(authenticationIdentity + " as " + authorizationIdentity);
    }
}
