// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.signed;

import java.util.Optional;
import java.util.function.BiPredicate;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.http.HttpExchange;
import org.pabal.jmap.JmapAccount;

/// Who comes with a link, and whether it is still good for them.
///
/// @param sessions whether a browser's session goes on, by its account and id
public record Visitors(
        SignedLinks links, Directory directory, BiPredicate<AccountId, String> sessions) {

    /// @param account as the reader sees it
    record Visit(Grant grant, JmapAccount account) {}

    /// @return empty for a link that is not, or no longer, good: nobody learns which
    Optional<Visit> of(HttpExchange exchange) {
        return links.read(exchange.path())
                .filter(grant ->
                        grant.session().isEmpty()
                                || sessions.test(grant.reader(), grant.session().get()))
                .flatMap(grant ->
                        account(grant.owner())
                                .flatMap(owner ->
                                        account(grant.reader())
                                                .map(reader ->
                                                        new Visit(
                                                                grant,
                                                                new JmapAccount(
                                                                        owner, reader, true)))));
    }

    private Optional<Account> account(AccountId id) {
        return directory.account(id).filter(Account::enabled).filter(Account::isHere);
    }
}
