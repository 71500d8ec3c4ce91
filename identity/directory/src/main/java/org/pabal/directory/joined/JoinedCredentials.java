// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.LoginContext;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramHash;
import org.pabal.sasl.TokenVerifier;

/// The credentials behind one connection, of the built-in directory or of a source.
///
/// A source keeps no keys for SCRAM: its accounts are answered as unknown names are, with keys that
/// no password fits. A client that is offered SCRAM uses nothing else, so that with sources it is
/// announced only where the settings say so.
///
/// @param here of the built-in directory, with the names of all
record JoinedCredentials(ForeignLogIns logIns, Credentials here, LoginContext context)
        implements Credentials {

    @Override
    public boolean verify(String authenticationIdentity, String password) {
        return logIns.isRight(authenticationIdentity, password, context)
                .orElseGet(() -> here.verify(authenticationIdentity, password));
    }

    @Override
    public String commonName(String authenticationIdentity) {
        return here.commonName(authenticationIdentity);
    }

    @Override
    public Optional<ScramCredential> scram(String authenticationIdentity, ScramHash hash) {
        return here.scram(authenticationIdentity, hash);
    }

    @Override
    public List<ScramCredential> moreScram(String authenticationIdentity, ScramCredential told) {
        return here.moreScram(authenticationIdentity, told);
    }

    @Override
    public void proved(String authenticationIdentity, ScramCredential by) {
        here.proved(authenticationIdentity, by);
    }

    @Override
    public boolean mayActAs(String authenticationIdentity, String authorizationIdentity) {
        return here.mayActAs(authenticationIdentity, authorizationIdentity);
    }

    @Override
    public String explain(String authenticationIdentity) {
        return logIns.explain(authenticationIdentity, context);
    }

    @Override
    public Set<ScramHash> scramHashes() {
        return logIns.offersScram() ? here.scramHashes() : Set.of();
    }

    @Override
    public boolean keepsClearPasswords() {
        return here.keepsClearPasswords();
    }

    @Override
    public Optional<String> clearPassword(String authenticationIdentity) {
        return here.clearPassword(authenticationIdentity);
    }

    @Override
    public boolean isKnown(String authenticationIdentity) {
        return here.isKnown(authenticationIdentity);
    }

    @Override
    public Optional<TokenVerifier> tokens() {
        return here.tokens();
    }
}
