// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.pabal.mta.authentication.format.v1.RelayedOctets;
import org.pabal.mta.authentication.format.v1.RelayedOctets.Mail;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Learns which hosts pass on others' mail to somebody. Safe for use by many threads.
///
/// A host is one that did so if SPF of the reverse-path's domain says that it may not send (FAIL or
/// SOFTFAIL) while a signature of the author's passes: a mail that was passed on whole. Hosts are told
/// by their /24 (IPv6: /64) together with the domain under which they are named, which must lead back,
/// so that a provider's farm is one and a rented neighbour is none of it. Known is who passed on
/// {@value #MAILS} different mails of {@value #AUTHORS} authors' domains on {@value #DAYS} days within
/// {@value #LIFE_DAYS} days: who would forge the evidence has to obtain others' signed mail for days,
/// and gains mail to one recipient.
///
/// Each recipient has {@value #MAX_NETWORKS} networks at most; the one that was quiet longest goes.
/// Two mails at once may cost one of them its count; nothing worse.
final class Learnt {
    private static final Logger LOG = LoggerFactory.getLogger(Learnt.class);

    static final int MAILS = 5;
    static final int AUTHORS = 3;
    static final int DAYS = 3;
    static final int LIFE_DAYS = 90;
    static final int MAX_NETWORKS = 64;
    private static final int MAX_MAILS = 12;
    private static final int MAX_LISTED = 10_000;
    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final Storage storage;
    private final InstantSource clock;

    Learnt(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /// The leading octets of an address that stand for its network.
    static byte[] network(InetAddress address) {
        byte[] octets = address.getAddress();
        return Arrays.copyOf(octets, address instanceof Inet4Address ? 3 : 8);
    }

    /// The domain under which a host is named: without its first label, unless that leaves one only.
    static String parent(String name) {
        int dot = name.indexOf('.');
        String rest = dot < 0 ? "" : name.substring(dot + 1);
        return rest.indexOf('.') > 0 ? rest : name;
    }

    /// Whether a client is known to pass on mail to a recipient.
    ///
    /// @param name that leads back to the address; empty without one
    Optional<LearntForwarder> find(InetAddress address, String name, String recipient) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        byte[] key = new RelayedOctets(recipient, network(address), "", List.of()).key();
        return read(key)
                .filter(relayed -> relayed.domain().equals(parent(name)))
                .map(this::shown)
                .filter(LearntForwarder::known);
    }

    private Optional<RelayedOctets> read(byte[] key) {
        return storage.read(Space.Shared.COUNTERS, key).flatMap(value -> decode(key, value));
    }

    private static Optional<RelayedOctets> decode(byte[] key, byte[] value) {
        try {
            return Optional.of(RelayedOctets.decode(key, value));
        } catch (IllegalArgumentException broken) {
            LOG.error("event=forwarder-unreadable {}", broken.getMessage());
            return Optional.empty();
        }
    }

    /// Counts a mail that was passed on whole. Nobody waits for it to be durable.
    ///
    /// @param author the domain whose signature passed
    /// @param signature its fingerprint
    void learn(
            InetAddress address, String name, String recipient, String author, String signature) {
        byte[] network = network(address);
        RelayedOctets empty = new RelayedOctets(recipient, network, parent(name), List.of());
        RelayedOctets before =
                read(empty.key())
                        .filter(relayed -> relayed.domain().equals(parent(name)))
                        .orElse(empty);
        Mail mail = new Mail(today(), hash(author), hash(signature));
        if (before.mails().stream().anyMatch(m -> m.signature() == mail.signature())) {
            return;
        }
        List<Mail> mails = new ArrayList<>(fresh(before));
        mails.add(mail);
        if (mails.size() > MAX_MAILS) {
            mails.remove(leastTelling(mails));
        }
        RelayedOctets after = new RelayedOctets(recipient, network, parent(name), mails);
        List<Change> changes = new ArrayList<>();
        if (before.mails().isEmpty()) {
            changes.addAll(room(recipient));
        }
        changes.add(new Change.Put(after.key(), after.value()));
        storage.submit(
                new Commit(
                        UUID.randomUUID(),
                        List.of(SpaceChanges.of(Space.Shared.COUNTERS, changes))),
                _ -> {});
    }

    /// The oldest of the author's that has most.
    private static int leastTelling(List<Mail> mails) {
        int worst = 0;
        long most = 0;
        for (int i = 0; i < mails.size(); i++) {
            long author = mails.get(i).author();
            long same = mails.stream().filter(mail -> mail.author() == author).count();
            if (same > most) {
                most = same;
                worst = i;
            }
        }
        return worst;
    }

    private List<Mail> fresh(RelayedOctets relayed) {
        int oldest = today() - LIFE_DAYS;
        return relayed.mails().stream().filter(mail -> mail.day() >= oldest).toList();
    }

    private int today() {
        return Math.toIntExact(clock.instant().getEpochSecond() / DAY_SECONDS);
    }

    /// Takes out what has expired, and the quietest when there are too many.
    private List<Change> room(String recipient) {
        byte[] first = RelayedOctets.first(recipient);
        List<Entry> entries =
                storage.scan(
                        Space.Shared.COUNTERS, first, Keys.afterPrefix(first), 2 * MAX_NETWORKS);
        List<RelayedOctets> all =
                entries.stream().flatMap(e -> decode(e.key(), e.value()).stream()).toList();
        List<Change> changes = new ArrayList<>();
        List<RelayedOctets> alive = new ArrayList<>();
        for (RelayedOctets each : all) {
            if (fresh(each).isEmpty()) {
                changes.add(new Change.Delete(each.key()));
            } else {
                alive.add(each);
            }
        }
        alive.sort(Comparator.comparingInt(Learnt::last));
        for (int i = 0; i <= alive.size() - MAX_NETWORKS; i++) {
            changes.add(new Change.Delete(alive.get(i).key()));
        }
        return changes;
    }

    private static int last(RelayedOctets relayed) {
        return relayed.mails().stream().mapToInt(Mail::day).max().orElse(0);
    }

    /// Those that are known and those that are about to be, by recipient.
    List<LearntForwarder> list() {
        byte[] first = RelayedOctets.first();
        return storage
                .scan(Space.Shared.COUNTERS, first, Keys.afterPrefix(first), MAX_LISTED)
                .stream()
                .flatMap(entry -> decode(entry.key(), entry.value()).stream())
                .filter(relayed -> !fresh(relayed).isEmpty())
                .map(this::shown)
                .toList();
    }

    /// Forgets what was learnt of a network, or of a domain's hosts.
    ///
    /// @param recipient for whom; empty for everybody
    /// @return how many were forgotten
    int forget(String networkOrDomain, String recipient) {
        byte[] first = RelayedOctets.first();
        List<Change> changes = new ArrayList<>();
        for (Entry entry :
                storage.scan(Space.Shared.COUNTERS, first, Keys.afterPrefix(first), MAX_LISTED)) {
            decode(entry.key(), entry.value())
                    .map(this::shown)
                    .filter(each -> recipient.isEmpty() || each.recipient().equals(recipient))
                    .filter(each ->
                            each.network().equals(networkOrDomain)
                                    || each.domain().equals(networkOrDomain))
                    .ifPresent(_ -> changes.add(new Change.Delete(entry.key())));
        }
        if (!changes.isEmpty()) {
            storage.commit(
                    new Commit(
                            UUID.randomUUID(),
                            List.of(SpaceChanges.of(Space.Shared.COUNTERS, changes))));
        }
        return changes.size();
    }

    private LearntForwarder shown(RelayedOctets relayed) {
        List<Mail> mails = fresh(relayed);
        int authors = (int) mails.stream().mapToLong(Mail::author).distinct().count();
        int days = (int) mails.stream().mapToInt(Mail::day).distinct().count();
        return new LearntForwarder(
                relayed.recipient(),
                networkText(relayed.network()),
                relayed.domain(),
                LocalDate.ofEpochDay(last(relayed)),
                mails.size(),
                authors,
                days,
                mails.size() >= MAILS && authors >= AUTHORS && days >= DAYS);
    }

    private static String networkText(byte[] network) {
        try {
            boolean four = network.length == 3;
            byte[] base = Arrays.copyOf(network, four ? 4 : 16);
            return InetAddress.getByAddress(base).getHostAddress() + (four ? "/24" : "/64");
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static long hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
