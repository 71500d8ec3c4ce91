// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.AddOutcome;
import org.pabal.mailbox.DeletedMessages;
import org.pabal.mailbox.Destination;
import org.pabal.mailbox.EditOutcome;
import org.pabal.mailbox.EmailEdit;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MetadataEntry;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.stored.Commits.AccountOperation;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// One account as its sessions use it.
final class StoredAccount implements AccountMailboxes {
    private final Account account;
    private final Account reader;
    private final Reader view;
    private final ShownAccount shown;
    private final Sharing sharing;
    private final OpenAccount open;
    private final OpenAccounts accounts;
    private final Commits commits;
    private final Storage storage;

    StoredAccount(
            Account account,
            Account reader,
            OpenAccount open,
            OpenAccounts accounts,
            Commits commits,
            Sharing sharing,
            Storage storage) {
        this.account = account;
        this.reader = reader;
        this.view = Reader.of(account, reader);
        this.sharing = sharing;
        this.open = open;
        this.accounts = accounts;
        this.commits = commits;
        this.storage = storage;
        this.shown = new ShownAccount(view, reader, open, accounts, sharing);
    }

    /// Makes the first mailboxes of an account that has none.
    void begin() {
        if (!shown.published().isBegun()) {
            change(Start.AT_ONCE, edit -> NameChanges.begin(edit, account.language()));
        }
    }

    private <T> T change(Start start, AccountOperation<T> operation) {
        T outcome = commits.change(open, start, operation);
        accounts.used(open);
        return outcome;
    }

    private MessageChanges messages(AccountEdit edit) {
        return new MessageChanges(edit, view);
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public Account reader() {
        return reader;
    }

    @Override
    public List<MailboxInfo> list() {
        return shown.list();
    }

    @Override
    public Optional<MailboxInfo> find(MailboxName name) {
        return shown.find(name);
    }

    @Override
    public Optional<MailboxInfo> find(MailboxId mailbox) {
        return shown.find(mailbox);
    }

    @Override
    public List<MailboxName> subscriptions() {
        return shown.published().subscriptions().names();
    }

    @Override
    public Optional<MailboxSnapshot> snapshot(MailboxId mailbox) {
        return shown.snapshot(mailbox);
    }

    @Override
    public AccountSnapshot state() {
        return shown.state();
    }

    @Override
    public EditOutcome edit(Optional<AccountPoint> ifAt, List<EmailEdit> edits) {
        Visibility seen = shown.prepared();
        return change(Start.AT_ONCE, edit -> edits(edit, seen).edit(ifAt, edits));
    }

    private EmailEdits edits(AccountEdit edit, Visibility seen) {
        return new EmailEdits(edit, account, view, seen, shown.emails(edit, seen));
    }

    @Override
    public List<EmailId> wake(int most) {
        Visibility seen = shown.prepared();
        return change(Start.AT_ONCE, edit -> edits(edit, seen).wake(most));
    }

    @Override
    public AddOutcome add(
            Optional<AccountPoint> ifAt,
            NewMessage message,
            Set<MailboxId> mailboxes,
            Optional<EmailId> replaces) {
        PreparedMessage prepared = PreparedMessage.of(message.message(), "");
        Visibility seen = shown.prepared();
        return change(
                Start.AT_ONCE,
                edit -> edits(edit, seen).add(ifAt, message, prepared, mailboxes, replaces));
    }

    @Override
    public NameOutcome create(MailboxName name, Optional<SpecialUse> specialUse) {
        return change(Start.AT_ONCE, edit -> new NameChanges(edit).create(name, specialUse));
    }

    @Override
    public NameOutcome delete(MailboxName name) {
        return change(Start.SETTLED, edit -> new NameChanges(edit).delete(name));
    }

    @Override
    public DestroyOutcome destroy(MailboxId mailbox, DestroyIf condition) {
        return change(Start.SETTLED, edit -> new NameChanges(edit).destroy(mailbox, condition));
    }

    @Override
    public NameOutcome rename(MailboxName from, MailboxName to) {
        return change(Start.AT_ONCE, edit -> new NameChanges(edit).rename(from, to));
    }

    @Override
    public NameOutcome setSpecialUse(MailboxId mailbox, Optional<SpecialUse> use) {
        return change(Start.AT_ONCE, edit -> new NameChanges(edit).setSpecialUse(mailbox, use));
    }

    @Override
    public AclOutcome changeAcl(MailboxId mailbox, UnaryOperator<Acl> change) {
        shown.published()
                .mailbox(mailbox)
                .map(MailboxState::acl)
                .ifPresent(acl -> sharing.learnMembers(acl, change.apply(acl)));
        return change(Start.AT_ONCE, edit -> edit.acls().change(reader.id(), mailbox, change));
    }

    @Override
    public boolean tell(MailboxId mailbox, List<Change> changes) {
        boolean ofOwner = reader.id().equals(account.id());
        List<SpaceChanges> elsewhere =
                ofOwner
                        ? List.of()
                        : List.of(SpaceChanges.of(Space.account(reader.id().value()), changes));
        return commits.change(
                List.of(open),
                () -> elsewhere,
                Start.AT_ONCE,
                edits -> edits.getFirst().mailboxes().tell(mailbox, ofOwner ? changes : List.of()));
    }

    @Override
    public void subscribe(MailboxName name) {
        change(Start.AT_ONCE, edit -> edit.subscriptions().subscribe(name));
    }

    @Override
    public void unsubscribe(MailboxName name) {
        change(Start.AT_ONCE, edit -> edit.subscriptions().unsubscribe(name));
    }

    @Override
    public AppendOutcome append(MailboxId mailbox, List<NewMessage> messages) {
        List<PreparedMessage> prepared =
                messages.stream().map(m -> PreparedMessage.of(m.message(), "")).toList();
        return change(
                Start.AT_ONCE, edit -> messages(edit).append(mailbox, messages, prepared, account));
    }

    @Override
    public CopyOutcome copy(MailboxId from, UidSet uids, MailboxId to) {
        return copy(from, uids, to, Rights.ALL);
    }

    private CopyOutcome copy(MailboxId from, UidSet uids, MailboxId to, Rights rights) {
        return change(Start.AT_ONCE, edit -> messages(edit).copy(from, uids, to, rights, account));
    }

    @Override
    public CopyOutcome copy(MailboxId from, UidSet uids, Destination to) {
        return isHere(to)
                ? copy(from, uids, to.mailbox(), to.rights())
                : transfer(from, uids, to, AccountTransfer.Kind.COPY);
    }

    private CopyOutcome transfer(
            MailboxId from, UidSet uids, Destination to, AccountTransfer.Kind kind) {
        StoredAccount other = here(to);
        CopyOutcome outcome =
                new AccountTransfer(commits, end(from), other.end(to.mailbox()))
                        .run(uids, to.rights(), kind);
        accounts.used(open);
        accounts.used(other.open);
        return outcome;
    }

    private AccountTransfer.End end(MailboxId mailbox) {
        return new AccountTransfer.End(account, open, view, mailbox);
    }

    /// Accounts of different stores share no commit.
    @SuppressWarnings("ReferenceEquality") // the same store, not an equal one
    private StoredAccount here(Destination to) {
        if (to.account() instanceof StoredAccount other && other.commits == commits) {
            return other;
        }
        throw new IllegalArgumentException("a destination in another mailbox store");
    }

    private boolean isHere(Destination to) {
        return to.account().account().id().equals(account.id());
    }

    @Override
    public CopyOutcome move(MailboxId from, UidSet uids, MailboxId to) {
        return move(from, uids, to, UnaryOperator.identity());
    }

    @Override
    public CopyOutcome move(MailboxId from, UidSet uids, MailboxId to, UnaryOperator<Flags> flags) {
        return change(Start.AT_ONCE, edit -> messages(edit).move(from, uids, to, flags));
    }

    @Override
    public CopyOutcome move(MailboxId from, UidSet uids, Destination to) {
        return isHere(to)
                ? move(from, uids, to.mailbox(), to.rights()::permitted)
                : transfer(from, uids, to, AccountTransfer.Kind.MOVE);
    }

    @Override
    public ReplaceOutcome replace(MailboxId from, long uid, Destination to, NewMessage message) {
        StoredAccount other = here(to);
        ReplaceOutcome outcome =
                new Replacement(commits, end(from), other.end(to.mailbox()), to.rights(), message)
                        .run(uid);
        accounts.used(open);
        accounts.used(other.open);
        return outcome;
    }

    @Override
    public StoreOutcome store(
            MailboxId mailbox, UidSet uids, FlagChange change, OptionalLong unchangedSince) {
        return change(
                Start.AT_ONCE, edit -> messages(edit).store(mailbox, uids, change, unchangedSince));
    }

    @Override
    public ExpungeOutcome expunge(MailboxId mailbox, Optional<UidSet> among) {
        return change(Start.AT_ONCE, edit -> messages(edit).expunge(mailbox, among));
    }

    @Override
    public ExpungeOutcome remove(MailboxId mailbox, UidSet uids) {
        return change(Start.AT_ONCE, edit -> messages(edit).remove(mailbox, uids));
    }

    @Override
    public Optional<UidSet> expungedSince(MailboxId mailbox, long modSeq) {
        return shown.published()
                .mailbox(mailbox)
                .flatMap(state -> ExpungeLogs.since(open.space(), state, modSeq));
    }

    @Override
    public List<StoredMessage> messages(List<EmailId> ids) {
        return new MessageReader(open.space()).messages(ids);
    }

    @Override
    public EmailId newest() {
        return new EmailId(shown.published().record().nextEmail() - 1);
    }

    @Override
    public List<StoredMessage> messagesAfter(EmailId after, int most) {
        return new MessageReader(open.space()).messagesAfter(after, most);
    }

    @Override
    public MessageOctets octets(StoredMessage message) {
        return BlobOctets.of(storage, message);
    }

    @Override
    public List<Optional<MessageOctets>> octets(List<StoredMessage> messages) {
        return BlobOctets.of(storage, messages);
    }

    @Override
    public Watch watch(Listener listener) {
        return accounts.watch(open, listener);
    }

    @Override
    public DeletedMessages deleted() {
        return new KeptMessages(account, open, commits);
    }

    @Override
    public Quota quota() {
        return Quotas.of(account, shown.published(), commits.config());
    }

    @Override
    public int recentCount(MailboxSnapshot snapshot) {
        return newest(snapshot)
                .map(record -> snapshot.indexOf(open.claims().recentFrom(record)))
                .map(first -> snapshot.count() - (first >= 0 ? first : -first - 1))
                .orElse(0);
    }

    @Override
    public long claimRecent(MailboxSnapshot snapshot) {
        return newest(snapshot)
                .map(record -> open.claims().claim(record, snapshot.uidNext()))
                .orElse(snapshot.uidNext());
    }

    /// A snapshot may be older than what is written down by now.
    private Optional<MailboxRecord> newest(MailboxSnapshot snapshot) {
        return shown.published().mailbox(snapshot.mailbox()).map(MailboxState::record);
    }

    @Override
    public List<MetadataEntry> metadata(
            Optional<MailboxId> mailbox, List<MetadataName> names, int depth) {
        return annotations(mailbox).read(open.space(), names, depth);
    }

    @Override
    public MetadataOutcome setMetadata(
            Optional<MailboxId> mailbox, Map<MetadataName, Optional<byte[]>> values) {
        return change(Start.SETTLED, edit -> annotations(mailbox).set(edit, values));
    }

    private Annotations annotations(Optional<MailboxId> mailbox) {
        return new Annotations(mailbox, account.id().value(), reader.id().value());
    }
}
