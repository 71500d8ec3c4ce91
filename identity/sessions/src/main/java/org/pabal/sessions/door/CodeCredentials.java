// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramHash;

/// Codes as the guard of doors sees them: secrets that are tried for a name, each as a password is.
record CodeCredentials(Predicate<String> isRight) implements Credentials {

    @Override
    public boolean verify(String authenticationIdentity, String code) {
        return isRight.test(code);
    }

    @Override
    public Optional<ScramCredential> scram(String authenticationIdentity, ScramHash hash) {
        return Optional.empty();
    }

    @Override
    public boolean mayActAs(String authenticationIdentity, String authorizationIdentity) {
        return authenticationIdentity.equals(authorizationIdentity);
    }
}
