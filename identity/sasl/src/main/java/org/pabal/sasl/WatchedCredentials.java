// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Secrets that a guard has its say about.
///
/// Where it refuses, a mechanism meets what no password fits; the door then does not say "wrong".
record WatchedCredentials(Credentials secrets, LoginAttempt attempt) implements Credentials {

    @Override
    public boolean verify(String authenticationIdentity, String password) {
        if (!attempt.admits(secrets, authenticationIdentity, password)) {
            return false;
        }
        boolean right = true; // when it throws, nobody has judged
        try {
            right = secrets.verify(authenticationIdentity, password);
        } finally {
            if (right) {
                attempt.undecided();
            }
        }
        return right;
    }

    @Override
    public Optional<ScramCredential> scram(String authenticationIdentity, ScramHash hash) {
        Optional<ScramCredential> kept = secrets.scram(authenticationIdentity, hash);
        return attempt.admits(secrets, authenticationIdentity, null)
                ? kept
                : kept.map(WatchedCredentials::unprovable);
    }

    /// The same salt, and a key that is the hash of nothing: the exchange goes on to its end.
    private static ScramCredential unprovable(ScramCredential kept) {
        return new ScramCredential(
                kept.hash(),
                kept.iterations(),
                kept.salt(),
                new byte[kept.storedKey().length],
                new byte[kept.serverKey().length]);
    }

    @Override
    public List<ScramCredential> moreScram(String authenticationIdentity, ScramCredential told) {
        boolean refused = attempt.isRefused();
        return refused ? List.of() : secrets.moreScram(authenticationIdentity, told);
    }

    @Override
    public void proved(String authenticationIdentity, ScramCredential by) {
        secrets.proved(authenticationIdentity, by);
    }

    @Override
    public Optional<String> clearPassword(String authenticationIdentity) {
        Optional<String> kept = secrets.clearPassword(authenticationIdentity);
        return attempt.admits(secrets, authenticationIdentity, null) ? kept : Optional.empty();
    }

    @Override
    public boolean mayActAs(String authenticationIdentity, String authorizationIdentity) {
        return secrets.mayActAs(authenticationIdentity, authorizationIdentity);
    }

    @Override
    public String commonName(String authenticationIdentity) {
        return secrets.commonName(authenticationIdentity);
    }

    @Override
    public String explain(String authenticationIdentity) {
        return attempt.isRefused() ? "" : secrets.explain(authenticationIdentity);
    }

    @Override
    public Set<ScramHash> scramHashes() {
        return secrets.scramHashes();
    }

    @Override
    public boolean keepsClearPasswords() {
        return secrets.keepsClearPasswords();
    }

    /// TLS has proved who it is, or a token has: nothing is guessed.
    @Override
    public boolean isKnown(String authenticationIdentity) {
        return secrets.isKnown(authenticationIdentity);
    }

    @Override
    public Optional<TokenVerifier> tokens() {
        return secrets.tokens();
    }
}
