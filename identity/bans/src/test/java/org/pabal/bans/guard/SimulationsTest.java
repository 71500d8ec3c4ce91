// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.bans.Ban;
import org.pabal.bans.guard.BanStage.Outcome;

/// THREATS A07, as it happens.
class SimulationsTest {
    private static final String OWNER = "owner@example.org";
    private final BanStage stage = new BanStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aPhoneWithAnOldPasswordTriesTenThousandTimes() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(stage.logIn("192.0.2.7", OWNER, "last year's"))
                    .as("try %s", i)
                    .isEqualTo(Outcome.WRONG);
            assertThat(stage.waited).isLessThanOrEqualTo(Duration.ofSeconds(1));
            stage.clock.advance(Duration.ofSeconds(30));
        }
        assertThat(stage.banned()).isEmpty();
        assertThat(stage.notices).containsExactly(OWNER + " 192.0.2.7 imap");
        assertThat(stage.logIn("192.0.2.7", OWNER, "right")).isEqualTo(Outcome.IN);
        assertThat(stage.waited).isZero();
    }

    @Test
    void fiveDifferentGuessesOfOneAddressBanItForThatName() {
        for (int i = 0; i < 5; i++) {
            assertThat(stage.logIn("192.0.2.8", OWNER, "guess" + i)).isEqualTo(Outcome.WRONG);
        }
        assertThat(stage.banned()).containsExactly(OWNER + " from 192.0.2.8");
        assertThat(stage.logIn("192.0.2.8", OWNER, "right"))
                .as("right or wrong makes no difference")
                .isEqualTo(Outcome.TURNED_AWAY);
        assertThat(stage.logIn("192.0.2.8", OWNER, "guess6")).isEqualTo(Outcome.TURNED_AWAY);
        assertThat(stage.logIn("192.0.2.9", OWNER, "right")).isEqualTo(Outcome.IN);
        assertThat(stage.bans.register().list().getFirst().evidence()).hasSize(5);
        stage.clock.advance(Duration.ofMinutes(10));
        assertThat(stage.banned()).isEmpty();
        assertThat(stage.logIn("192.0.2.8", OWNER, "right"))
                .as("a ban ends, and what led to it does not count again")
                .isEqualTo(Outcome.IN);
    }

    @Test
    void guessesAtSeveralNamesBanTheAddress() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            outcomes.add(stage.logIn("192.0.2.8", "person" + i + "@example.org", "Summer2026"));
        }
        assertThat(outcomes.subList(0, 10)).containsOnly(Outcome.WRONG);
        assertThat(outcomes.getLast()).isEqualTo(Outcome.TURNED_AWAY);
        assertThat(stage.banned()).containsExactly("192.0.2.8");
        assertThat(stage.watched).containsExactly("+192.0.2.8 600");
    }

    @Test
    void guessesThatComeAtOneTimeAreNotEachTheFirst() {
        var peer = java.net.InetAddress.ofLiteral("192.0.2.8");
        int judged = 0;
        for (int i = 0; i < 50; i++) {
            var guess =
                    new org.pabal.sasl.LoginTry(
                            peer, "imap", OWNER, stage.bans.fingerprint(OWNER, "guess" + i));
            judged += stage.bans.tried(guess).judged() ? 1 : 0;
        }
        assertThat(judged).isEqualTo(5);
    }

    @Test
    void behindASharedProxyOneWhoGuessesIsRefusedAlone() {
        for (int i = 0; i < 30; i++) {
            String name = "person" + i + "@example.org";
            stage.passwords.put(name, "p" + i);
            assertThat(stage.logIn("203.0.113.5", name, "p" + i)).isEqualTo(Outcome.IN);
        }
        for (int i = 0; i < 40; i++) {
            stage.logIn("203.0.113.5", "victim@example.org", "guess" + i);
            stage.clock.advance(Duration.ofMinutes(1));
        }
        assertThat(stage.banned()).allMatch(ban -> ban.startsWith("victim@example.org from"));
        for (int i = 0; i < 30; i++) {
            assertThat(stage.logIn("203.0.113.5", "person" + i + "@example.org", "p" + i))
                    .isEqualTo(Outcome.IN);
            assertThat(stage.waited).isZero();
        }
        stage.passwords.put("new@example.org", "n");
        assertThat(stage.logIn("203.0.113.5", "new@example.org", "n")).isEqualTo(Outcome.IN);
    }

    @Test
    void aSharedProxyWhoseNewcomerTriesEverybodyKeepsItsPeople() {
        stage.passwords.put("person@example.org", "p");
        assertThat(stage.logIn("203.0.113.5", "person@example.org", "p")).isEqualTo(Outcome.IN);
        for (int i = 0; i < 200; i++) {
            stage.logIn("203.0.113.5", "victim" + i + "@example.org", "Summer2026");
        }
        assertThat(stage.banned()).containsExactly("log-ins of newcomers from 203.0.113.5");
        assertThat(stage.logIn("203.0.113.5", "victim999@example.org", "x"))
                .isEqualTo(Outcome.TURNED_AWAY);
        assertThat(stage.logIn("203.0.113.5", "person@example.org", "p")).isEqualTo(Outcome.IN);
    }

    @Test
    void addressesThatChangeWithinANetworkAreOne() {
        Random random = new Random(8);
        int judged = 0;
        for (int i = 0; i < 1_000; i++) {
            String from =
                    String.format(
                            "2001:db8:7:%x:%x::%x",
                            random.nextInt(65_536), random.nextInt(65_536), i);
            Outcome outcome = stage.logIn(from, OWNER, "guess" + i);
            judged += outcome == Outcome.WRONG ? 1 : 0;
        }
        assertThat(judged).as("of 1,000 guesses").isLessThanOrEqualTo(30);
        assertThat(stage.banned()).anyMatch(ban -> ban.contains("2001:db8:7:0:0:0:0:0/48"));
        assertThat(stage.logIn("2001:db8:8::1", OWNER, "right")).isEqualTo(Outcome.IN);
    }

    @Test
    void oneSlash64IsOneAddress() {
        for (int i = 0; i < 5; i++) {
            assertThat(stage.logIn("2001:db8:1:2::" + i, OWNER, "guess" + i))
                    .isEqualTo(Outcome.WRONG);
        }
        assertThat(stage.logIn("2001:db8:1:2:ffff::1", OWNER, "right"))
                .isEqualTo(Outcome.TURNED_AWAY);
        assertThat(stage.logIn("2001:db8:1:3::1", OWNER, "right")).isEqualTo(Outcome.IN);
    }

    @Test
    void aThousandAddressesGuessAtOneNameAndItsOwnerGetsIn() {
        assertThat(stage.logIn("192.0.2.77", OWNER, "right")).isEqualTo(Outcome.IN);
        Random random = new Random(1_000);
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 1_000; i++) {
            String from =
                    (1 + random.nextInt(99))
                            + "."
                            + random.nextInt(256)
                            + "."
                            + i / 4
                            + "."
                            + i % 4;
            assertThat(stage.logIn(from, OWNER, "guess" + i)).isNotEqualTo(Outcome.IN);
            longest = stage.waited.compareTo(longest) > 0 ? stage.waited : longest;
        }
        assertThat(longest).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(12));
        assertThat(stage.logIn("192.0.2.77", OWNER, "right")).isEqualTo(Outcome.IN);
        assertThat(stage.waited).as("from where the owner has been").isZero();
        assertThat(stage.logIn("198.18.5.5", OWNER, "right")).isEqualTo(Outcome.IN);
        assertThat(stage.waited)
                .as("from a new place")
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
        assertThat(stage.logIn("198.18.5.5", OWNER, "right")).isEqualTo(Outcome.IN);
        assertThat(stage.waited).as("the second time").isZero();
        stage.passwords.put("other@example.org", "o");
        assertThat(stage.logIn("198.18.5.6", "other@example.org", "o")).isEqualTo(Outcome.IN);
        assertThat(stage.waited).as("another name").isZero();
    }

    @Test
    void whereTheOwnerHasBeenNobodyIsBanned() {
        assertThat(stage.logIn("192.0.2.7", OWNER, "right")).isEqualTo(Outcome.IN);
        for (int i = 0; i < 100; i++) {
            assertThat(stage.logIn("192.0.2.7", OWNER, "guess" + i)).isEqualTo(Outcome.WRONG);
        }
        assertThat(stage.waited).as("but each waits").isEqualTo(Duration.ofSeconds(30));
        assertThat(stage.banned()).isEmpty();
        assertThat(stage.logIn("192.0.2.7", OWNER, "right")).isEqualTo(Outcome.IN);
        stage.clock.advance(Duration.ofDays(61));
        stage.bans.write();
        stage.bans.sweep();
        for (int i = 0; i < 5; i++) {
            stage.logIn("192.0.2.7", OWNER, "other" + i);
        }
        assertThat(stage.banned()).as("after two months").hasSize(1);
    }

    @Test
    void unknownNamesAndKnownOnesAreTreatedAlike() { // THREATS A02
        for (int i = 0; i < 7; i++) {
            Outcome known = stage.logIn("192.0.2.20", OWNER, "guess" + i);
            Duration forKnown = stage.waited;
            Outcome unknown = stage.logIn("192.0.2.21", "nobody@example.org", "guess" + i);
            assertThat(unknown).isEqualTo(known);
            assertThat(stage.waited).isEqualTo(forKnown);
        }
    }

    @Test
    void bansGrowWithRepetitionAndAreForgottenAfterAMonth() {
        List<Long> lengths = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 5; i++) {
                stage.logIn("192.0.2.8", OWNER, "guess" + round + i);
                stage.clock.advance(Duration.ofHours(2)); // so that the address has few points
            }
            Ban ban = stage.bans.register().explain(OWNER).bans().getFirst();
            lengths.add(Duration.between(ban.since(), ban.until()).toMinutes());
            stage.clock.advance(
                    Duration.between(stage.clock.instant(), ban.until()).plusSeconds(1));
        }
        assertThat(lengths).containsExactly(10L, 60L, 360L, 1_440L, 10_080L, 10_080L);
        stage.clock.advance(Ban.REMEMBERED.plusDays(1));
        for (int i = 0; i < 5; i++) {
            stage.logIn("192.0.2.8", OWNER, "again" + i);
        }
        Ban ban = stage.bans.register().explain(OWNER).bans().getFirst();
        assertThat(ban.times()).isOne();
    }

    @Test
    void aDeviceThatSpeaksScramIsBannedLaterAndOnlyForItsName() {
        for (int i = 0; i < 9; i++) {
            assertThat(stage.logIn("192.0.2.30", OWNER, "old", true)).isEqualTo(Outcome.WRONG);
            stage.clock.advance(Duration.ofMinutes(15));
        }
        assertThat(stage.banned()).isEmpty();
    }

    @Test
    void aFloodOfAddressesTakesNoMoreThanItsRoom() {
        for (int i = 0; i < 60_000; i++) {
            var peer =
                    java.net.InetAddress.ofLiteral(
                            "10." + (i & 255) + "." + (i >> 8 & 255) + "." + (i >> 16));
            stage.bans.failed(
                    new org.pabal.sasl.LoginTry(
                            peer, "imap", "n" + i + "@example.org", java.util.OptionalLong.of(i)),
                    "wrong");
            if (i % 10_000 == 0) {
                stage.bans.write();
            }
        }
        assertThat(stage.bans.totals().counted())
                .isLessThanOrEqualTo(Counts.MAX_SOURCES + Counts.MAX_NAMES + Counts.MAX_SIEGES);
    }
}
