// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.util.Optional;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramHash;

/// Nobody logs in where mail is received.
final class NoCredentials implements Credentials {
    @Override
    public boolean verify(String authenticationIdentity, String password) {
        return false;
    }

    @Override
    public Optional<ScramCredential> scram(String authenticationIdentity, ScramHash hash) {
        return Optional.empty();
    }

    @Override
    public boolean mayActAs(String authenticationIdentity, String authorizationIdentity) {
        return false;
    }
}
