// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.text.Normalizer;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.imap.SharingConfig;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.syntax.ModifiedUtf7;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.UidSet;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Someone has logged in: an account and its mailboxes. Also underneath a selected mailbox.
public final class Authenticated implements ImapState {
    /// What administrators may do with everyone's mailboxes.
    public static final String ADMINISTRATOR = "lkxa";

    private static final Logger LOG = LoggerFactory.getLogger(Authenticated.class);

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

    /// Says what was done with messages.
    ///
    /// @param before where flags were set, the mailbox as it was
    public void happened(
            AccountMailboxes among,
            MailboxId mailbox,
            UidSet uids,
            MessageEvents.Cause cause,
            Optional<MailboxSnapshot> before) {
        if (!uids.isEmpty()) {
            client.services()
                    .events()
                    .happened(
                            new MessageEvents.Event(
                                    client.connection().id(), among, mailbox, uids, cause, before));
        }
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
    ///
    /// An administrator is shown others' mailboxes as it names them from now on.
    public Optional<MailboxAddress> address(String written) {
        Optional<String> text = text(written);
        text.ifPresent(namespaces::spellAs);
        return text.flatMap(namespaces::parse);
    }

    /// As {@link #address}, for text that is no name by itself: references and patterns.
    public Optional<String> text(String written) {
        return (client.features().isUtf8() ? Optional.of(written) : ModifiedUtf7.decode(written))
                .map(text -> Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    /// A mailbox that the client may read; what cannot be a name, and what it has no right to, is
    /// like what is not there (THREATS I17).
    public Optional<NamedMailbox> find(String written) {
        return find(written, Rights.READ);
    }

    /// A mailbox that can be selected and on which the client has certain rights.
    ///
    /// @param needed all of them
    public Optional<NamedMailbox> find(String written, Rights needed) {
        return address(written)
                .flatMap(this::find)
                .filter(found -> found.info().selectable() && found.rights().has(needed));
    }

    /// As {@link #find(String)}, for a name that is text already.
    public Optional<NamedMailbox> findDecoded(String shown) {
        return namespaces
                .parse(shown)
                .flatMap(this::find)
                .filter(found -> found.info().selectable() && found.rights().has(Rights.READ));
    }

    /// A mailbox that is there, also one that only has children, whatever the client may do with it.
    public Optional<NamedMailbox> find(MailboxAddress address) {
        AccountMailboxes among = mailboxesOf(address.owner());
        return among.find(address.name()).map(info -> named(among, info));
    }

    /// The mailboxes of an account as this client sees them; what it may do is not asked.
    public AccountMailboxes mailboxesOf(Account owner) {
        return owner.id().equals(account.id()) ? mailboxes : store().open(owner, account);
    }

    NamedMailbox named(AccountMailboxes among, MailboxInfo info) {
        return new NamedMailbox(among, info, rights(among.account(), info));
    }

    /// What the client may do: an administrator can always see, make, delete and share mailboxes.
    ///
    /// @param info as {@link #mailboxesOf} the owner has it
    public Rights rights(Account owner, MailboxInfo info) {
        return administers(owner) ? info.rights().plus(Rights.of(ADMINISTRATOR)) : info.rights();
    }

    /// True when the client's account is another's administrator.
    public boolean administers(Account owner) {
        return !owner.id().equals(account.id()) && namespaces.administrators().administers(owner);
    }

    /// True when somebody is another's administrator.
    public boolean administers(Account who, Account owner) {
        return namespaces.administrators().administers(who, owner);
    }

    /// Writes down what an administrator did with another's mailbox or account.
    ///
    /// @param what such as `create`
    /// @param more what was done, for people
    public void audit(String what, MailboxAddress where, String more) {
        if (administers(where.owner())) {
            LOG.info(
                    "event=audit what=mailbox-{} by={} account={} mailbox={} more={} session={}",
                    what,
                    new LogText(account.address()),
                    new LogText(where.owner().address()),
                    new LogText(where.name()),
                    new LogText(more),
                    client.connection().id());
        }
    }

    public SharingConfig sharing() {
        return client.config().sharing();
    }

    /// True where a refusal may say that there is a mailbox: the client could list it.
    public boolean isVisible(String written) {
        return address(written)
                .flatMap(this::find)
                .filter(found -> found.rights().has(Rights.LOOKUP))
                .isPresent();
    }

    public boolean isOwn(MailboxAddress address) {
        return address.owner().id().equals(account.id());
    }

    Subscriptions subscriptions() {
        return new Subscriptions(account, client.services().directory());
    }

    /// The name under which a subscription is kept in the account's own list.
    public MailboxName subscription(MailboxAddress address) {
        return subscriptions().kept(address);
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

    /// Tells a client of IMAP4rev2 that the name it wrote is shown otherwise. RFC 9051 §6.3.9.7.
    ///
    /// @param attributes of the LIST response
    public void writeOldName(String written, MailboxAddress address, String attributes)
            throws IOException {
        if (client.features().isRev2() && !written.equals(namespaces.shown(address))) {
            out().ascii("* LIST (").ascii(attributes).octet(')');
            writeDelimiter(namespaces.shown(address));
            writeName(address).ascii(" (\"OLDNAME\" (").astring(written).ascii("))").crlf();
        }
    }

    /// The delimiter of a name as a quoted string, between spaces.
    ///
    /// @param shown a shown name
    public ResponseWriter writeDelimiter(String shown) throws IOException {
        return out().ascii(" \"").octet(namespaces.delimiterOf(shown)).ascii("\" ");
    }
}
