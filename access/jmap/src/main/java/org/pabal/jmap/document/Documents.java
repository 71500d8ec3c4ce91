// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.document;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pabal.directory.AccountId;
import org.pabal.jmap.method.ChangedIds;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One collection of documents, the same of every account. Safe for use by many threads; every change
/// is durable when it returns.
///
/// Each change takes the collection's next number. A document that is removed leaves its number behind
/// for as long as there are not too many of these; {@link #changes} reaches back as far as they do.
public final class Documents {
    private static final byte OURS = 'V';
    private static final byte STATE = 'S';
    private static final byte DOCUMENT = 'D';
    private static final byte GONE = 'G';
    private static final byte VERSION = 1;
    private static final int LOCKS = 64;

    /// More than any collection may have.
    private static final int MAX_SCAN = 10_000;

    private static final int MAX_GONE = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Storage storage;
    private final MailboxStore mailboxes;
    private final byte collection;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    /// @param collection a letter of its own
    public Documents(Storage storage, MailboxStore mailboxes, char collection) {
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.collection = (byte) collection;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// @param created the number of the change that made it
    /// @param changed the number of its last change
    public record Document(String id, long created, long changed, ObjectNode json) {}

    /// @param number of the newest change, 0 before the first
    /// @param known from which change on all are known
    private record State(long number, long known) {}

    /// The number of the newest change; 0 before the first.
    public long state(AccountId account) {
        return readState(account).number();
    }

    /// In the order of their ids.
    public List<Document> list(AccountId account) {
        return scan(account, DOCUMENT).stream().map(Documents::decode).toList();
    }

    public Optional<Document> find(AccountId account, String id) {
        byte[] key = key(DOCUMENT, id);
        return available(() -> storage.read(space(account), key))
                .map(value -> decode(new Entry(key, value)));
    }

    /// Adds a document, whose id is the letter and the number of the change.
    public Document add(AccountId account, char letter, ObjectNode json) {
        return locked(
                account,
                () -> {
                    State state = readState(account);
                    long number = state.number() + 1;
                    Document made =
                            new Document(letter + Long.toString(number), number, number, json);
                    commit(account, List.of(put(made), put(new State(number, state.known()))));
                    return made;
                });
    }

    /// Adds documents as {@link #add} does, all or none, and removes the oldest beyond a number.
    ///
    /// @param commit makes the changes of the account's space, and perhaps others with them; or makes
    ///     none, when the documents are another's by now
    public void addAll(
            AccountId account,
            char letter,
            List<ObjectNode> all,
            int most,
            Consumer<List<Change>> commit) {
        locked(
                account,
                () -> {
                    State state = readState(account);
                    long number = state.number();
                    List<Change> changes = new ArrayList<>();
                    for (ObjectNode json : all) {
                        number++;
                        changes.add(
                                put(
                                        new Document(
                                                letter + Long.toString(number),
                                                number,
                                                number,
                                                json)));
                    }
                    List<Document> oldest =
                            list(account).stream()
                                    .sorted(Comparator.comparingLong(Document::created))
                                    .toList();
                    for (Document each :
                            oldest.subList(
                                    0,
                                    Math.clamp(
                                            oldest.size() + all.size() - (long) most,
                                            0,
                                            oldest.size()))) {
                        number++;
                        changes.add(new Change.Delete(key(DOCUMENT, each.id())));
                        changes.add(new Change.Put(goneKey(number), goneValue(each.id())));
                    }
                    changes.add(put(new State(number, pruned(account, state.known(), changes))));
                    commit.accept(changes);
                    return number;
                });
    }

    /// Puts a document in the place of one of this id, or where none was.
    public Document put(AccountId account, String id, ObjectNode json) {
        return put(account, id, json, changes -> commit(account, changes));
    }

    /// The same.
    ///
    /// @param commit makes the changes of the account's space, with others
    public Document put(
            AccountId account, String id, ObjectNode json, Consumer<List<Change>> commit) {
        return locked(
                account,
                () -> {
                    State state = readState(account);
                    long number = state.number() + 1;
                    long created = find(account, id).map(Document::created).orElse(number);
                    Document made = new Document(id, created, number, json);
                    commit.accept(List.of(put(made), put(new State(number, state.known()))));
                    return made;
                });
    }

    /// Makes of a document what a step says, which sees it as it is; what the step throws leaves it as it
    /// was.
    ///
    /// @param step gives the JSON to be kept under this id; empty for no document
    public void change(
            AccountId account, String id, Function<Optional<Document>, Optional<ObjectNode>> step) {
        locked(
                account,
                () -> {
                    Optional<Document> before = find(account, id);
                    Optional<ObjectNode> after = step.apply(before);
                    if (after.equals(before.map(Document::json))) {
                        return before;
                    }
                    return after.isPresent()
                            ? Optional.of(put(account, id, after.get()))
                            : removed(account, id);
                });
    }

    private Optional<Document> removed(AccountId account, String id) {
        remove(account, id);
        return Optional.empty();
    }

    /// @return false when there was none
    public boolean remove(AccountId account, String id) {
        return locked(
                account,
                () -> {
                    if (find(account, id).isEmpty()) {
                        return false;
                    }
                    State state = readState(account);
                    long number = state.number() + 1;
                    List<Change> changes = new ArrayList<>();
                    changes.add(new Change.Delete(key(DOCUMENT, id)));
                    changes.add(new Change.Put(goneKey(number), goneValue(id)));
                    changes.add(put(new State(number, pruned(account, state.known(), changes))));
                    commit(account, changes);
                    return true;
                });
    }

    /// Forgets the oldest of those that are gone when there are many.
    private long pruned(AccountId account, long known, List<Change> changes) {
        List<Entry> gone = scan(account, GONE);
        if (gone.size() < MAX_GONE) {
            return known;
        }
        List<Entry> oldest = gone.subList(0, MAX_GONE / 2);
        oldest.forEach(entry -> changes.add(new Change.Delete(entry.key())));
        return numberIn(oldest.getLast().key());
    }

    /// What has happened since a change; empty when that is not known any more.
    ///
    /// @param most ids that are told of
    public Optional<ChangedIds> changes(AccountId account, long since, int most) {
        State state = readState(account);
        if (since < state.known() || since > state.number()) {
            return Optional.empty();
        }
        List<String> created = new ArrayList<>();
        List<String> updated = new ArrayList<>();
        List<String> destroyed = new ArrayList<>();
        Set<String> there = new HashSet<>();
        for (Document each : list(account)) {
            there.add(each.id());
            if (each.created() > since) {
                created.add(each.id());
            } else if (each.changed() > since) {
                updated.add(each.id());
            }
        }
        for (Entry each : scan(account, GONE)) {
            String id = text(each.value(), 1);
            // one that is here again is told of above
            if (numberIn(each.key()) > since && there.add(id)) {
                destroyed.add(id);
            }
        }
        return created.size() + updated.size() + destroyed.size() > most
                ? Optional.empty()
                : Optional.of(
                        new ChangedIds(
                                Long.toString(state.number()), false, created, updated, destroyed));
    }

    private State readState(AccountId account) {
        return available(() -> storage.read(space(account), key(STATE, "")))
                .map(value -> {
                    ByteBuffer octets = ByteBuffer.wrap(checked(value), 1, 16);
                    return new State(octets.getLong(), octets.getLong());
                })
                .orElse(new State(0, 0));
    }

    private Change put(State state) {
        byte[] value =
                ByteBuffer.allocate(17)
                        .put(VERSION)
                        .putLong(state.number())
                        .putLong(state.known())
                        .array();
        return new Change.Put(key(STATE, ""), value);
    }

    private Change put(Document document) {
        byte[] json = document.json().toString().getBytes(StandardCharsets.UTF_8);
        byte[] value =
                ByteBuffer.allocate(17 + json.length)
                        .put(VERSION)
                        .putLong(document.created())
                        .putLong(document.changed())
                        .put(json)
                        .array();
        return new Change.Put(key(DOCUMENT, document.id()), value);
    }

    private static Document decode(Entry entry) {
        ByteBuffer octets = ByteBuffer.wrap(checked(entry.value()), 1, 16);
        long created = octets.getLong();
        long changed = octets.getLong();
        ObjectNode json = (ObjectNode) JSON.readTree(text(entry.value(), 17));
        return new Document(text(entry.key(), 3), created, changed, json);
    }

    private static byte[] checked(byte[] value) {
        if (value.length == 0 || value[0] != VERSION) {
            throw new IllegalStateException("a document of no version that is known");
        }
        return value;
    }

    private static String text(byte[] octets, int from) {
        return new String(octets, from, octets.length - from, StandardCharsets.UTF_8);
    }

    private byte[] key(byte kind, String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(3 + text.length)
                .put(OURS)
                .put(collection)
                .put(kind)
                .put(text)
                .array();
    }

    private byte[] goneKey(long number) {
        return ByteBuffer.allocate(11).put(OURS).put(collection).put(GONE).putLong(number).array();
    }

    private static long numberIn(byte[] goneKey) {
        return ByteBuffer.wrap(goneKey).getLong(3);
    }

    private static byte[] goneValue(String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(VERSION).put(text).array();
    }

    private List<Entry> scan(AccountId account, byte kind) {
        byte[] from = key(kind, "");
        return available(
                () -> storage.scan(space(account), from, Keys.afterPrefix(from), MAX_SCAN));
    }

    private void commit(AccountId account, List<Change> changes) {
        mailboxes.file(List.of(), List.of(SpaceChanges.of(space(account), changes)));
    }

    private <T> T locked(AccountId account, Supplier<T> step) {
        ReentrantLock lock = locks[Math.floorMod(Long.hashCode(account.value()), LOCKS)];
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    private static Space space(AccountId account) {
        return Space.account(account.value());
    }

    private static <T> T available(Supplier<T> step) {
        try {
            return step.get();
        } catch (StorageException e) {
            throw new UnavailableException("an account cannot be read: " + e.getMessage(), e);
        }
    }
}
