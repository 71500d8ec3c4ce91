// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.dkim.signing.PrivateKeyFile;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord.Sight;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.mailauth.dkim.signing.SigningKey.UnusableKeyException;
import org.pabal.message.Domain;
import org.pabal.mta.signing.KeyRing.Turn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes keys and takes them through their states, each step when the DNS allows it. Safe for use by
/// many threads.
public final class KeyRotation {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);

    /// Questions to the DNS at a time.
    private static final int AT_ONCE = 16;

    /// In a name of a host's label. RFC 6376 §3.1 `sub-domain`.
    private static final int MAX_SELECTOR_CHARS = 63;

    private final KeyRing ring;
    private final KeyRules rules;
    private final Resolver resolver;
    private final InstantSource clock;
    private final SecureRandom random;

    public KeyRotation(
            KeyRing ring,
            KeyRules rules,
            Resolver resolver,
            InstantSource clock,
            SecureRandom random) {
        this.ring = ring;
        this.rules = rules;
        this.resolver = resolver;
        this.clock = clock;
        this.random = random;
    }

    /// A key and what the DNS says of it now.
    public record Look(DomainKey key, Sight sight) {}

    /// What became of a wish.
    public sealed interface Outcome {
        record Done() implements Outcome {}

        /// @param reason one sentence that says what is wrong and what to do
        record Refused(String reason) implements Outcome {}
    }

    public Instant now() {
        return clock.instant();
    }

    public KeyRules rules() {
        return rules;
    }

    /// Gives a domain the keys that it lacks altogether, in either algorithm.
    ///
    /// @return whether it lacked any
    public boolean prepare(Domain domain) {
        return begin(domain, Set.of(KeyState.PREPARED, KeyState.SIGNING));
    }

    /// Begins a change of keys: prepares a successor in each algorithm that has none prepared yet.
    ///
    /// @return false when one is under way already
    public boolean rotate(Domain domain) {
        return begin(domain, Set.of(KeyState.PREPARED));
    }

    /// @param enough an algorithm with a key in one of these states gets no other
    private boolean begin(Domain domain, Set<KeyState> enough) {
        Turn turn = ring.change(domain, keys -> begun(domain, keys, enough));
        turn.added()
                .keySet()
                .forEach(key ->
                        LOG.info(
                                "event=dkim-key-made domain={} selector={}",
                                domain,
                                key.selector()));
        return !turn.added().isEmpty();
    }

    private Turn begun(Domain domain, List<DomainKey> keys, Set<KeyState> enough) {
        Map<DomainKey, SigningKey> added = new LinkedHashMap<>();
        String day = freeDay(keys);
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            boolean has =
                    keys.stream()
                            .anyMatch(key ->
                                    key.algorithm() == algorithm && enough.contains(key.state()));
            if (!has) {
                SigningKey secret =
                        SigningKey.generate(
                                domain.toAscii(),
                                day + "-" + algorithm.keyType(),
                                algorithm,
                                random);
                added.put(
                        DomainKey.prepared(
                                domain,
                                PublicKeyRecord.of(secret),
                                DomainKey.Published.NOT_YET,
                                clock.instant()),
                        secret);
            }
        }
        return Turn.added(added);
    }

    /// Begins the selectors of one change: `p20261121`, `p20261121b` for the second of a day. A name
    /// that had another record not long ago would be remembered with that.
    private String freeDay(List<DomainKey> keys) {
        String day = "p" + DAY.format(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        Set<String> taken = new HashSet<>();
        keys.forEach(key -> taken.add(key.selector().replaceFirst("-[a-z0-9]*$", "")));
        String free = day;
        for (char letter = 'b'; taken.contains(free) && letter <= 'z'; letter++) {
            free = day + letter;
        }
        for (int number = 1; taken.contains(free); number++) {
            free = day + "z" + number;
        }
        return free;
    }

    /// Takes a key over from another program.
    ///
    /// @param text of the file
    public Outcome importKey(
            Domain domain, String selector, String text, DomainKey.Published trust) {
        String name = selector.toLowerCase(Locale.ROOT);
        if (!isSelector(name)) {
            return new Outcome.Refused(
                    "'" + selector + "' is not a selector: letters, digits, hyphens and dots");
        }
        SigningKey secret;
        try {
            secret = PrivateKeyFile.read(text, domain.toAscii(), name);
        } catch (UnusableKeyException unusable) {
            return new Outcome.Refused(String.valueOf(unusable.getMessage()));
        }
        DomainKey key =
                DomainKey.prepared(domain, PublicKeyRecord.of(secret), trust, clock.instant());
        Turn turn =
                ring.change(
                        domain,
                        keys ->
                                keys.stream().anyMatch(key::isSame)
                                        ? Turn.NONE
                                        : Turn.added(Map.of(key, secret)));
        if (turn.added().isEmpty()) {
            return new Outcome.Refused(
                    "the domain has a key with the selector "
                            + name
                            + " already; import under a selector of its own");
        }
        LOG.info("event=dkim-key-imported domain={} selector={}", domain, name);
        return new Outcome.Done();
    }

    private static boolean isSelector(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_SELECTOR_CHARS
                && text.matches(
                        "[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*");
    }

    /// Forgets a domain's keys, its secrets first of all: the domain is ours no more.
    public void remove(Domain domain) {
        ring.change(domain, Turn::deleted);
    }

    /// Asks the DNS about all keys of a domain and takes the steps that the answers allow.
    ///
    /// @return the keys after them
    public List<Look> look(Domain domain) {
        return look(ring.keys(domain));
    }

    /// The same for any keys.
    List<Look> look(List<DomainKey> keys) {
        List<Look> looks = new ArrayList<>();
        List<Sight> sights = sights(keys);
        for (int i = 0; i < keys.size(); i++) {
            Sight sight = sights.get(i);
            step(keys.get(i), sight).ifPresent(after -> looks.add(new Look(after, sight)));
        }
        return looks.stream().map(this::current).flatMap(Optional::stream).toList();
    }

    /// A later step may have retired it.
    private Optional<Look> current(Look look) {
        return ring.keys(look.key.domain()).stream()
                .filter(look.key::isSame)
                .findFirst()
                .map(key -> new Look(key, look.sight));
    }

    private List<Sight> sights(List<DomainKey> keys) {
        List<Callable<Sight>> questions =
                keys.stream().<Callable<Sight>>map(key -> () -> sight(key.record())).toList();
        List<Sight> sights = new ArrayList<>();
        try (ExecutorService asking =
                Executors.newFixedThreadPool(
                        AT_ONCE, Thread.ofVirtual().name("dkim-records").factory())) {
            for (Future<Sight> answer : asking.invokeAll(questions)) {
                sights.add(answer.get());
            }
            return sights;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
        while (sights.size() < keys.size()) {
            sights.add(new Sight.Unknown("interrupted"));
        }
        return sights;
    }

    private Sight sight(PublicKeyRecord record) {
        return record.judge(resolver.txt(record.name()));
    }

    /// @return the key in its state after the step; empty when it was forgotten
    private Optional<DomainKey> step(DomainKey looked, Sight sight) {
        Instant now = clock.instant();
        ring.change(
                looked.domain(),
                keys ->
                        keys.stream()
                                .filter(looked::isSame)
                                .findFirst()
                                .map(key -> turn(keys, key, sight, now))
                                .orElse(Turn.NONE));
        Optional<DomainKey> after =
                ring.keys(looked.domain()).stream().filter(looked::isSame).findFirst();
        tell(looked, after, sight);
        return after;
    }

    private Turn turn(List<DomainKey> keys, DomainKey key, Sight sight, Instant now) {
        return switch (key.state()) {
            case PREPARED -> ofPrepared(keys, key, sight, now);
            case SIGNING -> Turn.NONE;
            case RETIRED ->
                    sight instanceof Sight.Absent && !now.isBefore(key.since().plus(rules.keep()))
                            ? Turn.deleted(List.of(key))
                            : Turn.NONE;
        };
    }

    private Turn ofPrepared(List<DomainKey> keys, DomainKey key, Sight sight, Instant now) {
        return switch (sight) {
            case Sight.Unknown _ -> Turn.NONE;
            case Sight.Absent _, Sight.Wrong _ ->
                    key.seen().isPresent()
                            ? Turn.put(List.of(key.seen(Optional.empty())))
                            : Turn.NONE;
            case Sight.Right _ -> {
                if (isSettled(key, now)) {
                    yield promoted(keys, key, now);
                }
                yield key.seen().isPresent()
                        ? Turn.NONE
                        : Turn.put(List.of(key.seen(Optional.of(now))));
            }
        };
    }

    private boolean isSettled(DomainKey key, Instant now) {
        return key.trust() == DomainKey.Published.FOR_LONG
                || key.seen().filter(seen -> !now.isBefore(seen.plus(rules.settle()))).isPresent();
    }

    /// It signs from now on, and those of its algorithm that signed do so no more.
    private static Turn promoted(List<DomainKey> keys, DomainKey key, Instant now) {
        List<DomainKey> put = new ArrayList<>();
        put.add(key.in(KeyState.SIGNING, now));
        keys.stream()
                .filter(other -> other.is(KeyState.SIGNING) && other.algorithm() == key.algorithm())
                .forEach(other -> put.add(other.in(KeyState.RETIRED, now)));
        return Turn.put(put);
    }

    private void tell(DomainKey before, Optional<DomainKey> after, Sight sight) {
        Domain domain = before.domain();
        String selector = before.selector();
        if (after.isEmpty()) {
            LOG.info("event=dkim-key-forgotten domain={} selector={}", domain, selector);
        } else if (!after.get().is(before.state())) {
            LOG.info("event=dkim-key-signs domain={} selector={}", domain, selector);
        } else if (before.is(KeyState.PREPARED)
                && before.seen().isEmpty()
                && after.get().seen().isPresent()) {
            LOG.info(
                    "event=dkim-record-seen domain={} selector={} signs-from={}",
                    domain,
                    selector,
                    after.get().seen().get().plus(rules.settle()));
        } else if (before.is(KeyState.SIGNING)
                && (sight instanceof Sight.Absent || sight instanceof Sight.Wrong)) {
            LOG.warn(
                    "event=dkim-record-lost domain={} selector={} reason=\"{}\"",
                    domain,
                    selector,
                    SightWords.of(sight));
        }
    }
}
