// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.ldap.connection.LdapConnectionConfig;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Balance;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Referrals;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Security;
import org.pabal.directory.ldap.mapping.Profile;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.testkit.Certified;
import org.pabal.testkit.Certified.Life;
import org.pabal.testkit.Slapd;
import org.pabal.wire.TlsClientContext;

/// TLS, and servers that are down, slow, or send elsewhere. THREATS A13, L03, S34
class ServersTest {
    private static final String SUFFIX = "dc=example,dc=org";
    private static final Address BOB = Address.of("bob@example.org");
    private static final Instant NOW = InstantSource.system().instant();
    private static final Certified AUTHORITY = Certified.authority("authority", NOW);

    @TempDir private static Path folder;

    private static Slapd first;
    private static Slapd second;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Slapd.isInstalled(), "slapd is not installed");
        Slapd.Setup setup =
                Slapd.Setup.of(SUFFIX, ldif())
                        .withCertificate(AUTHORITY.server(Life.NOW, "localhost"));
        first = Slapd.start(folder.resolve("first"), setup);
        second = Slapd.start(folder.resolve("second"), setup);
    }

    @AfterAll
    static void stop() {
        if (first != null) {
            first.close();
            second.close();
        }
    }

    private static String ldif() {
        return """
        dn: dc=example,dc=org
        objectClass: dcObject
        objectClass: organization
        dc: example
        o: Example

        dn: uid=bob,dc=example,dc=org
        objectClass: account
        objectClass: posixAccount
        uid: bob
        cn: bob
        uidNumber: 1001
        gidNumber: 100
        homeDirectory: /home/bob
        userPassword: secret

        dn: ou=elsewhere,dc=example,dc=org
        objectClass: referral
        objectClass: extensibleObject
        ou: elsewhere
        ref: ldap://127.0.0.1:1/ou=elsewhere,dc=example,dc=org

        """;
    }

    private static LdapSource open(LdapConnectionConfig connection) {
        LdapConfig config = Sources.config(SUFFIX, Profile.POSIX, "example.org", first.url());
        return Sources.open(Sources.with(config, connection));
    }

    private static void finds(LdapSource source) {
        assertThat(source.find(BOB)).isInstanceOf(SourceAnswer.Known.class);
        Optional<SourceAccount> bob = source.findByLogin(BOB);
        assertThat(source.verify(bob, "secret")).isTrue();
        assertThat(source.verify(bob, "wrong")).isFalse();
    }

    private static TlsClientContext trusting(Certified authority) {
        return TlsClientContext.trusting(List.of(authority.certificate()));
    }

    @Test
    void tlsAtOnceAndByStartTls() {
        for (String url :
                List.of(
                        "ldap://localhost:" + first.port(),
                        "ldaps://localhost:" + first.tlsPort())) {
            var connection =
                    Sources.connection(url).with(Security.STARTTLS).with(trusting(AUTHORITY));
            try (LdapSource source = open(connection)) {
                finds(source);
            }
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityOrNameIsRefused() {
        var other = trusting(Certified.authority("other", NOW));
        for (String url :
                List.of(
                        "ldap://localhost:" + first.port(),
                        "ldaps://localhost:" + first.tlsPort())) {
            var connection = Sources.connection(url).with(Security.STARTTLS);
            try (LdapSource source = open(connection.with(other))) {
                assertThatThrownBy(() -> source.find(BOB))
                        .isInstanceOf(UnavailableException.class)
                        .hasMessageContaining("localhost")
                        .hasMessageContaining("PKIX");
                assertThat(source.health().getFirst()).contains("out of order");
                assertThat(source.check(Optional.empty()).getFirst().passed()).isFalse();
            }
            String byAddress = url.replace("localhost", "127.0.0.1");
            try (LdapSource source =
                    open(
                            Sources.connection(byAddress)
                                    .with(Security.STARTTLS)
                                    .with(trusting(AUTHORITY)))) {
                assertThatThrownBy(() -> source.find(BOB))
                        .isInstanceOf(UnavailableException.class)
                        .hasMessageContaining("127.0.0.1");
            }
        }
    }

    @Test
    void aServerWithoutStartTlsIsNotSpokenTo() throws IOException {
        Slapd.Setup plain = Slapd.Setup.of(SUFFIX, ldif());
        try (Slapd without = Slapd.start(folder.resolve("without"), plain);
                LdapSource source =
                        open(Sources.connection(without.url()).with(Security.STARTTLS))) {
            assertThatThrownBy(() -> source.verify(Optional.empty(), "secret"))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("StartTLS");
        }
    }

    @Test
    void anotherServerAnswersWhenOneIsKilledInMidSession() throws IOException {
        try (Slapd mortal = Slapd.start(folder.resolve("mortal"), Slapd.Setup.of(SUFFIX, ldif()));
                LdapSource source = open(Sources.connection(mortal.url(), second.url()))) {
            finds(source);
            assertThat(source.health())
                    .containsExactly(
                            mortal.url() + " answers", second.url() + " has not been asked yet");
            mortal.kill();
            finds(source);
            assertThat(source.health().get(0)).contains("out of order");
            assertThat(source.health().get(1)).contains("answers");
        }
    }

    @Test
    void theFirstServerIsTakenAgainWhenItIsBack() throws IOException {
        var connection = Sources.connection("ldap://127.0.0.1:1", second.url());
        try (Slapd mortal = Slapd.start(folder.resolve("mortal2"), Slapd.Setup.of(SUFFIX, ldif()));
                Relay relay = new Relay(mortal.port())) {
            connection = Sources.connection(relay.url(), second.url());
            try (LdapSource source = open(connection)) {
                mortal.kill();
                relay.cut();
                finds(source);
                mortal.restart();
                int before = relay.connections();
                source.maintain();
                assertThat(source.health().getFirst()).contains("answers");
                finds(source); // by the kept connection, which is not kept any more
                finds(source);
                assertThat(relay.connections()).isGreaterThan(before + 1);
            }
        }
    }

    @Test
    void noServerIsNoAnswer() throws IOException {
        try (Slapd mortal = Slapd.start(folder.resolve("mortal3"), Slapd.Setup.of(SUFFIX, ldif()));
                LdapSource source = open(Sources.connection(mortal.url()))) {
            finds(source);
            Optional<SourceAccount> bob = source.findByLogin(BOB);
            mortal.kill();
            assertThatThrownBy(() -> source.find(BOB)).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> source.findByLogin(BOB))
                    .isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> source.verify(bob, "secret"))
                    .isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> source.verify(Optional.empty(), "secret"))
                    .isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> source.list(page -> true))
                    .isInstanceOf(UnavailableException.class);
            assertThatThrownBy(
                            () -> source.changePassword(bob.orElseThrow(), bob.map(_ -> "a"), "b"))
                    .isInstanceOf(UnavailableException.class);
            mortal.restart();
            finds(source);
        }
    }

    @Test
    void aServerThatHoldsItsAnswersIsCutOffInTime() throws IOException {
        try (Relay relay = new Relay(first.port())) {
            var connection =
                    Sources.connection(relay.url(), second.url())
                            .withLimits(Duration.ofMillis(400), Duration.ofMillis(300));
            try (LdapSource source = open(connection)) {
                finds(source);
                relay.hold();
                finds(source); // by the other
                relay.release();
            }
            try (LdapSource source =
                    open(
                            Sources.connection(relay.url())
                                    .withLimits(Duration.ofMillis(400), Duration.ofMillis(300)))) {
                finds(source);
                relay.hold();
                assertThatThrownBy(() -> source.find(BOB))
                        .isInstanceOf(UnavailableException.class)
                        .hasMessageContaining("no answer in time");
                relay.release();
                finds(source);
            }
        }
    }

    @Test
    void slowTlsIsCutOffToo() throws IOException {
        try (Relay relay = new Relay(first.tlsPort())) {
            relay.hold();
            var connection =
                    Sources.connection(relay.url().replace("ldap:", "ldaps:"), second.url())
                            .withLimits(Duration.ofSeconds(3), Duration.ofMillis(200));
            try (LdapSource source = open(connection)) {
                finds(source);
                assertThat(source.health().getFirst()).contains("out of order");
            }
        }
    }

    @Test
    void moreQuestionsThanConnectionsWait() throws Exception {
        var connection = Sources.connection(first.url()).withPool(2, Duration.ofMinutes(1));
        try (LdapSource source = open(connection);
                ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<SourceAnswer>> questions = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                questions.add(() -> source.find(BOB));
            }
            for (Future<SourceAnswer> answer : people.invokeAll(questions)) {
                assertThat(answer.get()).isInstanceOf(SourceAnswer.Known.class);
            }
        }
    }

    @Test
    void serversAreAskedInTurn() throws IOException {
        try (Relay one = new Relay(first.port());
                Relay two = new Relay(second.port())) {
            var connection =
                    Sources.connection(one.url(), two.url())
                            .with(Balance.ROUND_ROBIN)
                            .withPool(4, Duration.ofNanos(1));
            try (LdapSource source = open(connection)) {
                for (int i = 0; i < 6; i++) {
                    finds(source);
                }
            }
            assertThat(one.connections()).isEqualTo(two.connections()).isPositive();
        }
    }

    @Test
    void whatAnotherServerHasIsNoAnswerUnlessItIsToBeIgnored() {
        LdapConfig config =
                Sources.config(
                        "ou=elsewhere,dc=example,dc=org",
                        Profile.POSIX,
                        "example.org",
                        first.url());
        for (Referrals referrals : List.of(Referrals.REFUSE, Referrals.FOLLOW)) {
            try (LdapSource source =
                    Sources.open(Sources.with(config, config.connection().with(referrals)))) {
                assertThatThrownBy(() -> source.find(BOB))
                        .isInstanceOf(UnavailableException.class)
                        .hasMessageContaining("referral");
            }
        }
        Address nobody = Address.of("nobody@example.org");
        try (LdapSource source = open(Sources.connection(first.url()))) {
            finds(source); // found here: what else there may be does not matter
            assertThatThrownBy(() -> source.find(nobody))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("127.0.0.1:1");
        }
        try (LdapSource source = open(Sources.connection(first.url()).with(Referrals.IGNORE))) {
            assertThat(source.find(nobody)).isEqualTo(new SourceAnswer.Unknown());
        }
    }

    @Test
    void referralsAreFollowedToTheServersAlone() throws IOException {
        String suffix = "ou=elsewhere,dc=example,dc=org";
        String there =
                """
                dn: ou=elsewhere,dc=example,dc=org
                objectClass: organizationalUnit
                ou: elsewhere

                dn: uid=far,ou=elsewhere,dc=example,dc=org
                objectClass: account
                objectClass: posixAccount
                uid: far
                cn: far
                uidNumber: 1001
                gidNumber: 100
                homeDirectory: /home/far
                """;
        try (Slapd far = Slapd.start(folder.resolve("far"), Slapd.Setup.of(suffix, there))) {
            String here = ldif().replace("127.0.0.1:1/", "127.0.0.1:" + far.port() + "/");
            Address address = Address.of("far@example.org");
            try (Slapd near = Slapd.start(folder.resolve("near"), Slapd.Setup.of(SUFFIX, here))) {
                try (LdapSource source =
                        open(Sources.connection(near.url(), far.url()).with(Referrals.FOLLOW))) {
                    assertThat(source.find(address)).isInstanceOf(SourceAnswer.Known.class);
                }
                try (LdapSource source =
                        open(Sources.connection(near.url()).with(Referrals.FOLLOW))) {
                    assertThatThrownBy(() -> source.find(address))
                            .isInstanceOf(UnavailableException.class);
                }
            }
        }
    }
}
