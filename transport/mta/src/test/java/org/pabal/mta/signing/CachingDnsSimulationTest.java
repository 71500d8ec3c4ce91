// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.message.Domain;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

/// Months of rotations by an operator who edits the DNS by hand, slowly, sometimes wrongly, with a
/// secondary name server that lags; crashes at any moment; receivers with caches. No signature ever
/// fails for a receiver whose answer, also that there is none, is up to an hour old, as long as the
/// mail may be on its way.
class CachingDnsSimulationTest {
    private static final Domain DOMAIN = Domain.of("example.org");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofMinutes(5);
    private static final Duration CACHED = Duration.ofHours(1);
    private static final Duration LAG = Duration.ofMinutes(40);
    private static final Duration ON_ITS_WAY = Duration.ofDays(6);
    private static final KeyRules RULES =
            new KeyRules(Duration.ofHours(2), Duration.ofDays(7), Optional.of(Duration.ofDays(20)));

    private final long seed = new SecureRandom().nextLong();
    private final Random random = new Random(seed);
    private final FakeClock clock = FakeClock.at(START);
    private final Zone zone = new Zone();
    private FakeStorage storage = new FakeStorage();
    private KeyRing ring = new KeyRing(storage);
    private KeyRotation rotation = rotation();
    private KeyChecks checks = new KeyChecks(ring, rotation, clock);
    private final List<Signed> signed = new ArrayList<>();

    private record Signed(Instant at, String name, String text) {}

    /// What the primary says of each name, since when; the secondary says the same later.
    private final class Zone implements Resolver {
        private final Map<String, NavigableMap<Instant, String>> history = new HashMap<>();
        private boolean down;

        void set(String name, String text) {
            history.computeIfAbsent(name, _ -> new TreeMap<>()).put(clock.instant(), text);
        }

        String primary(String name, Instant at) {
            NavigableMap<Instant, String> texts = history.getOrDefault(name, new TreeMap<>());
            Map.Entry<Instant, String> then = texts.floorEntry(at);
            return then == null ? "" : then.getValue();
        }

        /// Everything that any server says of a name in a time.
        List<String> said(String name, Instant from, Instant to) {
            List<String> said = new ArrayList<>();
            said.add(primary(name, from.minus(LAG)));
            history.getOrDefault(name, new TreeMap<>())
                    .subMap(from.minus(LAG), false, to, true)
                    .forEach((_, text) -> said.add(text));
            return said;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> Lookup<T> look(Question<T> question) {
            Duration lag = random.nextBoolean() ? LAG : Duration.ZERO;
            String text = primary(question.name(), clock.instant().minus(lag));
            Answer<String> answer =
                    down
                            ? new Answer.Failed<>("time-out")
                            : text.isEmpty()
                                    ? new Answer.NoSuchName<>()
                                    : new Answer.Found<>(List.of(text));
            return (Lookup<T>) Lookup.insecure((Question<String>) question, answer);
        }
    }

    private KeyRotation rotation() {
        return new KeyRotation(ring, RULES, zone, clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void restart() {
        storage.close();
        storage = storage.reopened();
        ring = new KeyRing(storage);
        rotation = rotation();
        checks = new KeyChecks(ring, rotation, clock);
    }

    @Test
    void noFreshSignatureFailsForAReceiverWithAnOldAnswer() {
        rotation.prepare(DOMAIN);
        Instant end = START.plus(Duration.ofDays(120));
        while (clock.instant().isBefore(end)) {
            clock.advance(TICK);
            tick();
        }
        assertThat(signed).as("seed " + seed).hasSizeGreaterThan(50_000);
        assertThat(signed.stream().map(Signed::name).distinct().count())
                .as("several rotations, seed " + seed)
                .isGreaterThan(6);
        Instant verifiable = end.minus(ON_ITS_WAY);
        Map<String, Boolean> checked = new HashMap<>();
        for (Signed one : signed) {
            if (one.at.isBefore(verifiable)) {
                checked.computeIfAbsent(
                        one.name + one.at.getEpochSecond(),
                        _ -> {
                            assertThat(
                                            zone.said(
                                                    one.name,
                                                    one.at.minus(CACHED),
                                                    one.at.plus(ON_ITS_WAY)))
                                    .as("%s signed at %s, seed %s", one.name, one.at, seed)
                                    .containsOnly(one.text);
                            return true;
                        });
            }
        }
    }

    private void tick() {
        zone.down = random.nextInt(20) == 0;
        if (random.nextInt(200) == 0) {
            restart();
        }
        if (random.nextInt(2) == 0) {
            checks.run();
        }
        if (random.nextInt(1_500) == 0) {
            rotation.rotate(DOMAIN);
        }
        operate();
        for (SigningKey key : ring.signing(DOMAIN)) {
            ring.inUse(DOMAIN).stream()
                    .filter(known -> known.selector().equals(key.selector()))
                    .forEach(known ->
                            signed.add(
                                    new Signed(
                                            clock.instant(),
                                            known.record().name(),
                                            known.record().text())));
        }
    }

    /// The operator publishes what is asked for, at first sometimes something else, and takes away what
    /// may go, now and then.
    private void operate() {
        if (random.nextInt(40) != 0) {
            return;
        }
        for (DomainKey key : ring.keys(DOMAIN)) {
            String name = key.record().name();
            String now = zone.primary(name, clock.instant());
            switch (key.state()) {
                case PREPARED -> {
                    if (now.isEmpty() && random.nextInt(4) == 0) {
                        zone.set(name, "v=DKIM1; p=AAAA");
                    } else if (!now.equals(key.record().text())) {
                        zone.set(name, key.record().text());
                    }
                }
                case SIGNING -> {}
                case RETIRED -> {
                    if (!clock.instant().isBefore(key.since().plus(RULES.keep()))) {
                        zone.set(name, "");
                    }
                }
            }
        }
    }
}
