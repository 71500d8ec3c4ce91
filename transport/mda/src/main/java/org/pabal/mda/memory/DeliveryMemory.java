// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.pabal.directory.AccountId;
import org.pabal.mda.memory.format.v1.MemoryFormat;
import org.pabal.mda.memory.format.v1.MemoryFormat.Kind;
import org.pabal.mda.memory.format.v1.MemoryFormat.Memory;
import org.pabal.mda.memory.format.v1.MemoryFormat.Trouble;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// What delivery remembers of accounts. Reads at once; what is to be remembered is given as changes
/// for the commit that does what is remembered. Safe for use by many threads.
///
/// @see MemoryFormat
public final class DeliveryMemory {
    /// Of one kind and account: more senders than that are not answered, more messages not
    /// remembered, until the time of others is over.
    static final int MAX_OF_KIND = 10_000;

    /// Looked at for each one that is added; of those whose end has come more are dropped than
    /// added.
    private static final int SWEPT = 16;

    /// For longer than this nothing is remembered.
    private static final Duration LONGEST = Duration.ofDays(365);

    /// From the decision to answer to the commit it is this long at most; then the answer is in
    /// storage, or was never given.
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private static final int MAX_CLAIMS = 10_000;
    private static final int MAX_FAILURES = 100;

    private final Storage storage;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Counts counts;

    /// Answers that are decided on and not yet in storage, by account and key.
    private final Map<Claimed, Claim> claims =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Claimed, Claim> eldest) {
                    return size() > MAX_CLAIMS;
                }
            };

    private record Claimed(AccountId account, String what) {}

    private record Claim(String mail, Instant until) {}

    public DeliveryMemory(Storage storage, InstantSource clock, RandomGenerator random) {
        this.storage = storage;
        this.clock = clock;
        this.random = random;
        this.counts = new Counts(storage);
    }

    /// RFC 7352 §3.
    public boolean wasSeen(AccountId account, String id) {
        return isAlive(account, Kind.SEEN, id);
    }

    /// @param mailbox the same message in another one is another
    public boolean wasFiled(AccountId account, String messageId, String mailbox) {
        return isAlive(account, Kind.FILED, filed(messageId, mailbox));
    }

    private static String filed(String messageId, String mailbox) {
        return messageId + "\n" + mailbox;
    }

    private boolean isAlive(AccountId account, Kind kind, String what) {
        return memory(account, kind, what)
                .filter(memory -> clock.instant().isBefore(memory.until()))
                .isPresent();
    }

    private Optional<Memory> memory(AccountId account, Kind kind, String what) {
        return read(account, MemoryFormat.key(kind, what)).flatMap(MemoryFormat::decodeMemory);
    }

    public List<Change> seen(AccountId account, String id, Duration period) {
        return remembered(account, Kind.SEEN, id, period);
    }

    public List<Change> filed(
            AccountId account, String messageId, String mailbox, Duration window) {
        return remembered(account, Kind.FILED, filed(messageId, mailbox), window);
    }

    /// Claims the answer to a sender for one mail: of several that come at once one is answered.
    ///
    /// @param mail its id; it may claim again what it has claimed
    /// @param period of the script as it is now
    /// @return false when the sender was answered within the period, or is about to be, or too many
    ///     others were
    public boolean mayAnswer(
            AccountId account, String handle, String sender, Duration period, String mail) {
        String what = answered(handle, sender);
        if (!claim(new Claimed(account, what), mail)) {
            return false;
        }
        Instant now = clock.instant();
        boolean told =
                memory(account, Kind.ANSWERED, what)
                        .filter(memory -> now.isBefore(memory.at().plus(bounded(period))))
                        .isPresent();
        return !told && counts.hasRoom(account, Kind.ANSWERED, MAX_OF_KIND, now);
    }

    private static String answered(String handle, String sender) {
        return handle + "\n" + sender;
    }

    private synchronized boolean claim(Claimed claimed, String mail) {
        Instant now = clock.instant();
        Claim claim = claims.get(claimed);
        boolean free =
                claim == null
                        || claim.mail.equals(mail)
                        || !now.isBefore(claim.until)
                        || claim.until.isAfter(now.plus(CLAIM)); // the clock was set back
        if (free) {
            claims.remove(claimed); // to the end
            claims.put(claimed, new Claim(mail, now.plus(CLAIM)));
        }
        return free;
    }

    /// Only after {@link #mayAnswer}.
    public List<Change> answered(AccountId account, String handle, String sender, Duration period) {
        return remembered(
                account,
                Kind.ANSWERED,
                answered(handle, sender),
                period,
                memory -> MemoryFormat.encode(memory, sender));
    }

    /// Somebody who was answered.
    ///
    /// @param at when
    /// @param until not again before, by the period at that time
    public record Answered(String address, Instant at, Instant until) {}

    /// Who was answered under a handle and is remembered, the newest first.
    ///
    /// @param most that are told
    public List<Answered> answered(AccountId account, String handle, int most) {
        return scan(
                        account,
                        MemoryFormat.first(Kind.ANSWERED),
                        MemoryFormat.end(Kind.ANSWERED),
                        MAX_OF_KIND)
                .stream()
                .flatMap(entry -> answered(entry, handle).stream())
                .sorted(Comparator.comparing(Answered::at).reversed())
                .limit(most)
                .toList();
    }

    private static Optional<Answered> answered(Entry entry, String handle) {
        return MemoryFormat.decodeWho(entry.value())
                .filter(who ->
                        Arrays.equals(
                                entry.key(),
                                MemoryFormat.key(Kind.ANSWERED, answered(handle, who))))
                .flatMap(who ->
                        MemoryFormat.decodeMemory(entry.value())
                                .map(memory -> new Answered(who, memory.at(), memory.until())));
    }

    private static Duration bounded(Duration period) {
        return period.compareTo(LONGEST) > 0 ? LONGEST : period;
    }

    /// @return nothing when no more can be remembered
    private List<Change> remembered(AccountId account, Kind kind, String what, Duration period) {
        return remembered(account, kind, what, period, MemoryFormat::encode);
    }

    private List<Change> remembered(
            AccountId account,
            Kind kind,
            String what,
            Duration period,
            Function<Memory, byte[]> written) {
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>(sweep(account, kind, now));
        if (!counts.hasRoom(account, kind, MAX_OF_KIND, now)) {
            return changes;
        }
        counts.added(account, kind, 1 - changes.size());
        Memory memory = new Memory(now, now.plus(bounded(period)));
        changes.add(new Change.Put(MemoryFormat.key(kind, what), written.apply(memory)));
        return changes;
    }

    /// Drops what has come to its end, in some place among all.
    private List<Change> sweep(AccountId account, Kind kind, Instant now) {
        byte[] from = MemoryFormat.somewhere(kind, random.nextLong());
        List<Entry> some = new ArrayList<>(scan(account, from, MemoryFormat.end(kind), SWEPT));
        if (some.size() < SWEPT) {
            some.addAll(scan(account, MemoryFormat.first(kind), from, SWEPT - some.size()));
        }
        List<Change> changes = new ArrayList<>();
        for (Entry entry : some) {
            Optional<Memory> memory = MemoryFormat.decodeMemory(entry.value());
            if (memory.isPresent() && !now.isBefore(memory.get().until())) {
                changes.add(new Change.Delete(entry.key()));
            }
        }
        return changes;
    }

    /// What went wrong in a script.
    ///
    /// @param mail the id of the mail that it failed on
    public record Failure(Instant at, String mail, String script, String text) {}

    /// What went wrong in a script last; the one before of the same script is forgotten.
    public List<Change> failed(AccountId account, String script, String mail, String text) {
        byte[] key = MemoryFormat.key(Kind.TROUBLE, script);
        Trouble trouble = new Trouble(clock.instant(), mail, script, text);
        return List.of(new Change.Put(key, MemoryFormat.encode(trouble)));
    }

    /// What went wrong last in each script, the newest first.
    public List<Failure> failures(AccountId account) {
        return scan(
                        account,
                        MemoryFormat.first(Kind.TROUBLE),
                        MemoryFormat.end(Kind.TROUBLE),
                        MAX_FAILURES)
                .stream()
                .flatMap(entry -> MemoryFormat.decodeTrouble(entry.value()).stream())
                .map(found -> new Failure(found.at(), found.mail(), found.script(), found.text()))
                .sorted(Comparator.comparing(Failure::at).reversed())
                .toList();
    }

    private Optional<byte[]> read(AccountId account, byte[] key) {
        try {
            return storage.read(Space.account(account.value()), key);
        } catch (StorageException trouble) {
            throw unavailable(trouble);
        }
    }

    private List<Entry> scan(AccountId account, byte[] from, byte[] to, int limit) {
        try {
            return storage.scan(Space.account(account.value()), from, to, limit);
        } catch (StorageException trouble) {
            throw unavailable(trouble);
        }
    }

    private static UnavailableException unavailable(StorageException trouble) {
        return new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
    }
}
