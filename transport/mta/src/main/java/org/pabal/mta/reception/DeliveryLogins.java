// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.util.function.Function;
import java.util.function.Predicate;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.sasl.Credentials;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.Verdict;

/// Which accounts may deliver over LMTP from elsewhere, once they have logged in (THREATS S33).
///
/// @param contexts whose names a client means; asked at log-in, since STARTTLS brings the server name
/// @param mayDeliver the accounts that the settings name
public record DeliveryLogins(
        Directory directory,
        Function<ClientFacts, LoginContext> contexts,
        Predicate<Account> mayDeliver) {

    Credentials credentials(ClientFacts client) {
        return directory.credentials(contexts.apply(client));
    }

    Verdict authenticated(ClientFacts client) {
        boolean welcome =
                client.authenticated()
                        .flatMap(identity ->
                                directory.findByLogin(
                                        identity.authorizationIdentity(), contexts.apply(client)))
                        .filter(Account::enabled)
                        .filter(mayDeliver)
                        .isPresent();
        return welcome
                ? Verdict.ACCEPT
                : Verdict.refuse(
                        535,
                        "5.7.8",
                        "Authentication credentials invalid",
                        "no account of lmtp.accounts");
    }
}
