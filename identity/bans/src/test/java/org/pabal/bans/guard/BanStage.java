// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.bans.Ban;
import org.pabal.bans.BanConfig;
import org.pabal.bans.Source;
import org.pabal.bans.Subject;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramHash;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

/// A guard over a store in memory, doors before it, people and others with passwords, and a clock that
/// goes on while somebody waits.
final class BanStage implements AutoCloseable {
    final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    final Map<String, String> passwords = new HashMap<>();
    final List<String> notices = new ArrayList<>();
    final List<String> watched = new ArrayList<>();
    final Set<String> administrators;
    BanConfig config;
    FakeStorage storage = new FakeStorage();
    Bans bans;

    /// What the last log-in waited for.
    Duration waited = Duration.ZERO;

    /// What became of a log-in.
    enum Outcome {
        IN,
        WRONG,
        TURNED_AWAY
    }

    BanStage() {
        this(BanConfig.defaults());
    }

    BanStage(BanConfig config) {
        this(config, Set.of());
    }

    BanStage(BanConfig config, Set<String> administrators) {
        this.config = config;
        this.administrators = administrators;
        this.bans = open();
        passwords.put("owner@example.org", "right");
    }

    private Bans open() {
        return Bans.open(
                storage,
                config,
                clock,
                new Exemptions(
                        config,
                        () -> List.of(Source.of(InetAddress.ofLiteral("198.51.100.1"))),
                        administrators::contains),
                new BanWatcher() {
                    @Override
                    public void banned(Source source, Duration left) {
                        watched.add("+" + source + " " + left.toSeconds());
                    }

                    @Override
                    public void lifted(Source source) {
                        watched.add("-" + source);
                    }
                },
                (name, source, service) -> notices.add(name + " " + source + " " + service));
    }

    /// As after kill -9: what was not written has gone.
    void crash() {
        storage.close();
        storage = storage.reopened();
        bans = open();
    }

    void restart() {
        bans.close();
        crash();
    }

    Outcome logIn(String from, String name, String password) {
        return logIn(from, name, password, false);
    }

    /// @param unseen whether by a mechanism that does not show the password
    Outcome logIn(String from, String name, String password, boolean unseen) {
        waited = Duration.ZERO;
        InetAddress peer = InetAddress.ofLiteral(from);
        if (bans.isTurnedAway(peer)) {
            return Outcome.TURNED_AWAY;
        }
        LoginAttempt attempt =
                new LoginAttempt(
                        bans,
                        length -> {
                            waited = waited.plus(length);
                            clock.advance(length);
                        },
                        peer,
                        "imap");
        boolean right =
                unseen
                        ? attempt.watch(new People())
                                .clearPassword(name)
                                .filter(password::equals)
                                .isPresent()
                        : attempt.watch(new People()).verify(name, password);
        if (right) {
            attempt.succeeded(name);
            return Outcome.IN;
        }
        try {
            return attempt.failed(name, "wrong credentials") == LoginAttempt.Answer.TURNED_AWAY
                    ? Outcome.TURNED_AWAY
                    : Outcome.WRONG;
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    private final class People implements Credentials {
        @Override
        public boolean verify(String name, String password) {
            return password.equals(passwords.get(name));
        }

        @Override
        public Optional<String> clearPassword(String name) {
            return Optional.ofNullable(passwords.get(name));
        }

        @Override
        public Optional<ScramCredential> scram(String name, ScramHash hash) {
            return Optional.empty();
        }

        @Override
        public boolean mayActAs(String one, String other) {
            return one.equals(other);
        }
    }

    List<String> banned() {
        return bans.register().list().stream().map(Ban::subject).map(Subject::toString).toList();
    }

    @Override
    public void close() {
        bans.close();
        storage.close();
    }
}
