// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramHash;

/// The credentials behind one connection.
record DirectoryCredentials(BuiltInDirectory directory, LoginContext context)
        implements Credentials {

    @Override
    public boolean verify(String authenticationIdentity, String password) {
        return directory.verify(find(authenticationIdentity), password);
    }

    @Override
    public Optional<ScramCredential> scram(String authenticationIdentity, ScramHash hash) {
        if (hash != ScramHash.SHA_256) {
            return Optional.empty(); // nothing is kept for SCRAM-SHA-1, for nobody
        }
        return Optional.of(directory.scram(authenticationIdentity, context));
    }

    @Override
    public boolean mayActAs(String authenticationIdentity, String authorizationIdentity) {
        Optional<Account> account = find(authenticationIdentity);
        return account.isPresent()
                && account.map(Account::id).equals(find(authorizationIdentity).map(Account::id));
    }

    @Override
    public boolean isKnown(String authenticationIdentity) {
        return find(authenticationIdentity).filter(Account::enabled).isPresent();
    }

    private Optional<Account> find(String login) {
        return directory.findByLogin(login, context);
    }
}
