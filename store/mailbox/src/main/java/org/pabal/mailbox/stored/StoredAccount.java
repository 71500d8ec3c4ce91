// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.MailboxFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.RecordKeys.Range;
import org.pabal.mailbox.format.v1.UidSetFormat;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.EmailIndex;
import org.pabal.mailbox.state.EmailView;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.ReaderSnapshot;
import org.pabal.mailbox.state.SeenMarks;
import org.pabal.mailbox.stored.Commits.AccountOperation;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.mailbox.stored.Messages.Arrival;
import org.pabal.message.UnavailableException;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// One account as its sessions use it.
final class StoredAccount implements AccountMailboxes {
    private final Account account;
    private final Account reader;
    private final Reader view;
    private final Sharing sharing;
    private final OpenAccount open;
    private final OpenAccounts accounts;
    private final Commits commits;
    private final Storage storage;

    /// What a reader who is not the owner was shown last: the same object for the same moment.
    private volatile @Nullable ReaderSnapshot shown;

    private volatile @Nullable Snapshot newest;

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
    }

    /// Makes the first mailboxes of an account that has none.
    void begin() {
        if (!published().isBegun()) {
            change(
                    Start.AT_ONCE,
                    edit -> {
                        NameChanges.begin(edit, account.language());
                        return Decision.keep(true);
                    });
        }
    }

    /// What the reader sees of a state, by the groups that the reader belongs to at this moment.
    private Visibility visibility(AccountState state) {
        return view.isOwner() ? Visibility.OWNERS : sharing.visibility(reader.id(), state.groups());
    }

    private AccountState published() {
        AccountState state = open.published();
        accounts.used(open);
        return state;
    }

    private <T> T change(Start start, AccountOperation<T> operation) {
        T outcome = commits.change(open, start, operation);
        accounts.used(open);
        return outcome;
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
        AccountState state = published();
        Visibility visibility = visibility(state);
        return state.mailboxesByName().stream()
                .map(mailbox -> visibility.info(mailbox, state))
                .toList();
    }

    @Override
    public Optional<MailboxInfo> find(MailboxName name) {
        AccountState state = published();
        return state.mailbox(name).map(mailbox -> visibility(state).info(mailbox, state));
    }

    @Override
    public Optional<MailboxInfo> find(MailboxId mailbox) {
        AccountState state = published();
        return state.mailbox(mailbox).map(there -> visibility(state).info(there, state));
    }

    @Override
    public List<MailboxName> subscriptions() {
        return published().subscriptions().names();
    }

    @Override
    public Optional<MailboxSnapshot> snapshot(MailboxId mailbox) {
        AccountState state = view.isOwner() ? published() : published(mailbox);
        return state.mailbox(mailbox)
                .filter(there -> there.record().selectable())
                .map(this::snapshot);
    }

    private AccountState published(MailboxId mailbox) {
        AccountState state = open.published(mailbox, view.account());
        accounts.used(open);
        return state;
    }

    private MailboxSnapshot snapshot(MailboxState mailbox) {
        if (view.isOwner()) {
            return mailbox;
        }
        SeenMarks marks = mailbox.readers().of(view.account()).orElse(SeenMarks.NONE);
        ReaderSnapshot last = shown;
        if (last == null || !last.isOf(mailbox, marks)) {
            last = new ReaderSnapshot(mailbox, marks);
            shown = last;
        }
        return last;
    }

    @Override
    public AccountSnapshot state() {
        AccountState state = view.isOwner() ? published() : knowingReader();
        Visibility visibility = visibility(state);
        Snapshot last = newest;
        if (last == null || !last.isOf(state, visibility)) {
            EmailView emails = shown(open.index(state), visibility);
            last = new Snapshot(state, visibility, emails, open.space());
            newest = last;
        }
        return last;
    }

    private EmailView shown(EmailIndex index, Visibility visibility) {
        return visibility.isOwners()
                ? new EmailView(index)
                : open.views().of(index, visibility.reader(), visibility.read(index.state()));
    }

    private static EmailView emails(EmailIndex index, Visibility visibility) {
        return visibility.isOwners()
                ? new EmailView(index)
                : new EmailView(index, visibility.reader(), visibility.read(index.state()));
    }

    /// The newest state, with what the reader has seen of each mailbox that it may read.
    private AccountState knowingReader() {
        AccountState state = published();
        Optional<MailboxState> unknown = unknown(state);
        while (unknown.isPresent()) {
            state = published(unknown.get().mailbox());
            unknown = unknown(state);
        }
        return state;
    }

    private Optional<MailboxState> unknown(AccountState state) {
        return state.mailboxes().stream()
                .filter(visibility(state)::isRead)
                .filter(mailbox -> mailbox.readers().of(view.account()).isEmpty())
                .findFirst();
    }

    @Override
    public EditOutcome edit(Optional<AccountPoint> ifAt, List<EmailEdit> edits) {
        Visibility seen = prepared();
        return change(Start.AT_ONCE, edit -> edits(edit, seen).edit(ifAt, edits));
    }

    /// Not under the lock, in which it would keep arrivals waiting.
    private Visibility prepared() {
        AccountState state = published();
        open.index(state);
        return visibility(state);
    }

    /// The index is that of the head, which may be ahead of what is published.
    private EmailEdits edits(AccountEdit edit, Visibility seen) {
        EmailIndex index = open.index(open.published()).at(edit.before());
        return new EmailEdits(edit, account, view, seen, emails(index, seen));
    }

    @Override
    public List<EmailId> wake(int most) {
        Visibility seen = prepared();
        return change(Start.AT_ONCE, edit -> edits(edit, seen).wake(most));
    }

    @Override
    public AddOutcome add(
            Optional<AccountPoint> ifAt,
            NewMessage message,
            Set<MailboxId> mailboxes,
            Optional<EmailId> replaces) {
        PreparedMessage prepared = PreparedMessage.of(message.message(), "");
        Visibility seen = prepared();
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
        published()
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
                edits -> {
                    AccountEdit edit = edits.getFirst();
                    Optional<MailboxState> there = edit.mailbox(mailbox);
                    if (there.isEmpty()) {
                        return Decision.refuse(false);
                    }
                    edit.mailboxes().touch(there.get());
                    if (ofOwner) {
                        edit.add(changes);
                    }
                    return Decision.keep(true);
                });
    }

    @Override
    public void subscribe(MailboxName name) {
        change(
                Start.AT_ONCE,
                edit -> {
                    if (!edit.subscriptions().has(name)) {
                        checkSubscriptions(edit);
                        edit.subscriptions().add(name);
                    }
                    return Decision.keep(true);
                });
    }

    private static void checkSubscriptions(AccountEdit edit) {
        if (edit.subscriptions().areFull()) {
            throw new UnavailableException(
                    "an account has at most "
                            + edit.config().maxSubscriptions()
                            + " subscriptions: unsubscribe from some");
        }
    }

    @Override
    public void unsubscribe(MailboxName name) {
        change(
                Start.AT_ONCE,
                edit -> {
                    if (edit.subscriptions().has(name)) {
                        edit.subscriptions().remove(name);
                    }
                    return Decision.keep(true);
                });
    }

    @Override
    public AppendOutcome append(MailboxId mailbox, List<NewMessage> messages) {
        List<PreparedMessage> prepared =
                messages.stream().map(m -> PreparedMessage.of(m.message(), "")).toList();
        return change(Start.AT_ONCE, edit -> append(edit, mailbox, messages, prepared));
    }

    private Decision<AppendOutcome> append(
            AccountEdit edit,
            MailboxId mailbox,
            List<NewMessage> messages,
            List<PreparedMessage> prepared) {
        Optional<MailboxState> target = edit.selectable(mailbox);
        if (target.isEmpty()) {
            return Decision.refuse(new AppendOutcome.NoSuchMailbox());
        }
        long octets = messages.stream().mapToLong(m -> m.message().blob().size()).sum();
        Optional<QuotaResource> missing = Quotas.missing(account, edit, octets, messages.size());
        if (missing.isPresent()) {
            return Decision.refuse(new AppendOutcome.OverQuota(missing.get()));
        }
        List<Arrival> arrivals = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            arrivals.add(arrival(edit, messages.get(i), prepared.get(i)));
        }
        edit.corrections().appended(arrivals, target.get());
        UidSet uids = view.append(edit, mailbox, arrivals);
        return Decision.keep(new AppendOutcome.Appended(target.get().uidValidity(), uids));
    }

    private static Arrival arrival(AccountEdit edit, NewMessage message, PreparedMessage prepared) {
        return new Arrival(
                prepared.addTo(edit, message.internalDate()),
                FlagLimits.cut(message.flags(), edit.config()),
                prepared.blob().size(),
                message.internalDate().getEpochSecond());
    }

    @Override
    public CopyOutcome copy(MailboxId from, UidSet uids, MailboxId to) {
        return change(
                Start.AT_ONCE,
                edit -> new MessageChanges(edit, view).copy(from, uids, to, Rights.ALL, account));
    }

    @Override
    public CopyOutcome copy(MailboxId from, UidSet uids, Destination to) {
        if (isHere(to)) {
            return change(
                    Start.AT_ONCE,
                    edit ->
                            new MessageChanges(edit, view)
                                    .copy(from, uids, to.mailbox(), to.rights(), account));
        }
        return transfer(from, uids, to, AccountTransfer.Kind.COPY);
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
        return change(
                Start.AT_ONCE, edit -> new MessageChanges(edit, view).move(from, uids, to, flags));
    }

    @Override
    public CopyOutcome move(MailboxId from, UidSet uids, Destination to) {
        if (isHere(to)) {
            return change(
                    Start.AT_ONCE,
                    edit ->
                            new MessageChanges(edit, view)
                                    .move(from, uids, to.mailbox(), to.rights()::permitted));
        }
        return transfer(from, uids, to, AccountTransfer.Kind.MOVE);
    }

    @Override
    public ReplaceOutcome replace(MailboxId from, long uid, Destination to, NewMessage message) {
        StoredAccount other = here(to);
        ReplaceOutcome outcome =
                new Replacement(
                                commits,
                                end(from),
                                other.end(to.mailbox()),
                                new NewMessage(
                                        message.message(),
                                        to.rights().permitted(message.flags()),
                                        message.internalDate()))
                        .run(uid);
        accounts.used(open);
        accounts.used(other.open);
        return outcome;
    }

    @Override
    public StoreOutcome store(
            MailboxId mailbox, UidSet uids, FlagChange change, OptionalLong unchangedSince) {
        return change(
                Start.AT_ONCE,
                edit ->
                        new MessageChanges(edit, view)
                                .store(mailbox, uids, change, unchangedSince));
    }

    @Override
    public ExpungeOutcome expunge(MailboxId mailbox, Optional<UidSet> among) {
        return change(
                Start.AT_ONCE, edit -> new MessageChanges(edit, view).expunge(mailbox, among));
    }

    @Override
    public ExpungeOutcome remove(MailboxId mailbox, UidSet uids) {
        return change(Start.AT_ONCE, edit -> new MessageChanges(edit, view).remove(mailbox, uids));
    }

    @Override
    public Optional<UidSet> expungedSince(MailboxId mailbox, long modSeq) {
        Optional<MailboxState> state = published().mailbox(mailbox);
        if (state.isEmpty() || modSeq < state.get().record().log().completeFrom()) {
            return Optional.empty();
        }
        long highest = state.get().highestModSeq();
        if (modSeq >= highest) {
            return Optional.of(UidSet.EMPTY);
        }
        List<UidSet.Range> ranges = new ArrayList<>();
        Range log = RecordKeys.logAfter(mailbox.value(), modSeq);
        open.space()
                .forEach(
                        log,
                        entry -> {
                            if (RecordKeys.modSeqOfLog(entry.key()) <= highest) {
                                UidSetFormat.decode(entry.value(), ranges);
                            }
                        });
        return isStillComplete(mailbox, modSeq)
                ? Optional.of(UidSet.ofRanges(ranges))
                : Optional.empty();
    }

    /// The log may have been cut while it was read.
    private boolean isStillComplete(MailboxId mailbox, long modSeq) {
        return open.space()
                .read(RecordKeys.mailbox(mailbox.value()))
                .map(record -> MailboxFormat.decode(record).log().completeFrom() <= modSeq)
                .orElse(false);
    }

    @Override
    public List<StoredMessage> messages(List<EmailId> ids) {
        return new MessageReader(open.space()).messages(ids);
    }

    @Override
    public EmailId newest() {
        return new EmailId(published().record().nextEmail() - 1);
    }

    @Override
    public List<StoredMessage> messagesAfter(EmailId after, int most) {
        return new MessageReader(open.space()).messagesAfter(after, most);
    }

    @Override
    public MessageOctets octets(StoredMessage message) {
        return new BlobOctets(Failures.translated(() -> storage.openBlob(message.blob())));
    }

    @Override
    public List<Optional<MessageOctets>> octets(List<StoredMessage> messages) {
        List<BlobId> blobs = messages.stream().map(StoredMessage::blob).toList();
        return Failures.translated(() -> storage.openBlobs(blobs)).stream()
                .map(blob -> blob.<MessageOctets>map(BlobOctets::new))
                .toList();
    }

    private record BlobOctets(BlobReader blob) implements MessageOctets {
        @Override
        public long size() {
            return blob.size();
        }

        @Override
        public int read(long position, byte[] octets, int offset, int length) {
            return Failures.translated(() -> blob.read(position, octets, offset, length));
        }

        @Override
        public void close() {
            blob.close();
        }
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
        AccountState state = published();
        AccountRecord record = state.record();
        return new Quota(
                new Quota.Use(record.usedOctets(), account.quotaOctets()),
                new Quota.Use(record.usedMessages(), account.quotaMessages()),
                new Quota.Use(
                        state.names().size(), OptionalLong.of(commits.config().maxMailboxes())));
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
        return published().mailbox(snapshot.mailbox()).map(MailboxState::record);
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
