// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginService;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.LoggedInSessions;

/// The sessions of SMTP by their accounts.
record AccountsLoggedIn(Directory directory, LoginContexts logins, AccountSessions sessions)
        implements LoggedInSessions {

    /// A mail client opens a few connections; nobody needs more at one time. Accounts may have limits
    /// of their own.
    private static final int MAX_SESSIONS = 1_000;

    static AccountsLoggedIn of(Directory directory, LoginContexts logins) {
        AccountSessions sessions = new AccountSessions(MAX_SESSIONS);
        directory.whenLoginChanges(sessions::end);
        return new AccountsLoggedIn(directory, logins, sessions);
    }

    @Override
    public Entry enter(ClientFacts client, Runnable end) {
        Optional<Account> account =
                client.authenticated()
                        .flatMap(identity ->
                                directory.findByLogin(
                                        identity.authorizationIdentity(),
                                        logins.ofClients(LoginService.ANY).apply(client)));
        if (account.isEmpty()) {
            return () -> {};
        }
        AccountId id = account.get().id();
        return sessions.enter(account.get(), end) ? () -> sessions.leave(id, end) : REFUSED;
    }
}
