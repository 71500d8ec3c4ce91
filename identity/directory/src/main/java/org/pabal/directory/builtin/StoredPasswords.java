// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.security.SecureRandom;
import java.util.Optional;
import org.pabal.directory.format.v1.StoredCredential;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.directory.password.Argon2idHash;
import org.pabal.directory.password.PasswordHash;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramCredentials;
import org.pabal.sasl.ScramHash;

/// Makes and checks what is kept of a password. Everything here computes for long.
final class StoredPasswords {
    private static final int SALT_OCTETS = 16;

    private final Argon2Setting argon2;
    private final int scramIterations;
    private final SecureRandom random;

    StoredPasswords(Argon2Setting argon2, int scramIterations, SecureRandom random) {
        this.argon2 = argon2;
        this.scramIterations = scramIterations;
        this.random = random;
    }

    /// @param password prepared
    /// @param like whose salt and iterations SCRAM is to have
    StoredCredential make(String password, Optional<ScramCredential> like) {
        return new StoredCredential(
                Argon2idHash.of(password, argon2, random).encoded(),
                Optional.of(scram(password, like)));
    }

    ScramCredential scram(String password, Optional<ScramCredential> like) {
        return ScramCredentials.derive(
                password,
                ScramHash.SHA_256,
                like.map(ScramCredential::iterations).orElse(scramIterations),
                like.map(ScramCredential::salt).orElseGet(this::salt));
    }

    byte[] salt() {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return salt;
    }

    boolean verify(StoredCredential stored, String password) {
        boolean right =
                PasswordHash.parse(stored.hash()) instanceof PasswordHash.Parsed.Known(var hash)
                        && hash.verify(password);
        if (!right && !isArgon2(stored)) {
            burn(password); // an imported hash is quicker than that of an unknown name
        }
        return right;
    }

    /// As much work as a check of a password that is kept with today's setting.
    void burn(String password) {
        var _ = Argon2idHash.of(password, argon2, random);
    }

    /// True when it should be made anew while the password is at hand.
    ///
    /// @param like as above
    boolean isWeak(StoredCredential stored, Optional<ScramCredential> like) {
        boolean strong =
                PasswordHash.parse(stored.hash()) instanceof PasswordHash.Parsed.Known(var hash)
                        && hash.isAtLeast(argon2);
        return !strong || stored.scram().filter(scram -> isGood(scram, like)).isEmpty();
    }

    private boolean isGood(ScramCredential scram, Optional<ScramCredential> like) {
        return like.map(other -> AppPasswords.areAlike(scram, other))
                .orElseGet(() -> scram.iterations() >= scramIterations);
    }

    private static boolean isArgon2(StoredCredential stored) {
        return stored.hash().startsWith("{ARGON2ID}");
    }
}
