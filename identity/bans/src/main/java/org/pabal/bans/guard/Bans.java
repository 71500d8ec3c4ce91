// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pabal.bans.BanConfig;
import org.pabal.bans.Evidence;
import org.pabal.bans.NameTally;
import org.pabal.bans.Offence;
import org.pabal.bans.Source;
import org.pabal.bans.SourceAndName;
import org.pabal.bans.SourceTally;
import org.pabal.bans.Subject;
import org.pabal.bans.guard.Judge.Counted;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginTry;
import org.pabal.storage.Storage;
import org.pabal.wire.Gatekeeper;
import org.pabal.wire.LogText;
import org.pabal.wire.Misconduct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The guard of all doors: counts failed log-ins and abuse by (source, name) first and by source and
/// network later, and bans who does too much (THREATS A07). Safe for use by many threads.
///
/// The same wrong secret counts once, however often a forgotten device sends it. Nobody is banned from
/// where the account has lately been used, nor own networks, proxies, loopback and administrators.
/// Where guesses at one name come from everywhere, newcomers wait before their secret is judged; who
/// comes from a known place does not.
public final class Bans implements LoginGuard, Gatekeeper, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bans.class);

    private static final int MAX_NAME_CHARS = 200;

    /// A refused try is answered no sooner.
    private static final Duration REFUSED_AFTER = Duration.ofSeconds(2);

    private static final int MAX_DELAY_SECONDS = 30;

    /// Failures that are answered at once.
    private static final int FREE = 2;

    /// So often the same wrong secret: then somebody is told, once.
    private static final int TOLD_AT = 20;

    private final BanConfig config;
    private final InstantSource clock;
    private final BanStore store;
    private final Exemptions exemptions;
    private final DeviceNotice notice;
    private final SecretKeySpec fingerprints;
    private final ReentrantLock lock = new ReentrantLock();

    private final LongAdder refusedConnections = new LongAdder();
    private final LongAdder refusedLogIns = new LongAdder();
    private final Judge judge;
    private final CountWriter writer;

    /// Hears of a device that goes on with an old password; once, until it stops for two days.
    @FunctionalInterface
    public interface DeviceNotice {
        DeviceNotice NONE = (_, _, _) -> {};

        /// @param name of whoever it may be, or of nobody
        void repeats(String name, Source source, String service);
    }

    /// Opens what the store has; {@link #start} begins to write.
    ///
    /// @throws org.pabal.storage.StorageException when it cannot be read
    public static Bans open(
            Storage storage,
            BanConfig config,
            InstantSource clock,
            Exemptions exemptions,
            BanWatcher watcher,
            DeviceNotice notice) {
        BanStore store = new BanStore(storage, new Docket(storage, watcher));
        store.load(clock.instant());
        byte[] secret = store.secret(new SecureRandom());
        return new Bans(config, clock, store, exemptions, notice, secret);
    }

    private Bans(
            BanConfig config,
            InstantSource clock,
            BanStore store,
            Exemptions exemptions,
            DeviceNotice notice,
            byte[] secret) {
        this.config = config;
        this.clock = clock;
        this.store = store;
        this.exemptions = exemptions;
        this.notice = notice;
        this.judge = new Judge(config, store, exemptions, lock);
        this.writer = new CountWriter(store, clock, lock);
        this.fingerprints = new SecretKeySpec(secret, "HmacSHA256");
    }

    private static String cut(String name) {
        return name.length() > MAX_NAME_CHARS ? name.substring(0, MAX_NAME_CHARS) : name;
    }

    private static SourceAndName of(LoginTry attempt) {
        return new SourceAndName(Source.of(attempt.peer()), cut(attempt.name()));
    }

    private boolean isOn() {
        return config.enabled();
    }

    // ---- what doors ask

    @Override
    public boolean isTurnedAway(InetAddress peer) {
        return isOn() && store.docket().table().holds(peer, clock.instant().getEpochSecond());
    }

    @Override
    public boolean refuses(InetAddress peer) {
        boolean refused = isTurnedAway(peer);
        if (refused) {
            refusedConnections.increment();
        }
        return refused;
    }

    @Override
    public OptionalLong fingerprint(String name, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(fingerprints);
            mac.update(cut(name).getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(secret.getBytes(StandardCharsets.UTF_8));
            return OptionalLong.of(ByteBuffer.wrap(mac.doFinal()).getLong());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no HMAC", missing);
        }
    }

    @Override
    public Admission tried(LoginTry attempt) {
        if (!isOn()) {
            return Admission.AT_ONCE;
        }
        SourceAndName place = of(attempt);
        Instant now = clock.instant();
        Duration wait;
        boolean refused;
        lock.lock();
        try {
            refused = !mayBeJudged(attempt, place, now);
            wait =
                    store.counts()
                            .siegeIfAny(place.name())
                            .map(siege -> siege.delay(now.getEpochSecond()))
                            .orElse(Duration.ZERO);
        } finally {
            lock.unlock();
        }
        if (!refused && wait.isZero()
                || exemptions.covers(place.source(), now)
                || store.places().isKnown(place, now.getEpochSecond())) {
            return Admission.AT_ONCE;
        }
        if (refused) {
            refusedLogIns.increment();
            return new Admission(false, REFUSED_AFTER);
        }
        return Admission.after(wait);
    }

    private boolean mayBeJudged(LoginTry attempt, SourceAndName place, Instant now) {
        boolean room =
                attempt.fingerprint().isEmpty()
                        || store.counts()
                                .prepare(place)
                                .tried(
                                        attempt.fingerprint().getAsLong(),
                                        config.guesses(),
                                        now.getEpochSecond());
        Source source = place.source();
        Docket docket = store.docket();
        return room
                && docket.inForce(new Subject.Name(source, place.name()), now).isEmpty()
                && docket.inForce(new Subject.Name(source.network(), place.name()), now).isEmpty()
                && docket.inForce(new Subject.LogIns(source), now).isEmpty();
    }

    @Override
    public Duration shutFor(InetAddress peer, String name) {
        Instant now = clock.instant();
        Source source = Source.of(peer);
        return Stream.of(
                        new Subject.Name(source, cut(name)),
                        new Subject.Name(source.network(), cut(name)),
                        new Subject.LogIns(source),
                        new Subject.Everything(source),
                        new Subject.Everything(source.network()))
                .flatMap(subject -> store.docket().inForce(subject, now).stream())
                .map(ban -> Duration.between(now, ban.until()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    @Override
    public void undecided(LoginTry attempt) {
        SourceAndName place = of(attempt);
        lock.lock();
        try {
            attempt.fingerprint()
                    .ifPresent(secret ->
                            store.counts()
                                    .nameIfAny(place)
                                    .ifPresent(tally -> tally.undecided(secret)));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void succeeded(LoginTry attempt, String account) {
        SourceAndName place = of(attempt);
        Instant now = clock.instant();
        store.places().succeeded(place, now.getEpochSecond());
        exemptions.loggedIn(account, place.source(), now);
        lock.lock();
        try {
            Optional<NameTally> tally = store.counts().nameIfAny(place);
            if (tally.isPresent()) {
                int guesses = tally.get().guesses();
                store.counts().forget(place, tally.get());
                if (guesses > 0) {
                    store.counts().source(place.source()).forgive(guesses, now.getEpochSecond());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- what is counted

    @Override
    public Duration failed(LoginTry attempt, String reason) {
        if (!isOn()) {
            return Duration.ZERO;
        }
        SourceAndName place = of(attempt);
        Instant now = clock.instant();
        boolean trusted =
                exemptions.covers(place.source(), now)
                        || store.places().isKnown(place, now.getEpochSecond());
        Counted counted;
        lock.lock();
        try {
            counted = count(attempt, place, reason, trusted, now);
        } finally {
            lock.unlock();
        }
        if (counted.tell()) {
            LOG.warn(
                    "event=device-with-old-password name={} source={} service={} hint=\"the same"
                            + " wrong password comes again and again; no ban\"",
                    new LogText(place.name()),
                    place.source(),
                    attempt.service());
            notice.repeats(place.name(), place.source(), attempt.service());
        }
        if (!trusted && counted.kind() != NameTally.Kind.REPEATED) {
            judge.failed(place, counted, now);
        }
        return counted.delay();
    }

    private Counted count(
            LoginTry attempt, SourceAndName place, String reason, boolean trusted, Instant now) {
        long second = now.getEpochSecond();
        Counts counts = store.counts();
        NameTally tally = counts.name(place);
        NameTally.Kind kind = failed(tally, attempt, second);
        SourceTally source = counts.source(place.source());
        if (kind == NameTally.Kind.REPEATED) {
            boolean tell = tally.mostRepeated() >= TOLD_AT && tally.tellOnce();
            return new Counted(kind, 0, 0, 0, tell, Duration.ofSeconds(1));
        }
        Evidence evidence = new Evidence(now, attempt.service(), place.name(), reason);
        int widely = 0;
        if (trusted) {
            source.note(evidence);
        } else {
            counts.siege(place.name()).guessed(second);
            Source network = place.source().network();
            NameTally wide = counts.name(new SourceAndName(network, place.name()));
            failed(wide, attempt, second);
            widely = wide.guesses();
            counts.source(network).add(Offence.GUESS.points(), second, evidence);
            source.add(Offence.GUESS.points(), second, evidence);
        }
        double made = trusted ? tally.guesses() + tally.unseen() : source.points(second);
        return new Counted(
                kind, tally.guesses(), tally.unseen(), widely, false, delay((int) (made + 0.5)));
    }

    private static NameTally.Kind failed(NameTally tally, LoginTry attempt, long second) {
        return attempt.fingerprint().isPresent()
                ? tally.failed(attempt.fingerprint().getAsLong(), second)
                : tally.failedUnseen(second);
    }

    private static Duration delay(int failures) {
        int beyond = failures - FREE;
        return beyond <= 0
                ? Duration.ZERO
                : Duration.ofSeconds(Math.min(MAX_DELAY_SECONDS, 1L << Math.min(beyond - 1, 5)));
    }

    @Override
    public void noticed(InetAddress peer, String service, Misconduct what, String detail) {
        if (!isOn()) {
            return;
        }
        Source source = Source.of(peer);
        Instant now = clock.instant();
        if (exemptions.covers(source, now)) {
            return;
        }
        Offence offence = Offence.of(what);
        lock.lock();
        try {
            SourceTally tally = store.counts().source(source);
            if (what == Misconduct.SILENT && !tally.silent(service, now.getEpochSecond())) {
                return;
            }
            Evidence evidence = new Evidence(now, service, "", offence.word() + ": " + detail);
            tally.add(offence.points(), now.getEpochSecond(), evidence);
            store.counts()
                    .source(source.network())
                    .add(offence.points(), now.getEpochSecond(), evidence);
        } finally {
            lock.unlock();
        }
        judge.source(source, now);
    }

    // ---- what is kept

    public void start() {
        writer.start();
    }

    void write() {
        writer.write();
    }

    void sweep() {
        writer.sweep();
    }

    /// Writes what is not written yet.
    @Override
    public void close() {
        writer.close();
    }

    // ---- for the administration

    /// Asks with the counts held still.
    <T> T ofCounts(Function<Counts, T> question) {
        lock.lock();
        try {
            return question.apply(store.counts());
        } finally {
            lock.unlock();
        }
    }

    public BanRegister register() {
        return new BanRegister(this, store, exemptions, clock);
    }

    /// What has been since the start, for metrics.
    ///
    /// @param inForce bans at the moment
    /// @param counted entries in memory
    public record Totals(
            long inForce, long imposed, long refusedConnections, long refusedLogIns, int counted) {}

    public Totals totals() {
        return new Totals(
                store.docket().inForce(clock.instant()),
                judge.imposed(),
                refusedConnections.sum(),
                refusedLogIns.sum(),
                ofCounts(Counts::size));
    }
}
