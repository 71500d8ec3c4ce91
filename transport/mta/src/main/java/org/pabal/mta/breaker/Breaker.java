// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.breaker;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.message.UnavailableException;
import org.pabal.mta.breaker.format.v1.BreakerKeys;
import org.pabal.mta.breaker.format.v1.FrozenOctets;
import org.pabal.mta.breaker.format.v1.PlacesOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Freezes the outgoing mail of accounts whose password seems to be stolen. Safe for use by many
/// threads.
///
/// A freeze is durable before the mail that caused it is answered. What has been counted towards one
/// is in memory only: whoever could make this process die could do worse.
public final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private static final int MAX_FROZEN = 100_000;

    /// Accounts that write to strangers from new places at one time.
    private static final int MAX_BURSTS = 20_000;

    private final BreakerRules rules;
    private final Storage storage;
    private final InstantSource clock;
    private final BreakerObserver observer;
    private final ConcurrentHashMap<AccountId, Frozen> frozen = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<AccountId, Burst> bursts = new ConcurrentHashMap<>();

    public Breaker(
            BreakerRules rules, Storage storage, InstantSource clock, BreakerObserver observer) {
        this.rules = rules;
        this.storage = storage;
        this.clock = clock;
        this.observer = observer;
        byte[] first = BreakerKeys.frozen();
        for (Entry entry :
                storage.scan(Space.Shared.COUNTERS, first, Keys.afterPrefix(first), MAX_FROZEN)) {
            load(entry);
        }
    }

    private void load(Entry entry) {
        try {
            AccountId account = new AccountId(BreakerKeys.account(entry.key()));
            FrozenOctets octets = FrozenOctets.decode(entry.value());
            frozen.put(
                    account,
                    new Frozen(
                            account,
                            Instant.ofEpochSecond(octets.since()),
                            octets.place(),
                            octets.reason()));
        } catch (IllegalArgumentException broken) {
            LOG.error("event=frozen-account-unreadable {}", broken.getMessage());
        }
    }

    /// What a mail of an account to others' domains means.
    ///
    /// @param held why the mail is to wait in the queue; empty when it goes on
    /// @param changes to become durable with the mail, in the space of counters
    public record Judged(Optional<String> held, List<Change> changes) {
        public static final Judged NOTHING = new Judged(Optional.empty(), List.of());

        public Judged {
            changes = List.copyOf(changes);
        }
    }

    /// Looks at a mail that is about to be promised.
    ///
    /// @param client from which it comes
    /// @param strangers the recipients that are not ours, in their look-up form; without any, nothing
    ///     is held or remembered
    /// @throws UnavailableException when the store cannot tell
    public Judged judge(Account account, InetAddress client, Collection<String> strangers) {
        if (strangers.isEmpty()) {
            return Judged.NOTHING;
        }
        Optional<Frozen> now = find(account.id());
        if (now.isPresent()) {
            return held(account, now.get());
        }
        if (!rules.enabled()) {
            return Judged.NOTHING;
        }
        try {
            return weigh(account, client, strangers);
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }

    private static Judged held(Account account, Frozen frozen) {
        return new Judged(Optional.of(heldReason(account) + frozen.reason()), List.of());
    }

    /// How the reason begins for which an account's mail is held in the queue.
    public static String heldReason(Account account) {
        return "outgoing mail of " + account.address() + " is frozen: ";
    }

    private Judged weigh(Account account, InetAddress client, Collection<String> strangers) {
        int today = Places.day(clock.instant().getEpochSecond());
        Places before = places(account.id());
        Places after = before.with(client, today, rules);
        Correspondents correspondents = new Correspondents(storage, account.id());
        Set<Long> neverWrittenTo = new HashSet<>();
        for (String address : strangers) {
            long hash = Correspondents.hash(address);
            if (!correspondents.add(hash)) {
                neverWrittenTo.add(hash);
            }
        }
        if (after.isNew(client, today, rules) && !neverWrittenTo.isEmpty()) {
            Optional<Frozen> tripped = count(account, client, neverWrittenTo);
            if (tripped.isPresent()) {
                // Its recipients stay strangers; its place is known when an administrator says so.
                return held(account, tripped.get());
            }
        }
        List<Change> changes = new ArrayList<>(correspondents.changes());
        if (!after.equals(before)) {
            changes.add(put(account.id(), after));
        }
        return new Judged(Optional.empty(), changes);
    }

    private Optional<Frozen> count(Account account, InetAddress client, Set<Long> recipients) {
        if (bursts.size() >= MAX_BURSTS) {
            bursts.values().removeIf(burst -> burst.isOver(clock.instant(), rules));
        }
        Burst burst = bursts.computeIfAbsent(account.id(), _ -> new Burst(clock.instant()));
        int count = burst.add(recipients, Places.shown(client), clock.instant(), rules);
        return count < rules.limit(burst.unknown())
                ? Optional.empty()
                : Optional.of(trip(account, burst.place(), count));
    }

    private Frozen trip(Account account, String place, int count) {
        Frozen now =
                freeze(
                        account,
                        place,
                        count
                                + " recipients it had never written to within "
                                + rules.window().toMinutes()
                                + " minutes, from the new place "
                                + place);
        bursts.remove(account.id());
        observer.frozen(account, now);
        return now;
    }

    /// An address that the account has written to does not exist.
    public void unknownRecipient(Account account) {
        Burst burst = bursts.get(account.id());
        if (burst != null && find(account.id()).isEmpty()) {
            int count = burst.unknown(clock.instant(), rules);
            if (count >= rules.limit(burst.unknown())) {
                trip(account, burst.place(), count);
            }
        }
    }

    /// The account was told that it has sent as much as it may for now.
    public void overRate(Account account, String limit) {
        observer.overRate(account, limit);
    }

    /// What an account has done from new places within a window.
    private static final class Burst {
        private Instant start;
        private final Set<Long> recipients = new HashSet<>();
        private String place = "";
        private int unknown;

        Burst(Instant start) {
            this.start = start;
        }

        synchronized int add(Set<Long> more, String from, Instant now, BreakerRules rules) {
            turn(now, rules);
            place = from;
            for (Long each : more) {
                if (recipients.size() < rules.newRecipients()) {
                    recipients.add(each);
                }
            }
            return recipients.size();
        }

        synchronized int unknown(Instant now, BreakerRules rules) {
            turn(now, rules);
            unknown++;
            return recipients.size();
        }

        /// The latest.
        synchronized String place() {
            return place;
        }

        synchronized int unknown() {
            return unknown;
        }

        private void turn(Instant now, BreakerRules rules) {
            if (isOver(now, rules)) {
                start = now;
                recipients.clear();
                unknown = 0;
            }
        }

        /// Also when the clock was set back.
        synchronized boolean isOver(Instant now, BreakerRules rules) {
            return now.isBefore(start) || !now.isBefore(start.plus(rules.window()));
        }
    }

    public Optional<Frozen> find(AccountId account) {
        return Optional.ofNullable(frozen.get(account));
    }

    /// All of them, the oldest first.
    public List<Frozen> all() {
        return frozen.values().stream().sorted(Comparator.comparing(Frozen::since)).toList();
    }

    public int count() {
        return frozen.size();
    }

    /// Holds all further mail of an account that leaves, until it is released. One that is frozen
    /// already stays so for its reason.
    ///
    /// @param place the network that made it; empty for none
    public Frozen freeze(Account account, String place, String reason) {
        Frozen wish = new Frozen(account.id(), clock.instant(), place, reason);
        Frozen now = Objects.requireNonNullElse(frozen.putIfAbsent(account.id(), wish), wish);
        byte[] value =
                new FrozenOctets(now.since().getEpochSecond(), now.place(), now.reason()).encode();
        commit(List.of(new Change.Put(BreakerKeys.frozen(account.id().value()), value)));
        return now;
    }

    /// Lets an account's mail go again, also from the place that had it frozen.
    ///
    /// @return whether it was frozen
    public boolean release(Account account) {
        Frozen was = frozen.get(account.id());
        if (was == null) {
            return false;
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Delete(BreakerKeys.frozen(account.id().value())));
        Places known = places(account.id());
        if (!was.place().isEmpty()) {
            InetAddress network =
                    InetAddress.ofLiteral(was.place().substring(0, was.place().indexOf('/')));
            int today = Places.day(clock.instant().getEpochSecond());
            known = known.with(network, today, rules).trusted();
            changes.add(put(account.id(), known));
        }
        commit(changes);
        frozen.remove(account.id(), was);
        bursts.remove(account.id());
        return true;
    }

    /// A network from which an account has sent.
    ///
    /// @param fresh it counts as a new place
    public record Known(String network, Optional<Instant> first, Instant last, boolean fresh) {}

    /// The latest first.
    public List<Known> placesOf(Account account) {
        int today = Places.day(clock.instant().getEpochSecond());
        return places(account.id()).known().stream()
                .map(place ->
                        new Known(
                                Places.shown(place),
                                place.first() == 0
                                        ? Optional.empty()
                                        : Optional.of(atDay(place.first())),
                                atDay(place.last()),
                                today - place.first() < Math.max(1, rules.newPlace().toDays())))
                .toList();
    }

    private static Instant atDay(int day) {
        return Instant.EPOCH.plus(Duration.ofDays(day));
    }

    private Places places(AccountId account) {
        return storage.read(Space.Shared.COUNTERS, BreakerKeys.places(account.value()))
                .map(Breaker::decode)
                .orElse(new Places(List.of()));
    }

    private static Places decode(byte[] value) {
        try {
            return new Places(PlacesOctets.decode(value).places());
        } catch (IllegalArgumentException broken) {
            LOG.error("event=places-unreadable {}", broken.getMessage());
            return new Places(List.of());
        }
    }

    private static Change put(AccountId account, Places places) {
        return new Change.Put(
                BreakerKeys.places(account.value()), new PlacesOctets(places.known()).encode());
    }

    private void commit(List<Change> changes) {
        storage.commit(
                new Commit(
                        UUID.randomUUID(),
                        List.of(SpaceChanges.of(Space.Shared.COUNTERS, changes))));
    }
}
