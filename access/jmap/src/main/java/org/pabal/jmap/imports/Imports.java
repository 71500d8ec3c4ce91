// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.fetch.FetchSource;
import org.pabal.jmap.Capability;
import org.pabal.jmap.Ids;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.document.DocumentChanges;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.document.Documents.Document;
import org.pabal.jmap.method.AttemptLimit;
import org.pabal.jmap.protocol.StateNews;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StoreListener;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import tools.jackson.databind.node.ObjectNode;

/// The imports of all accounts of this host. Safe for use by many threads.
public final class Imports implements StoreListener, AutoCloseable {
    static final String TYPE = "Import";

    /// Jobs of one account that are kept; of these one at most is not over.
    static final int MOST_KEPT = 20;

    /// With a job that is to end.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final char COLLECTION = 'F';

    private final Documents documents;
    private final MailboxStore store;
    private final Directory directory;
    private final ImportDoor door;
    private final MailPlaces places;
    private final InstantSource clock;
    private final ImportLimits limits;
    private final ImportSlots slots;
    private final AttemptLimit looks;
    private final ConcurrentHashMap<Key, RunningJob> running = new ConcurrentHashMap<>();
    private volatile StateNews news = (_, _, _) -> {};
    private volatile boolean closed;

    /// A job of an account.
    record Key(AccountId account, String id) {
        @Override
        public String toString() {
            return Ids.of(account) + "/" + id;
        }
    }

    public Imports(
            Storage storage,
            MailboxStore store,
            Directory directory,
            ImportDoor door,
            MailPlaces places,
            InstantSource clock,
            ImportLimits limits) {
        this.documents = new Documents(storage, store, COLLECTION);
        this.store = store;
        this.directory = directory;
        this.door = door;
        this.places = places;
        this.clock = clock;
        this.limits = limits;
        this.slots = new ImportSlots(limits.atOnce(), limits.atOncePerServer());
        this.looks = new AttemptLimit(clock, "looks at other servers");
    }

    public Capability capability() {
        return new ImportCapability();
    }

    public List<JmapMethod> methods() {
        return List.of(
                new ImportGet(this),
                new DocumentChanges("Import/changes", ImportCapability.URN, documents),
                new ImportSet(this),
                new ImportFind(this),
                new ImportLook(this));
    }

    /// Who hears of the progress of jobs from now on.
    public void tell(StateNews listener) {
        news = listener;
    }

    // --- jobs

    /// Begins a job.
    ///
    /// @param skip names of mailboxes that are left out
    /// @return its id; empty while the account has one that is not over
    public Optional<String> start(Account owner, FetchSource source, List<String> skip) {
        synchronized (this) {
            if (unfinished(owner.id()).isPresent()) {
                return Optional.empty();
            }
            ImportJob job = ImportJob.of(source, skip, clock.instant());
            Document made = documents.add(owner.id(), COLLECTION, job.json());
            prune(owner.id());
            launch(owner.id(), made);
            return Optional.of(made.id());
        }
    }

    Optional<Document> unfinished(AccountId account) {
        return documents.list(account).stream()
                .filter(each -> !new ImportJob(each.json()).state().isOver())
                .findFirst();
    }

    private void prune(AccountId account) {
        List<Document> oldest =
                documents.list(account).stream()
                        .filter(each -> new ImportJob(each.json()).state().isOver())
                        .sorted(Comparator.comparingLong(Document::created))
                        .toList();
        for (Document each : oldest.subList(0, Math.max(0, oldest.size() - MOST_KEPT + 1))) {
            documents.remove(account, each.id());
        }
    }

    private void launch(AccountId account, Document document) {
        Key key = new Key(account, document.id());
        if (closed || owner(account).isEmpty()) {
            return;
        }
        RunningJob made = new RunningJob(this, key, new ImportJob(document.json()));
        if (running.putIfAbsent(key, made) == null) {
            Thread.ofVirtual().name("import-" + key).start(made);
        }
    }

    /// Works on what is not over: after a start of the server, and after the account came here.
    public void resume(AccountId account) {
        if (documents.state(account) > 0) {
            synchronized (this) {
                unfinished(account).ifPresent(each -> launch(account, each));
            }
        }
    }

    /// Ends a job; what has come stays.
    ///
    /// @return false when it is over already, or there is none
    public boolean stop(AccountId account, String id) {
        Key key = new Key(account, id);
        @Nullable RunningJob job = running.get(key);
        if (job != null) {
            job.stop();
            job.await(PATIENCE);
            return true;
        }
        Optional<Document> kept =
                documents
                        .find(account, id)
                        .filter(each -> !new ImportJob(each.json()).state().isOver());
        kept.ifPresent(each -> {
            ImportJob over = new ImportJob(each.json().deepCopy());
            over.ends(ImportState.STOPPED, clock.instant());
            keep(key, over, List.of());
        });
        return kept.isPresent();
    }

    /// The job that was begun last.
    public Optional<String> newest(AccountId account) {
        return documents.list(account).stream()
                .max(Comparator.comparingLong(Document::created))
                .map(Document::id);
    }

    /// Has a job that waits try again now.
    void hurry(AccountId account, String id) {
        resume(account);
        @Nullable RunningJob job = running.get(new Key(account, id));
        if (job != null) {
            job.hurry();
        }
    }

    void ended(Key key, RunningJob job) {
        running.remove(key, job);
    }

    /// Files messages and keeps the job with them, in one commit.
    void keep(Key key, ImportJob job, List<Filing> filings) {
        documents.put(
                key.account(),
                key.id(),
                job.json(),
                changes -> {
                    FilingOutcome outcome =
                            store.file(
                                    filings,
                                    List.of(
                                            SpaceChanges.of(
                                                    Space.account(key.account().value()),
                                                    changes)));
                    if (outcome instanceof FilingOutcome.OverQuota(_, var resource)) {
                        throw new Keeper.FullException(resource);
                    }
                });
        news.changed(key.account(), TYPE, Long.toString(documents.state(key.account())));
    }

    // --- what jobs work with

    Documents documents() {
        return documents;
    }

    MailboxStore store() {
        return store;
    }

    ImportDoor door() {
        return door;
    }

    /// Where others' mail lies.
    public MailPlaces places() {
        return places;
    }

    InstantSource clock() {
        return clock;
    }

    ImportLimits limits() {
        return limits;
    }

    ImportSlots slots() {
        return slots;
    }

    AttemptLimit looks() {
        return looks;
    }

    /// The account, while it lives here.
    Optional<Account> owner(AccountId account) {
        return directory.account(account).filter(each -> each.enabled() && each.host().isEmpty());
    }

    /// As everybody may see it; empty when there is none.
    public Optional<ObjectNode> shown(Account owner, String id) {
        return documents
                .find(owner.id(), id)
                .map(each -> ImportJson.whole(each, store.open(owner)));
    }

    /// All of the account is gone, perhaps to another host.
    @Override
    public void removed(AccountId account) {
        running.forEach((key, job) -> {
            if (key.account().equals(account)) {
                job.leave();
            }
        });
    }

    /// Leaves every job where it is.
    @Override
    public void close() {
        closed = true;
        List<RunningJob> jobs = List.copyOf(running.values());
        jobs.forEach(RunningJob::leave);
        jobs.forEach(each -> each.await(PATIENCE));
    }
}
