// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.search.AccountIndexes;
import org.pabal.search.AccountIndexes.AccountStatus;
import org.pabal.search.AccountIndexes.Status;

/// The calls about text indexes.
public final class SearchOperations {
    private final DirectoryAdministration directory;
    private final MailboxStore mailboxes;
    private final AccountIndexes indexes;

    public SearchOperations(
            DirectoryAdministration directory, MailboxStore mailboxes, AccountIndexes indexes) {
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.indexes = indexes;
    }

    /// Of one account when an address is given, else of the whole.
    Map<String, Object> status(Arguments arguments) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (arguments.text("address", "").isEmpty()) {
            Status status = indexes.status();
            shown.put("waitingAccounts", status.waiting());
            shown.put("openIndexes", status.open());
            shown.put("lookups", status.searches());
            shown.put("indexedMessages", status.indexed());
            shown.put("discardedIndexes", status.discarded());
            return shown;
        }
        Account account = account(arguments);
        AccountMailboxes opened = mailboxes.open(account);
        AccountStatus status = status(opened);
        shown.put("address", account.address().toString());
        shown.put("messages", opened.quota().messages().used());
        shown.put("indexed", status.documents());
        shown.put("behind", opened.newest().value() - status.newest().value());
        shown.put("octets", status.octets());
        return shown;
    }

    private AccountStatus status(AccountMailboxes account) {
        try {
            return indexes.status(account);
        } catch (IOException unreadable) {
            throw new UnavailableException(
                    "the index cannot be read ("
                            + unreadable.getMessage()
                            + "); make it anew: pabal mailbox index rebuild "
                            + account.account().address(),
                    unreadable);
        }
    }

    Map<String, Object> rebuild(Arguments arguments) {
        Account account = account(arguments);
        try {
            indexes.rebuild(account.id());
        } catch (IOException undeletable) {
            throw new UnavailableException(
                    "the index cannot be removed: " + undeletable.getMessage(), undeletable);
        }
        return Map.of("address", account.address().toString());
    }

    private Account account(Arguments arguments) {
        Address address = arguments.parsed(arguments.text("address"), "an address", Address::parse);
        List<Account> found =
                directory.accounts().stream()
                        .filter(each -> each.address().equals(address.lookupForm()))
                        .toList();
        if (found.isEmpty()) {
            throw new Arguments.Unusable("there is no account " + address);
        }
        return found.getFirst();
    }
}
