// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Groups;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.DataType;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.CheckReport;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.QuotaCrossing;
import org.pabal.mailbox.ShareNotice;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.StoreListener;
import org.pabal.mailbox.copy.AccountDoors;
import org.pabal.mailbox.format.v1.AccountFormat;
import org.pabal.mailbox.format.v1.CorrectionFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.WakeKeys;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mailboxes of all accounts over a storage engine: the package's description tells how.
///
/// There is one per engine and process. It does not close the engine.
public final class StoredMailboxes implements MailboxStore {
    private static final Logger LOG = LoggerFactory.getLogger(StoredMailboxes.class);

    /// Entries that are read together.
    private static final int WAKES_AT_ONCE = 1_000;

    private final Storage storage;
    private final InstantSource clock;
    private final Commits commits;
    private final Reclaimer reclaimer;
    private final Sharing sharing;
    private final GroupShares groupShares;
    private final OpenAccounts accounts;
    private final Doors doors;
    private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /// @param clock for saved dates, UIDVALIDITY and the age of delivery keys and of what is deleted
    public StoredMailboxes(Storage storage, InstantSource clock, MailboxConfig config) {
        this(storage, clock, config, Groups.NONE);
    }

    /// @param groups to which rights can be given
    public StoredMailboxes(
            Storage storage, InstantSource clock, MailboxConfig config, Groups groups) {
        Memberships memberships = new Memberships(groups);
        this.storage = storage;
        this.clock = clock;
        this.commits = new Commits(storage, config, memberships, clock);
        this.reclaimer = new Reclaimer(commits, this::sweep);
        this.sharing = new Sharing(storage, config.sharesWithAnyone(), memberships);
        AccountLoader loader = new AccountLoader();
        ConcurrentHashMap<Long, Hold> holds = new ConcurrentHashMap<>();
        this.accounts =
                new OpenAccounts(
                        config,
                        id ->
                                new OpenAccount(
                                        id,
                                        new AccountSpace(storage, id),
                                        loader,
                                        reclaimer::wake,
                                        toAll(),
                                        holds.get(id)));
        this.groupShares =
                new GroupShares(storage, sharing, memberships, accounts, commits, toAll());
        this.doors = new Doors(holds, accounts, reclaimer, loader, toAll());
        reclaimer.start();
    }

    @Override
    public AccountMailboxes open(Account owner, Account reader) {
        checkOpen();
        StoredAccount opened =
                new StoredAccount(
                        owner,
                        reader,
                        accounts.get(owner.id().value()),
                        accounts,
                        commits,
                        sharing,
                        storage);
        opened.begin();
        return opened;
    }

    /// How accounts are held back while they are carried to another store.
    public AccountDoors doors() {
        return doors;
    }

    @Override
    public List<AccountId> sharedWith(Account reader) {
        checkOpen();
        return sharing.ownersFor(reader.id());
    }

    @Override
    public boolean sharesWithAnyone() {
        return sharing.withAnyone();
    }

    /// Takes note of what the settings say, before anybody is served.
    public void noteSettings() {
        sharing.noteWhatCounts(accounts, commits);
        groupShares.check();
    }

    @Override
    public MessageIntake newMessage() {
        checkOpen();
        return new BlobIntake(Failures.translated(storage::newBlob));
    }

    @Override
    public Optional<StagedMessage> withoutBinary(StagedMessage message) {
        checkOpen();
        return BinaryParts.encoded(storage, message, this::newMessage);
    }

    /// Changes of account spaces in `together` are taken too, as long as their keys are not the
    /// mailbox model's own: everything that changes an account's space goes this way.
    @Override
    public FilingOutcome file(
            List<Filing> filings,
            List<SpaceChanges> together,
            Function<List<FilingOutcome.Place>, List<SpaceChanges>> placed) {
        checkOpen();
        return new Filer(commits, accounts).file(filings, together, placed);
    }

    @Override
    public boolean wouldExceedQuota(Account account, long octets) {
        checkOpen();
        if (account.quotaOctets().isEmpty() && account.quotaMessages().isEmpty()) {
            return false;
        }
        AccountRecord record = record(account.id().value());
        return !Quotas.fits(account.quotaOctets(), record.usedOctets(), octets)
                || !Quotas.fits(account.quotaMessages(), record.usedMessages(), 1);
    }

    /// From memory where the account is there, else from its one record: this is asked for each
    /// recipient, and must not load what may never be needed.
    private AccountRecord record(long account) {
        return accounts.getIfOpen(account)
                .flatMap(OpenAccount::publishedIfLoaded)
                .map(AccountState::record)
                .or(() ->
                        new AccountSpace(storage, account)
                                .read(RecordKeys.account())
                                .map(AccountFormat::decode))
                .orElse(AccountRecord.NONE);
    }

    @Override
    public Duration keepsDeleted() {
        return commits.config().keepDeleted();
    }

    @Override
    public List<Said> corrections(AccountId account, int most) {
        checkOpen();
        return new AccountSpace(storage, account.value())
                .scan(RecordKeys.corrections(), most).stream()
                        .map(entry -> new Said(entry.key(), CorrectionFormat.decode(entry.value())))
                        .toList();
    }

    @Override
    public List<ShareNotice> shareNotices(AccountId recipient, int most) {
        checkOpen();
        return sharing.notices(recipient, most);
    }

    @Override
    public boolean shareNoticesTaken(List<ShareNotice> notices, List<Change> together) {
        checkOpen();
        return notices.isEmpty() || sharing.taken(notices, together, commits);
    }

    /// An account that cannot be served may have thousands that are due: they hide nobody else's.
    @Override
    public List<AccountId> due(Instant now, int most) {
        checkOpen();
        RecordKeys.Range range = WakeKeys.dueAt(now);
        Set<AccountId> accounts = new LinkedHashSet<>();
        byte[] from = range.from();
        List<Entry> page = wakes(from, range.to());
        while (!page.isEmpty() && accounts.size() < most) {
            page.stream()
                    .map(entry -> WakeKeys.accountOf(entry.key()))
                    .takeWhile(_ -> accounts.size() < most)
                    .forEach(accounts::add);
            from = WakeKeys.afterAccount(page.getLast().key());
            page = wakes(from, range.to());
        }
        return List.copyOf(accounts);
    }

    private List<Entry> wakes(byte[] from, byte[] to) {
        return Failures.translated(() -> storage.scan(Space.Shared.WAKES, from, to, WAKES_AT_ONCE));
    }

    @Override
    public void listen(StoreListener listener) {
        listeners.add(listener);
    }

    private StoreListener toAll() {
        return new StoreListener() {
            @Override
            public void arrived(AccountId account, long messages) {
                listeners.forEach(listener -> listener.arrived(account, messages));
            }

            @Override
            public void changed(
                    AccountId account, AccountPoint before, AccountPoint now, Set<DataType> types) {
                listeners.forEach(listener -> listener.changed(account, before, now, types));
            }

            @Override
            public void corrected(AccountId account) {
                listeners.forEach(listener -> listener.corrected(account));
            }

            @Override
            public void shared(AccountId recipient) {
                listeners.forEach(listener -> listener.shared(recipient));
            }

            @Override
            public void removed(AccountId account) {
                listeners.forEach(listener -> listener.removed(account));
            }

            @Override
            public void quotaCrossed(QuotaCrossing crossing) {
                listeners.forEach(listener -> listener.quotaCrossed(crossing));
            }
        };
    }

    @Override
    public CheckReport check(AccountId account, CheckReport.Mode mode) {
        checkOpen();
        return new AccountCheck(storage, commits, accounts.get(account.value())).run(mode);
    }

    @Override
    public void removeAll(AccountId account) {
        checkOpen();
        new AccountRemoval(commits, accounts.get(account.value())).run();
        forgetReader(account);
        listeners.forEach(listener -> listener.removed(account));
    }

    /// Takes back what others gave to an account that is no more. What it has seen of mailboxes that
    /// are given to anyone stays until these are deleted: no index leads there.
    private void forgetReader(AccountId gone) {
        Grantee grantee = new Grantee.Account(gone);
        List<AccountId> owners;
        do {
            owners = sharing.owners(grantee, Sharing.MAX_OWNERS);
            for (AccountId owner : owners) {
                commits.change(
                        accounts.get(owner.value()),
                        Start.SETTLED,
                        edit -> {
                            edit.acls().forget(gone);
                            return Decision.keep(true);
                        });
            }
        } while (!owners.isEmpty());
        sharing.forgetNotices(gone, commits);
    }

    private void checkOpen() {
        if (closed) {
            throw new UnavailableException("the mailbox store is closed: the server is stopping");
        }
    }

    /// Gives up what was deleted and has been kept for long enough; also done every minute.
    void sweep() {
        new DeletedSweep(storage, commits, accounts).run(clock.instant());
    }

    @Override
    public void close() {
        closed = true;
        groupShares.close();
        writeClaims();
        reclaimer.close();
    }

    /// All at once, so that they share syncs. What cannot be written is recent once more.
    private void writeClaims() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (OpenAccount account : accounts.withClaims()) {
                threads.execute(() -> {
                    try {
                        reclaimer.writeClaims(account);
                    } catch (UnavailableException reason) {
                        LOG.warn(
                                "event=recent-not-written account={} reason=\"{}\"",
                                account.id(),
                                reason.getMessage());
                    }
                });
            }
        }
    }
}
