// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.cluster.move.format.v1.ArrivalRecord;
import org.pabal.cluster.move.format.v1.DepartureRecord;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.OwnAliasCopies;
import org.pabal.mailbox.copy.AccountDoors;
import org.pabal.mailbox.copy.AccountRecords;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.storage.BlobId;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The accounts that come to this host, and have come. Safe for use by many threads.
final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    /// A source that has been silent for so long is asked.
    static final Duration SILENCE = Duration.ofMinutes(1);

    private static final byte[] MESSAGES = {'M'};
    private static final byte[] BEHIND_MESSAGES = {'M' + 1};

    private final Storage storage;
    private final MoveStore store;
    private final AccountDoors doors;
    private final Directory directory;
    private final OwnAliasCopies aliases;
    private final InstantSource clock;
    private final KnownBlobs blobs = new KnownBlobs();

    /// Those that are not live yet, and those that came last.
    private final Map<UUID, Arrival> arrivals = new ConcurrentHashMap<>();

    /// Held while a move begins or ends, so that no two do for one account.
    private final ReentrantLock beginning = new ReentrantLock();

    Arrivals(
            Storage storage,
            MoveStore store,
            AccountDoors doors,
            Directory directory,
            OwnAliasCopies aliases,
            InstantSource clock) {
        this.storage = storage;
        this.store = store;
        this.doors = doors;
        this.directory = directory;
        this.aliases = aliases;
        this.clock = clock;
    }

    void load() {
        store.arrivals().forEach(this::add);
    }

    private Arrival add(ArrivalRecord record) {
        Arrival arrival = new Arrival(record, storage, store, doors, blobs, clock);
        arrivals.put(record.move(), arrival);
        return arrival;
    }

    static void shut(ArrivalRecord record, AccountDoors doors) {
        doors.shut(
                record.account(),
                record.address()
                        + " is being moved here from "
                        + record.host()
                        + ": try again later");
    }

    List<ArrivalRecord> list() {
        return arrivals.values().stream().map(Arrival::record).toList();
    }

    /// What a host may ask that moves accounts here.
    ///
    /// @param host by its certificate
    MoveTarget from(String host) {
        return new Peer(host);
    }

    private Arrival arrival(UUID move, String host) throws IOException {
        Arrival arrival = arrivals.get(move);
        if (arrival == null || !arrival.record().host().equals(host)) {
            throw new MoveRefusedException("no such move is known here: it was cancelled");
        }
        return arrival;
    }

    private void begin(String host, MoveTarget.MoveHead head) throws IOException {
        beginning.lock();
        try {
            Arrival known = arrivals.get(head.move());
            if (known != null && known.record().host().equals(host)) {
                return;
            }
            Account account = account(head.address());
            if (account.host().isPresent() && !account.host().get().equals(host)) {
                throw new MoveRefusedException(
                        "as far as is known here, "
                                + head.address()
                                + " is not at "
                                + host
                                + " but at "
                                + account.host().get());
            }
            checkRoom();
            takeIn(host, head, account.id());
        } finally {
            beginning.unlock();
        }
    }

    /// While no move begins here.
    void exclusively(Runnable action) {
        beginning.lock();
        try {
            action.run();
        } finally {
            beginning.unlock();
        }
    }

    private Account account(Address address) throws IOException {
        return find(address)
                .orElseThrow(() ->
                        new MoveRefusedException(
                                "its directory knows no account " + address + ": add it there"));
    }

    private Optional<Account> find(Address address) {
        return directory
                .resolve(address)
                .asAccount()
                .filter(account -> account.address().lookupForm().equals(address.lookupForm()));
    }

    private void checkRoom() throws IOException {
        if (storage.status().readOnly()) {
            throw new MoveRefusedException("its store takes nothing: " + storage.status().detail());
        }
    }

    private void takeIn(String host, MoveTarget.MoveHead head, AccountId account)
            throws IOException {
        Optional<DepartureRecord> left = store.departure(account);
        Optional<ArrivalRecord> came = store.arrival(account);
        boolean leftovers = left.map(record -> isOver(record.state())).orElse(false);
        if (left.isPresent() && !leftovers) {
            throw new MoveRefusedException(
                    head.address() + " is being moved away from here to " + left.get().host());
        }
        boolean staged = came.isPresent() && came.get().state() != ArrivalRecord.State.LIVE;
        if (staged && !came.get().host().equals(host)) {
            throw new MoveRefusedException(
                    head.address() + " is being moved here from " + came.get().host());
        }
        Instant now = clock.instant();
        ArrivalRecord record =
                new ArrivalRecord(
                        head.move(),
                        account,
                        head.address(),
                        host,
                        ArrivalRecord.State.ARRIVING,
                        new TreeMap<>(Map.of(head.account(), account.value())),
                        now,
                        now);
        shut(record, doors);
        boolean begun = false;
        try {
            if (!leftovers && !staged && isInUse(account)) {
                throw new MoveRefusedException(
                        "it holds mail or scripts of "
                                + head.address()
                                + " already: remove them first");
            }
            clearAllButMessages(account);
            store.commit(
                    List.of(
                            SpaceChanges.of(
                                    Space.Shared.MOVES,
                                    List.of(
                                            MoveStore.put(record),
                                            MoveStore.noDeparture(account)))));
            begun = true;
        } finally {
            if (!begun && !leftovers && !staged) {
                doors.open(account);
            }
        }
        came.ifPresent(before -> arrivals.remove(before.move()));
        add(record);
        LOG.info(
                "event=move-arrives move={} address={} from={}", head.move(), head.address(), host);
    }

    private static boolean isOver(DepartureRecord.State state) {
        return state == DepartureRecord.State.MOVED || state == DepartureRecord.State.CLEARED;
    }

    private boolean isInUse(AccountId account) {
        AccountRecords.Range others = AccountRecords.all();
        return !storage.scan(Space.account(account.value()), MESSAGES, others.to(), 1).isEmpty();
    }

    /// The octets of messages that were here before may be of use again: they are compared.
    private void clearAllButMessages(AccountId account) {
        AccountRecords.Range all = AccountRecords.all();
        Space space = Space.account(account.value());
        store.clear(space, new AccountRecords.Range(all.from(), MESSAGES));
        store.clear(space, new AccountRecords.Range(BEHIND_MESSAGES, all.to()));
    }

    /// Asks about the moves of which nothing was heard for a time.
    void askAbout(Sources sources) {
        for (Arrival arrival : arrivals.values()) {
            ArrivalRecord record = arrival.record();
            if (record.state() != ArrivalRecord.State.LIVE
                    && arrival.heard().plus(SILENCE).isBefore(clock.instant())) {
                try {
                    act(arrival, sources.state(record.host(), record.move()));
                } catch (IOException | UnavailableException trouble) {
                    LOG.info(
                            "event=move-waits move={} address={} from={} reason=\"{}\"",
                            record.move(),
                            record.address(),
                            record.host(),
                            trouble.getMessage());
                }
            }
        }
    }

    private void act(Arrival arrival, SourceState state) throws IOException {
        ArrivalRecord record = arrival.record();
        switch (state) {
            case COPYING -> {
                // it will come back to it
            }
            case DECIDED -> live(arrival);
            case CANCELLED -> discard(arrival);
            case UNKNOWN -> {
                if (record.state() == ArrivalRecord.State.ARRIVING) {
                    discard(arrival);
                } else {
                    LOG.warn(
                            "event=move-orphaned move={} address={} from={}: {} does not know this"
                                    + " move; if it lost its store, the copy here is complete; cancel"
                                    + " the move to throw it away",
                            record.move(),
                            record.address(),
                            record.host(),
                            record.host());
                }
            }
        }
    }

    private void live(Arrival arrival) throws IOException {
        if (arrival.live()) {
            ArrivalRecord record = arrival.record();
            LOG.info(
                    "event=move-arrived move={} address={} from={}",
                    record.move(),
                    record.address(),
                    record.host());
        }
    }

    private void discard(Arrival arrival) throws IOException {
        ArrivalRecord record = arrival.record();
        if (arrival.discard()) {
            arrivals.remove(record.move());
            LOG.info(
                    "event=move-discarded move={} address={} from={}",
                    record.move(),
                    record.address(),
                    record.host());
        }
    }

    /// Throws away what came of an account, when its source says so or does not know it.
    ///
    /// @return why not; empty when it is done
    Optional<String> giveUp(AccountId account, Sources sources) throws IOException {
        for (Arrival arrival : arrivals.values()) {
            ArrivalRecord record = arrival.record();
            if (record.account().equals(account) && record.state() != ArrivalRecord.State.LIVE) {
                return switch (sources.state(record.host(), record.move())) {
                    case COPYING ->
                            Optional.of(
                                    "the move is driven by " + record.host() + ": cancel it there");
                    case DECIDED -> Optional.of("the account is this host's by now");
                    case CANCELLED, UNKNOWN -> {
                        discard(arrival);
                        yield Optional.empty();
                    }
                };
            }
        }
        return Optional.of("no account of this name is on its way to or from here");
    }

    private void aliases(ArrivalRecord record, List<OwnAlias> all) throws IOException {
        List<OwnAlias> here = all.stream().map(each -> each.of(record.account())).toList();
        List<Address> taken = aliases.take(record.account(), here);
        if (!taken.isEmpty()) {
            throw new MoveRefusedException(
                    "these addresses, which "
                            + record.address()
                            + " has made, are somebody else's there: "
                            + taken);
        }
    }

    /// One source's view.
    private final class Peer implements MoveTarget {
        private final String host;

        Peer(String host) {
            this.host = host;
        }

        @Override
        public void patience(Duration limit) {}

        @Override
        public void begin(MoveHead head) throws IOException {
            Arrivals.this.begin(host, head);
        }

        @Override
        public Set<Long> accounts(UUID move, Map<Long, Address> addresses) throws IOException {
            Arrival arrival = arrival(move, host);
            Map<Long, AccountId> known = new HashMap<>();
            addresses.forEach((number, address) ->
                    find(address)
                            .map(Account::id)
                            .or(() -> group(address))
                            .ifPresent(id -> known.put(number, id)));
            arrival.learn(known);
            return Set.copyOf(known.keySet());
        }

        /// The number of a group is of the row of accounts: an entry of an ACL says which it means.
        private Optional<AccountId> group(Address address) {
            return directory.groups().find(address).map(group -> new AccountId(group.id().value()));
        }

        @Override
        public List<byte[]> buckets(UUID move, byte[] after) throws IOException {
            return arrival(move, host).buckets(after);
        }

        @Override
        public List<BucketDigest.Contents> compare(UUID move, List<BucketDigest> buckets)
                throws IOException {
            return arrival(move, host).compare(buckets);
        }

        @Override
        public Set<BlobId> missing(UUID move, List<BlobId> asked) throws IOException {
            return arrival(move, host).missing(asked);
        }

        @Override
        public Batch batch(UUID move) throws IOException {
            return arrival(move, host).batch();
        }

        @Override
        public void aliases(UUID move, List<OwnAlias> all) throws IOException {
            Arrivals.this.aliases(arrival(move, host).record(), all);
        }

        @Override
        public void ready(UUID move) throws IOException {
            arrival(move, host).ready();
        }

        @Override
        public void live(UUID move) throws IOException {
            Arrivals.this.live(arrival(move, host));
        }

        @Override
        public void cancel(UUID move) throws IOException {
            Arrival arrival = arrivals.get(move);
            if (arrival != null && arrival.record().host().equals(host)) {
                discard(arrival);
            }
        }

        @Override
        public void close() {}
    }
}
