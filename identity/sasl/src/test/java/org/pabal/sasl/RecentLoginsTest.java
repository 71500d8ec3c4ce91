// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pabal.sasl.RecentLogins.Login;

class RecentLoginsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("203.0.113.7");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final RecentLogins logins = new RecentLogins(LoginGuard.NONE, () -> now);

    private static LoginTry at(String service, String name) {
        return new LoginTry(HERE, service, name, OptionalLong.empty());
    }

    @Test
    void theOwnerSeesWhoCameAndWhyOthersDidNot() {
        logins.failed(at("imap", "bob@example.org"), "wrong credentials");
        now = now.plusSeconds(1);
        logins.failed(
                at("submission", "Bob@example.org"),
                "wrong credentials: this app password is not good for submission");
        now = now.plusSeconds(1);
        logins.succeeded(at("imap", "bobby@example.org"), "bob@example.org");
        assertThat(logins.of("bob@example.org"))
                .extracting(Login::service, Login::peer, Login::failure)
                .containsExactly(
                        tuple("imap", HERE, Optional.empty()),
                        tuple("submission", HERE, Optional.of(LoginFailure.APP_PASSWORD_ELSEWHERE)),
                        tuple("imap", HERE, Optional.of(LoginFailure.WRONG)));
        assertThat(logins.of("alice@example.org")).isEmpty();
    }

    @Test
    void ofLogInsAlikeTheLastIsKeptForAnHour() {
        for (int i = 0; i < 100; i++) {
            now = now.plusSeconds(1);
            logins.succeeded(at("imap", "bob@example.org"), "bob@example.org");
        }
        assertThat(logins.of("bob@example.org")).extracting(Login::at).containsExactly(now);
        now = now.plus(Duration.ofHours(1));
        assertThat(logins.of("bob@example.org")).isEmpty();
    }

    @Test
    void guessesAtOtherNamesPushNoLogInOut() {
        logins.succeeded(at("imap", "bob@example.org"), "bob@example.org");
        for (int i = 0; i < 6_000; i++) {
            logins.failed(at("imap", "x" + i), "wrong credentials");
        }
        assertThat(logins.of("bob@example.org")).hasSize(1);
        assertThat(logins.of("x0")).isEmpty();
    }

    @Test
    void whoIsTurnedAwayIsNoted() {
        RecentLogins shut =
                new RecentLogins(
                        new LoginGuard() {
                            @Override
                            public boolean isTurnedAway(InetAddress peer) {
                                return true;
                            }

                            @Override
                            public Admission tried(LoginTry attempt) {
                                return Admission.REFUSED;
                            }

                            @Override
                            public Duration failed(LoginTry attempt, String reason) {
                                return Duration.ZERO;
                            }
                        },
                        () -> now);
        assertThat(shut.tried(at("imap", "bob@example.org")).judged()).isFalse();
        assertThat(shut.isTurnedAway(HERE)).isTrue();
        assertThat(shut.of("bob@example.org"))
                .extracting(Login::failure)
                .containsExactly(Optional.of(LoginFailure.TURNED_AWAY));
    }
}
