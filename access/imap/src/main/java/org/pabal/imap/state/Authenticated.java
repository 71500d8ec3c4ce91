// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.text.Normalizer;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.syntax.ModifiedUtf7;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxStore;

/// Someone has logged in: an account and its mailboxes. Also underneath a selected mailbox.
public final class Authenticated implements ImapState {
    private final Client client;
    private final Account account;
    private final AccountMailboxes mailboxes;
    private final Namespaces namespaces;

    Authenticated(Client client, Account account, AccountMailboxes mailboxes) {
        this.client = client;
        this.account = account;
        this.mailboxes = mailboxes;
        this.namespaces =
                new Namespaces(client.config().sharing(), client.services().directory(), account);
    }

    public Client client() {
        return client;
    }

    public Account account() {
        return account;
    }

    /// The account's own.
    public AccountMailboxes mailboxes() {
        return mailboxes;
    }

    public Namespaces namespaces() {
        return namespaces;
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

    /// Which mailbox a name means that the client wrote: in UTF-8 once the client enabled
    /// that, in modified UTF-7 before.
    public Optional<MailboxAddress> address(String written) {
        return text(written).flatMap(namespaces::parse);
    }

    /// As {@link #address}, for text that is no name by itself: references and patterns.
    public Optional<String> text(String written) {
        return (client.features().isUtf8() ? Optional.of(written) : ModifiedUtf7.decode(written))
                .map(text -> Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    /// A mailbox that can be selected; what cannot be a name is like what is not there.
    public Optional<NamedMailbox> find(String written) {
        return address(written).flatMap(this::find).filter(found -> found.info().selectable());
    }

    /// As {@link #find(String)}, for a name that is text already.
    public Optional<NamedMailbox> findDecoded(String shown) {
        return namespaces
                .parse(shown)
                .flatMap(this::find)
                .filter(found -> found.info().selectable());
    }

    /// A mailbox that is there, also one that only has children.
    public Optional<NamedMailbox> find(MailboxAddress address) {
        return isOwn(address)
                ? mailboxes.find(address.name()).map(info -> new NamedMailbox(mailboxes, info))
                : Optional.empty();
    }

    public boolean isOwn(MailboxAddress address) {
        return address.owner().id().equals(account.id());
    }

    public ShownNames shownNames() {
        return new ShownNames(this);
    }

    /// A mailbox name as the client reads it.
    public ResponseWriter writeName(MailboxAddress address) throws IOException {
        return writeName(namespaces.shown(address));
    }

    /// @param shown as {@link Namespaces#shown} has it
    public ResponseWriter writeName(String shown) throws IOException {
        return out().astring(client.features().isUtf8() ? shown : ModifiedUtf7.encode(shown));
    }

    /// The delimiter as a quoted string, between spaces.
    public ResponseWriter writeDelimiter() throws IOException {
        return out().ascii(" \"").octet(namespaces.names().delimiter()).ascii("\" ");
    }
}
