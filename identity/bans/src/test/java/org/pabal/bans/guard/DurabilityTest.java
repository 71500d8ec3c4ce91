// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.bans.Ban;
import org.pabal.bans.BanConfig;
import org.pabal.bans.Source;
import org.pabal.bans.guard.BanRegister.Added;
import org.pabal.bans.guard.BanStage.Outcome;
import org.pabal.storage.StorageException;
import org.pabal.wire.IpNetwork;
import org.pabal.wire.Misconduct;

/// What a restart and a crash leave, who is never banned, and what an administrator may do.
class DurabilityTest {
    private static final String OWNER = "owner@example.org";
    private static final InetAddress BAD = InetAddress.ofLiteral("192.0.2.8");
    private final BanStage stage = new BanStage();

    private static Source source(String text) {
        return Source.parse(text).orElseThrow();
    }

    private static void spray(BanStage at, String from) {
        for (int i = 0; i < 10; i++) {
            at.logIn(from, "person" + i + "@example.org", "Summer2026");
        }
    }

    @Test
    void aBanThatWasAnnouncedOutlivesACrash() {
        spray(stage, "192.0.2.8");
        stage.crash();
        assertThat(stage.bans.refuses(BAD)).isTrue();
        assertThat(stage.watched).hasSize(2).last().asString().startsWith("+192.0.2.8 ");
        Ban ban = stage.bans.register().list().getFirst();
        assertThat(ban.evidence()).hasSize(10).allMatch(each -> each.service().equals("imap"));
        stage.clock.advance(Duration.ofMinutes(11));
        assertThat(stage.bans.refuses(BAD)).isFalse();
        spray(stage, "192.0.2.8");
        assertThat(stage.bans.register().list().getFirst().times()).isEqualTo(2);
    }

    @Test
    void aBanThatCannotBeKeptIsNotImposed() {
        stage.storage.failNextCommits(100, new StorageException.Unavailable("disk is away"));
        spray(stage, "192.0.2.8");
        assertThat(stage.bans.refuses(BAD)).isFalse();
    }

    @Test
    void countsAndPlacesOutliveARestart() {
        assertThat(stage.logIn("192.0.2.7", OWNER, "right")).isEqualTo(Outcome.IN);
        for (int i = 0; i < 4; i++) {
            stage.logIn("192.0.2.8", OWNER, "guess" + i);
        }
        for (int i = 0; i < 19; i++) {
            stage.logIn("192.0.2.9", OWNER, "old");
        }
        stage.restart();
        stage.logIn("192.0.2.8", OWNER, "guess1");
        assertThat(stage.banned()).as("the same as before").isEmpty();
        stage.logIn("192.0.2.8", OWNER, "guess4");
        assertThat(stage.banned()).containsExactly(OWNER + " from 192.0.2.8");
        stage.logIn("192.0.2.9", OWNER, "old");
        assertThat(stage.notices).hasSize(1);
        for (int i = 0; i < 9; i++) {
            stage.logIn("192.0.2.7", OWNER, "guess" + i);
        }
        assertThat(stage.banned()).as("the owner's place is still known").hasSize(1);
    }

    @Test
    void aCrashLosesNoMoreThanWhatWasNotWritten() {
        stage.logIn("192.0.2.8", OWNER, "guess0");
        stage.logIn("192.0.2.8", OWNER, "guess1");
        stage.bans.write();
        stage.logIn("192.0.2.8", OWNER, "guess2");
        stage.crash();
        assertThat(stage.bans.register().explain(OWNER).tries().getFirst().guesses()).isEqualTo(2);
    }

    @Test
    void someAreNeverBanned() {
        BanConfig config =
                BanConfig.defaults().withNever(List.of(IpNetwork.parse("203.0.113.0/24")));
        BanStage other = new BanStage(config, Set.of("admin@example.org"));
        other.passwords.put("admin@example.org", "a");
        other.logIn("192.0.2.66", "admin@example.org", "a");
        for (String from :
                List.of("203.0.113.9", "127.0.0.1", "::1", "198.51.100.1", "192.0.2.66")) {
            spray(other, from);
            spray(other, from);
            for (int i = 0; i < 9; i++) {
                other.bans.noticed(
                        InetAddress.ofLiteral(from), "smtp", Misconduct.HARVESTING, "10 unknown");
            }
            assertThat(other.banned()).as(from).isEmpty();
            assertThat(
                            other.bans
                                    .register()
                                    .add(source(from), Duration.ofDays(1), "", Optional.empty()))
                    .isInstanceOf(Added.Refused.class);
        }
        other.close();
    }

    @Test
    void loopbackIsHeardButWaits() { // an asker that does not say whose client it is
        for (int i = 0; i < 40; i++) {
            assertThat(stage.logIn("127.0.0.1", OWNER, "guess" + i)).isEqualTo(Outcome.WRONG);
        }
        assertThat(stage.waited).isEqualTo(Duration.ofSeconds(30));
        assertThat(stage.logIn("127.0.0.1", OWNER, "right")).isEqualTo(Outcome.IN);
        assertThat(stage.waited).isZero();
    }

    @Test
    void abuseCountsTogetherWithFailedLogIns() {
        for (int i = 0; i < 4; i++) {
            stage.logIn("192.0.2.8", "person" + i + "@example.org", "x");
        }
        stage.bans.noticed(BAD, "smtp", Misconduct.HARVESTING, "10 unknown recipients");
        assertThat(stage.bans.refuses(BAD)).isFalse();
        stage.bans.noticed(BAD, "imap", Misconduct.PROTOCOL_ABUSE, "an HTTP request");
        assertThat(stage.bans.refuses(BAD)).isTrue();
    }

    @Test
    void whoOnlyLooksWhetherWeAreThereIsNoScanner() {
        for (int round = 0; round < 24 * 60; round++) {
            for (String service : List.of("smtp", "imap", "imaps", "submission")) {
                stage.bans.noticed(BAD, service, Misconduct.SILENT, "");
            }
            stage.clock.advance(round < 720 ? Duration.ofMinutes(1) : Duration.ofMinutes(90));
        }
        assertThat(stage.bans.register().explain(source("192.0.2.8")).bans()).isEmpty();
        List<String> many =
                List.of("smtp", "imap", "imaps", "submission", "pop3", "pop3s", "submissions");
        for (String service : many) {
            stage.bans.noticed(InetAddress.ofLiteral("192.0.2.9"), service, Misconduct.SILENT, "");
        }
        for (String service : List.of("managesieve", "ldap", "ldaps")) {
            stage.bans.noticed(InetAddress.ofLiteral("192.0.2.9"), service, Misconduct.SILENT, "");
        }
        assertThat(stage.banned()).as("who tries all doors").containsExactly("192.0.2.9");
    }

    @Test
    void anAdministratorBansAndLifts() {
        BanRegister register = stage.bans.register();
        assertThat(
                        register.add(
                                source("192.0.2.0/24"),
                                Duration.ofDays(1),
                                "asked by their host",
                                Optional.of(source("192.0.2.44"))))
                .isInstanceOf(Added.Refused.class);
        assertThat(
                        register.add(
                                source("192.0.2.0/24"),
                                Duration.ofDays(1),
                                "asked by their host",
                                Optional.of(source("198.18.0.1"))))
                .isInstanceOf(Added.Banned.class);
        assertThat(stage.bans.refuses(InetAddress.ofLiteral("192.0.2.200"))).isTrue();
        assertThat(register.explain(source("192.0.2.200")).bans()).hasSize(1);
        assertThat(register.remove(source("192.0.2.200"))).hasSize(1);
        assertThat(stage.bans.refuses(InetAddress.ofLiteral("192.0.2.200"))).isFalse();
        assertThat(stage.watched).containsExactly("+192.0.2.0/24 86400", "-192.0.2.0/24");
    }

    @Test
    void aNameIsSetFree() {
        for (int i = 0; i < 5; i++) {
            stage.logIn("192.0.2.8", OWNER, "guess" + i);
        }
        assertThat(stage.bans.register().remove(OWNER)).hasSize(1);
        assertThat(stage.logIn("192.0.2.8", OWNER, "right")).isEqualTo(Outcome.IN);
        assertThat(stage.bans.register().explain(OWNER).places()).containsExactly("192.0.2.8");
    }
}
