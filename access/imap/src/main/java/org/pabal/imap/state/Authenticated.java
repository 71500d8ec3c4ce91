// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.syntax.ModifiedUtf7;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;

/// Someone has logged in: an account and its mailboxes. Also underneath a selected mailbox.
public final class Authenticated implements ImapState {
    private final Client client;
    private final Account account;
    private final AccountMailboxes mailboxes;

    Authenticated(Client client, Account account, AccountMailboxes mailboxes) {
        this.client = client;
        this.account = account;
        this.mailboxes = mailboxes;
    }

    public Client client() {
        return client;
    }

    public Account account() {
        return account;
    }

    public AccountMailboxes mailboxes() {
        return mailboxes;
    }

    public MailboxStore store() {
        return client.services().store();
    }

    public ResponseWriter out() {
        return client.out();
    }

    /// Present while a mailbox is selected.
    public Optional<SelectedMailbox> selected() {
        return client.state() instanceof SelectedMailbox selected
                ? Optional.of(selected)
                : Optional.empty();
    }

    /// A name as the client wrote it: UTF-8 once the client enabled that, modified UTF-7 before.
    public Optional<MailboxName> name(String written) {
        return text(written).flatMap(MailboxName::parse);
    }

    /// As {@link #name}, for text that is no name by itself: references and patterns.
    public Optional<String> text(String written) {
        return client.features().isUtf8() ? Optional.of(written) : ModifiedUtf7.decode(written);
    }

    /// A mailbox that can be selected; what cannot be a name is like what is not there.
    public Optional<MailboxInfo> find(String written) {
        return name(written).flatMap(mailboxes::find).filter(MailboxInfo::selectable);
    }

    /// As {@link #find}, for a name that is text already.
    public Optional<MailboxInfo> findDecoded(String text) {
        return MailboxName.parse(text).flatMap(mailboxes::find).filter(MailboxInfo::selectable);
    }

    /// A mailbox name as the client reads it.
    public ResponseWriter writeName(MailboxName name) throws IOException {
        return out().astring(
                        client.features().isUtf8()
                                ? name.text()
                                : ModifiedUtf7.encode(name.text()));
    }
}
