// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.Optional;

/// The decision behind the mechanisms that carry the password itself.
record PasswordJudge(Credentials credentials) {

    /// @param authorizationIdentity empty for the authentication identity
    SaslStep judge(String authenticationIdentity, String authorizationIdentity, String password) {
        if (!SaslText.isIdentity(authenticationIdentity)) {
            return new SaslStep.Refused("", "the authentication identity cannot be an account's");
        }
        Optional<String> prepared = SaslPassword.prepare(password);
        if (prepared.isEmpty()) {
            return new SaslStep.Refused(
                    authenticationIdentity,
                    "the password is empty, too long or has prohibited characters");
        }
        if (!credentials.verify(authenticationIdentity, prepared.get())) {
            return wrong(credentials, authenticationIdentity);
        }
        String actsAs =
                authorizationIdentity.isEmpty() ? authenticationIdentity : authorizationIdentity;
        return authorize(credentials, authenticationIdentity, actsAs, Optional.empty());
    }

    /// The reason is for the log alone.
    static SaslStep wrong(Credentials credentials, String authenticationIdentity) {
        String more = credentials.explain(authenticationIdentity);
        return new SaslStep.Refused(
                authenticationIdentity,
                more.isEmpty() ? "wrong credentials" : "wrong credentials: " + more);
    }

    /// The second question, after the proof: may the one act as the other? RFC 4422 §3.4.1.
    static SaslStep authorize(
            Credentials credentials,
            String authenticationIdentity,
            String authorizationIdentity,
            Optional<byte[]> additionalData) {
        if (!authenticationIdentity.equals(authorizationIdentity)
                && (!SaslText.isIdentity(authorizationIdentity)
                        || !credentials.mayActAs(authenticationIdentity, authorizationIdentity))) {
            return new SaslStep.Refused(
                    authenticationIdentity, "may not act as the authorization identity");
        }
        return new SaslStep.Success(authenticationIdentity, authorizationIdentity, additionalData);
    }
}
