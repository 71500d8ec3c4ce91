// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.mta.authentication.format.v1.DeclaredOctets;
import org.pabal.mta.authentication.format.v1.RelayedOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

class ForwardersTest {
    private static final InetAddress GOOGLE = InetAddress.ofLiteral("209.85.128.52");
    private static final InetAddress NEXT_TO_IT = InetAddress.ofLiteral("209.85.128.99");
    private static final String NAME = "mail-wm1-f52.google.com";
    private static final String BOB = "bob@d.example";

    private final FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");
    private FakeStorage storage = new FakeStorage();
    private Forwarders forwarders = new Forwarders(List.of(), storage, clock);

    @Test
    void theFormsOfAForwarder() {
        assertThat(Forwarder.parse("192.0.2.0/24").orElseThrow().toString())
                .isEqualTo("192.0.2.0/24");
        assertThat(Forwarder.parse("2001:db8::/32")).isPresent();
        assertThat(Forwarder.parse(" Google.COM ").orElseThrow().toString())
                .isEqualTo("google.com");
        assertThat(Forwarder.parse("spf:_spf.google.com")).isPresent();
        assertThat(Forwarder.parse("spf:google.com").orElseThrow().toString())
                .isEqualTo("spf:google.com");
        assertThat(Forwarder.parse("helo:mx.example.org")).isPresent();
        assertThat(Forwarder.parse("com")).as("a top-level domain").isEmpty();
        assertThat(Forwarder.parse("a b")).isEmpty();
        assertThat(Forwarder.parse("")).isEmpty();
    }

    @Test
    void eachFormIsProved() {
        assertThat(known("google.com", client(GOOGLE, NAME))).isTrue();
        assertThat(known("google.com", client(GOOGLE, ""))).as("no name leads back").isFalse();
        assertThat(known("google.com", client(GOOGLE, "mail.notgoogle.com"))).isFalse();
        assertThat(known("209.85.128.0/17", client(GOOGLE, ""))).isTrue();
        assertThat(known("209.86.0.0/16", client(GOOGLE, NAME))).isFalse();
        assertThat(known("helo:mx.example.org", client(GOOGLE, NAME))).isFalse();
        assertThat(known("spf:allows.example", client(GOOGLE, ""))).isTrue();
        assertThat(known("spf:forbids.example", client(GOOGLE, ""))).isFalse();
    }

    private static boolean known(String forwarder, Arrival client) {
        return Forwarder.parse(forwarder).orElseThrow().is(client);
    }

    @Test
    void whatIsDeclaredLasts() {
        Forwarder google = Forwarder.parse("google.com").orElseThrow();
        assertThat(forwarders.add(google, BOB, "old domain")).isTrue();
        assertThat(forwarders.add(google, BOB, "his old domain")).isTrue();
        storage = storage.reopened();
        forwarders = new Forwarders(List.of(), storage, clock);
        assertThat(forwarders.declared())
                .containsExactly(
                        new DeclaredForwarder(google, BOB, clock.instant(), "his old domain"));
        assertThat(allow(GOOGLE, NAME, BOB)).isPresent();
        assertThat(allow(GOOGLE, NAME, "alice@d.example")).isEmpty();
        assertThat(forwarders.remove(google, "")).isFalse();
        assertThat(forwarders.remove(google, BOB)).isTrue();
        assertThat(new Forwarders(List.of(), storage, clock).declared()).isEmpty();
        assertThat(allow(GOOGLE, NAME, BOB)).isEmpty();
    }

    @Test
    void whoPassesOthersMailOnForDaysIsLearnt() {
        for (int mail = 0; mail < Learnt.MAILS; mail++) {
            assertThat(allow(NEXT_TO_IT, NAME, BOB)).as("after %d", mail).isEmpty();
            learn(GOOGLE, NAME, "author" + mail % 3 + ".example", "signature" + mail);
            if (mail % 2 == 1) {
                clock.advance(Duration.ofDays(1));
            }
        }
        Allowance learnt = allow(NEXT_TO_IT, "mail-wm1-f99.google.com", BOB).orElseThrow();
        assertThat(learnt.kind()).isEqualTo(Allowance.Kind.LEARNT_FORWARDER);
        assertThat(learnt.shown())
                .isEqualTo("forwarder google.com 209.85.128.0/24 (learnt)")
                .doesNotContain("bob");
        assertThat(allow(GOOGLE, NAME, "alice@d.example")).as("for bob only").isEmpty();
        assertThat(allow(GOOGLE, "", BOB)).as("no name").isEmpty();
        assertThat(allow(GOOGLE, "rented.neighbour.example", BOB)).isEmpty();
        assertThat(forwarders.learnt())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.known()).isTrue();
                    assertThat(each.mails()).isEqualTo(Learnt.MAILS);
                    assertThat(each.authors()).isEqualTo(3);
                    assertThat(each.days()).isEqualTo(3);
                });
        clock.advance(Duration.ofDays(Learnt.LIFE_DAYS + 4));
        assertThat(allow(GOOGLE, NAME, BOB)).as("it expires").isEmpty();
    }

    /// One signed mail sent again and again, mail of one author, and mail of one day teach nothing.
    @Test
    void repeatedMailTeachesNothing() {
        for (int day = 0; day < 10; day++) {
            learn(GOOGLE, NAME, "a.example", "the same");
            learn(NEXT_TO_IT, NAME, "a.example", "another" + day);
            clock.advance(Duration.ofDays(1));
        }
        assertThat(allow(GOOGLE, NAME, BOB)).as("one author").isEmpty();
        for (int mail = 0; mail < 12; mail++) {
            learn(
                    InetAddress.ofLiteral("192.0.2.1"),
                    "mx.x.example",
                    "a" + mail + ".example",
                    "s" + mail);
        }
        assertThat(allow(InetAddress.ofLiteral("192.0.2.1"), "mx.x.example", BOB))
                .as("one day")
                .isEmpty();
    }

    @Test
    void aRecipientHasSoManyNetworksAtMost() {
        for (int i = 0; i < Learnt.MAX_NETWORKS + 50; i++) {
            learn(InetAddress.ofLiteral("10.0." + i + ".1"), "mx.x.example", "a.example", "s" + i);
            clock.advance(Duration.ofHours(12));
        }
        assertThat(forwarders.learnt()).hasSizeLessThanOrEqualTo(Learnt.MAX_NETWORKS);
        assertThat(forwarders.forget("x.example", "")).isGreaterThan(0);
        assertThat(forwarders.learnt()).isEmpty();
    }

    @Test
    void nothingIsLearntOrUsedWhenLearningIsOff() {
        whoPassesOthersMailOnForDaysIsLearnt();
        assertThat(
                        forwarders.allow(
                                client(GOOGLE, NAME),
                                List.of(BOB),
                                AuthenticationRules.Learning.OFF))
                .isEmpty();
    }

    @Test
    void formatsAreReadBackAndNothingElseIs() {
        DeclaredOctets declared = new DeclaredOctets("google.com", "밥@d.example", 5, "왜");
        assertThat(DeclaredOctets.decode(declared.key(), declared.value())).isEqualTo(declared);
        RelayedOctets relayed =
                new RelayedOctets(
                        BOB,
                        new byte[] {1, 0, 3},
                        "google.com",
                        List.of(new RelayedOctets.Mail(1, 2, 3), new RelayedOctets.Mail(4, 5, 6)));
        RelayedOctets read = RelayedOctets.decode(relayed.key(), relayed.value());
        assertThat(read.mails()).isEqualTo(relayed.mails());
        assertThat(read.recipient()).isEqualTo(BOB);
        assertThat(read.network()).isEqualTo(relayed.network());
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] key = relayed.key();
            byte[] value = java.util.Arrays.copyOf(relayed.value(), random.nextInt(80));
            if (value.length > 0) {
                value[random.nextInt(value.length)] = (byte) random.nextInt();
            }
            key[random.nextInt(key.length)] = (byte) random.nextInt(2);
            try {
                RelayedOctets.decode(key, value);
            } catch (IllegalArgumentException expected) {
                assertThat(expected.getMessage()).as("seed %d", seed).isNotEmpty();
            }
        }
    }

    private Optional<Allowance> allow(InetAddress address, String name, String recipient) {
        return forwarders.allow(
                client(address, name), List.of(recipient), AuthenticationRules.Learning.ON);
    }

    private void learn(InetAddress address, String name, String author, String signature) {
        forwarders.learn(address, name, List.of(BOB), author, signature);
        storage.commit( // comes behind it
                new Commit(
                        UUID.randomUUID(),
                        List.of(
                                SpaceChanges.of(
                                        Space.Shared.COUNTERS,
                                        List.of(new Change.Delete(new byte[] {0}))))));
    }

    private static Arrival client(InetAddress address, String name) {
        SpfOutcome helo =
                new SpfOutcome(
                        SpfResult.FAIL,
                        new SpfIdentity.Helo("mx.example.org"),
                        "mx.example.org",
                        "",
                        "",
                        "",
                        List.of());
        return new Arrival(address, name, helo, "allows.example"::equals);
    }
}
