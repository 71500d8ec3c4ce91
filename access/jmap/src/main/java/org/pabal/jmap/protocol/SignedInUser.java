// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.http.HttpClientFacts;
import org.pabal.jmap.Ids;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapDoor.Entry;
import org.pabal.jmap.JmapUser;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.Rights;

/// Who has come in, and what others share with it. For one thread.
final class SignedInUser implements JmapUser {
    /// Of others that share with somebody, shown in a session; those beyond are there for who knows
    /// their ids.
    static final int MAX_SHARED = 100;

    private static final Rights CHANGING = Rights.ALL.minus(Rights.of("lrp"));

    private final Entry.Admitted admitted;
    private final Account account;
    private final HttpClientFacts client;
    private final Directory directory;
    private final MailboxStore store;
    private @Nullable List<JmapAccount> accounts;

    SignedInUser(
            Entry.Admitted admitted,
            HttpClientFacts client,
            Directory directory,
            MailboxStore store) {
        this.admitted = admitted;
        this.account = admitted.account();
        this.client = client;
        this.directory = directory;
        this.store = store;
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public HttpClientFacts client() {
        return client;
    }

    @Override
    public Optional<String> session() {
        return admitted.session();
    }

    @Override
    public List<JmapAccount> accounts() {
        List<JmapAccount> known = accounts;
        if (known == null) {
            known = find();
            accounts = known;
        }
        return known;
    }

    private List<JmapAccount> find() {
        List<JmapAccount> found = new ArrayList<>();
        found.add(JmapAccount.own(account));
        for (AccountId owner : store.sharedWith(account)) {
            if (found.size() > MAX_SHARED) {
                break;
            }
            shared(owner).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    @Override
    public Optional<JmapAccount> account(String id) {
        Optional<AccountId> wanted = Ids.parseAccount(id);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        return wanted.get().equals(account.id())
                ? Optional.of(JmapAccount.own(account))
                : shared(wanted.get());
    }

    @Override
    public Optional<JmapUser> again() {
        if (!admitted.lasts().getAsBoolean()) {
            return Optional.empty();
        }
        return directory
                .account(account.id())
                .filter(Account::enabled)
                .filter(Account::isHere)
                .map(now -> new Entry.Admitted(now, admitted.session(), admitted.lasts()))
                .map(now -> new SignedInUser(now, client, directory, store));
    }

    private Optional<JmapAccount> shared(AccountId id) {
        return directory
                .account(id)
                .filter(Account::isHere)
                .filter(owner -> !owner.id().equals(account.id()))
                .flatMap(this::shared);
    }

    /// As far as the owner lets this user look into any mailbox.
    private Optional<JmapAccount> shared(Account owner) {
        AccountMailboxes mailboxes = store.open(owner, account);
        Rights all =
                mailboxes.list().stream()
                        .map(MailboxInfo::rights)
                        .filter(rights -> rights.has(Rights.READ))
                        .reduce(Rights.NONE, Rights::plus);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new JmapAccount(owner, account, !all.hasAnyOf(CHANGING)));
    }
}
