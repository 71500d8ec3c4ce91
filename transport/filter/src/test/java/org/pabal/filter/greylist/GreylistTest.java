// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.greylist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.filter.greylist.Greylist.State;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

/// Who has to come again, and who does not.
class GreylistTest {
    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final String BOB = "bob@example.org";

    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private final FakeStorage storage = new FakeStorage();
    private Greylist greylist = opened(GreylistRules.defaults());

    private Greylist opened(GreylistRules rules) {
        return new Greylist(rules, new GreylistStore(storage), clock);
    }

    private static Attempt attempt(String address, String name, String from, boolean spf) {
        return attempt(address, name, from, spf, BOB);
    }

    private static Attempt attempt(
            String address, String name, String from, boolean spf, String... to) {
        return new Attempt(InetAddress.ofLiteral(address), name, from, spf, List.of(to));
    }

    private static Attempt from(String address) {
        return attempt(address, "", "ann@example.com", false);
    }

    @Test
    void passesWhenItComesAgainAfterTheWait() {
        assertThat(greylist.ask(from("192.0.2.1"))).contains(WAIT);
        clock.advance(Duration.ofMinutes(2));
        assertThat(greylist.ask(from("192.0.2.1"))).contains(Duration.ofMinutes(3));
        clock.advance(Duration.ofMinutes(3));
        assertThat(greylist.ask(from("192.0.2.1"))).isEmpty();
        assertThat(greylist.ask(from("192.0.2.1"))).isEmpty();
        assertThat(greylist.counts().deferred()).isEqualTo(2);
        assertThat(greylist.counts().cameAgain()).isEqualTo(1);
    }

    @Test
    void hasToComeAgainWithinTwoDays() {
        greylist.ask(from("192.0.2.1"));
        clock.advance(Duration.ofDays(2));
        assertThat(greylist.ask(from("192.0.2.1"))).contains(WAIT);
    }

    @Test
    void knowsANetworkAgain() {
        greylist.ask(from("192.0.2.1"));
        greylist.ask(from("2001:db8:0:1::1"));
        clock.advance(WAIT);
        assertThat(greylist.ask(from("192.0.2.77"))).isEmpty();
        assertThat(greylist.ask(from("2001:db8:0:1:ffff::2"))).isEmpty();
        assertThat(greylist.ask(from("198.51.100.1"))).contains(WAIT);
    }

    @Test
    void knowsHostsThatTakeTurns() {
        greylist.ask(attempt("192.0.2.1", "", "ann@example.com", true));
        greylist.ask(attempt("192.0.2.1", "out1.pool.example.net", "eve@example.com", false));
        clock.advance(WAIT);
        assertThat(greylist.ask(attempt("198.51.100.1", "", "ann@example.com", true))).isEmpty();
        assertThat(
                        greylist.ask(
                                attempt(
                                        "203.0.113.1",
                                        "out9.pool.example.net",
                                        "eve@example.com",
                                        false)))
                .isEmpty();
        assertThat(
                        greylist.ask(
                                attempt(
                                        "203.0.113.2",
                                        "out9.other.example.net",
                                        "eve@example.com",
                                        false)))
                .as("a stranger in another network")
                .isEmpty(); // 203.0.113.0/24 has passed with this triple
        assertThat(
                        greylist.ask(
                                attempt(
                                        "100.64.0.1",
                                        "a.third.example.net",
                                        "eve@example.com",
                                        false)))
                .contains(WAIT);
    }

    @Test
    void trustsWhoCameAgainTwice() {
        for (String sender : List.of("ann@example.com", "amy@example.com")) {
            greylist.ask(attempt("192.0.2.1", "", sender, false));
        }
        clock.advance(WAIT);
        greylist.ask(attempt("192.0.2.1", "", "ann@example.com", false));
        assertThat(greylist.ask(attempt("192.0.2.1", "", "al@example.com", false))).contains(WAIT);
        greylist.ask(attempt("192.0.2.1", "", "amy@example.com", false));
        assertThat(greylist.ask(attempt("192.0.2.9", "", "new@example.net", false))).isEmpty();
        clock.advance(Duration.ofDays(59));
        assertThat(greylist.ask(attempt("192.0.2.9", "", "x@example.net", false))).isEmpty();
        clock.advance(Duration.ofDays(59));
        assertThat(greylist.ask(attempt("192.0.2.9", "", "y@example.net", false))).isEmpty();
        clock.advance(Duration.ofDays(61));
        assertThat(greylist.ask(attempt("192.0.2.9", "", "z@example.net", false))).contains(WAIT);
    }

    @Test
    void aNameOfAnAccessProviderIsNoWordForItsOthers() {
        String name = "dyn-%d.isp.example.net";
        for (String sender : List.of("ann@example.com", "amy@example.com", "al@example.com")) {
            greylist.ask(attempt("192.0.2.1", name.formatted(1), sender, false));
            clock.advance(WAIT);
            greylist.ask(attempt("192.0.2.1", name.formatted(1), sender, false));
        }
        assertThat(
                        greylist.ask(
                                attempt(
                                        "198.51.100.1",
                                        name.formatted(2),
                                        "bot@example.com",
                                        false)))
                .contains(WAIT);
    }

    @Test
    void everyRecipientHasToHaveWaited() {
        greylist.ask(attempt("192.0.2.1", "", "ann@example.com", false, BOB));
        clock.advance(Duration.ofMinutes(4));
        Attempt both = attempt("192.0.2.1", "", "ann@example.com", false, BOB, "eve@example.org");
        assertThat(greylist.ask(both)).contains(WAIT);
        clock.advance(WAIT);
        assertThat(greylist.ask(both)).isEmpty();
    }

    @Test
    void postmastersAreNotKeptWaiting() {
        assertThat(greylist.ask(attempt("192.0.2.1", "", "", false, "Postmaster@example.org", BOB)))
                .isEmpty();
        assertThat(greylist.ask(attempt("192.0.2.1", "", "", false, "abuse@example.org")))
                .isEmpty();
        assertThat(greylist.ask(attempt("192.0.2.1", "", "", false, BOB))).contains(WAIT);
    }

    @Test
    void administratorsAllowAndForget() {
        assertThat(greylist.allow("192.0.2.0/24")).isEqualTo("192.0.2.0/24");
        greylist.allow("Example.NET");
        assertThat(greylist.ask(from("192.0.2.8"))).isEmpty();
        assertThat(greylist.ask(attempt("10.1.1.1", "", "a@example.net", true))).isEmpty();
        assertThat(greylist.ask(attempt("10.1.1.1", "", "a@example.net", false))).contains(WAIT);
        assertThat(greylist.ask(attempt("10.2.1.1", "mx.example.net", "a@x.test", false)))
                .isEmpty();
        assertThatThrownBy(() -> greylist.allow("not a source"))
                .hasMessageContaining("neither a network");
        assertThat(greylist.forget("192.0.2.0/24")).isEqualTo(1);
        assertThat(greylist.ask(from("192.0.2.8"))).contains(WAIT);
        assertThat(greylist.list("", 10))
                .extracting(Greylist.Shown::state)
                .containsExactly(State.ALLOWED, State.WAITING, State.WAITING);
    }

    /// THREATS rule 1 does not hold here: nothing was promised. But a restart keeps what was known.
    @Test
    void survivesARestart() {
        greylist.ask(from("192.0.2.1"));
        greylist.allow("198.51.100.0/24");
        greylist.flush();
        greylist = opened(GreylistRules.defaults());
        clock.advance(WAIT);
        assertThat(greylist.ask(from("192.0.2.1"))).isEmpty();
        assertThat(greylist.ask(from("198.51.100.1"))).isEmpty();
    }

    @Test
    void aFloodIsBoundedAndSweptAway() {
        GreylistRules rules = rules(10_000);
        greylist = opened(rules);
        Random random = new Random(8);
        long before = storage.version(org.pabal.storage.Space.Shared.FILTER);
        for (int i = 0; i < 12_000; i++) {
            String sender = "s" + i + "@example.com";
            greylist.ask(attempt("192.0." + random.nextInt(256) + ".1", "", sender, false));
        }
        greylist.flush();
        assertThat(greylist.counts().triples()).isEqualTo(10_000);
        assertThat(greylist.counts().overLimit()).isEqualTo(2_000);
        assertThat(storage.version(org.pabal.storage.Space.Shared.FILTER) - before)
                .as("commits for 10,000 triples")
                .isLessThanOrEqualTo(4);
        clock.advance(Duration.ofDays(2));
        assertThat(greylist.sweep()).isEqualTo(10_000);
        assertThat(greylist.counts().triples()).isZero();
        assertThat(greylist.ask(from("192.0.2.1"))).contains(WAIT);
    }

    private static GreylistRules rules(int maxTriples) {
        GreylistRules preset = GreylistRules.defaults();
        return new GreylistRules(
                preset.mode(),
                preset.delay(),
                preset.window(),
                preset.remembered(),
                preset.goodAfter(),
                preset.doubtFrom(),
                preset.doubtBelow(),
                maxTriples);
    }

    /// Mail servers with queues, some of them in pools, beside programs that never come again, and a
    /// restart every now and then: whoever queues gets all mail through, nobody else any.
    @Test
    void aSimulatedWeek() {
        for (int seed = 1; seed <= 5; seed++) {
            simulate(seed);
        }
    }

    private void simulate(int seed) {
        Random random = new Random(seed);
        FakeStorage disk = new FakeStorage();
        Greylist now = new Greylist(GreylistRules.defaults(), new GreylistStore(disk), clock);
        List<Attempt> queue = new ArrayList<>();
        int delivered = 0;
        int delayed = 0;
        int sent = 0;
        for (int minute = 0; minute < 7 * 24 * 60; minute += 10) {
            clock.advance(Duration.ofMinutes(10));
            if (random.nextInt(50) == 0) {
                now.flush();
                now = new Greylist(GreylistRules.defaults(), new GreylistStore(disk), clock);
                now.sweep();
            }
            String bot = "10.%d.%d.1".formatted(random.nextInt(256), random.nextInt(256));
            assertThat(now.ask(attempt(bot, "", random.nextInt() + "@spam.test", false)))
                    .as("seed %s: a bot", seed)
                    .isPresent();
            for (Attempt waiting : List.copyOf(queue)) {
                int host = random.nextInt(4);
                if (now.ask(ofPool(waiting.reversePath(), host)).isEmpty()) {
                    queue.remove(waiting);
                    delivered++;
                }
            }
            if (random.nextInt(3) == 0) {
                sent++;
                Attempt mail = ofPool("u" + random.nextInt(1000) + "@pool.test", random.nextInt(4));
                Optional<Duration> wait = now.ask(mail);
                if (wait.isPresent()) {
                    delayed++;
                    queue.add(mail);
                } else {
                    delivered++;
                }
            }
        }
        assertThat(sent - delivered).as("seed %s: still waiting", seed).isEqualTo(queue.size());
        assertThat(queue.size()).isLessThanOrEqualTo(1);
        assertThat(delayed).as("seed %s: until the pool was known", seed).isLessThanOrEqualTo(4);
    }

    /// A host of a farm in four networks, which the domain's SPF record names.
    private static Attempt ofPool(String sender, int host) {
        return attempt("172.16." + host + ".1", "mx" + host + ".pool.test", sender, true);
    }
}
