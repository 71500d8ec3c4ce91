// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.pabal.directory.LoginContext;
import org.pabal.directory.PasswordChange;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.builtin.DirectoryConfig;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.http.HttpHandler;
import org.pabal.message.Domain;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.sasl.LoginTry;
import org.pabal.server.setup.proof.FakeWorld;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.SessionLimits;
import org.pabal.sessions.door.AuthDoor;
import org.pabal.sessions.door.SignInServices;
import org.pabal.sessions.door.SignedIn;
import org.pabal.sessions.enrolment.Enrolment;
import org.pabal.sessions.kept.Demands;
import org.pabal.sessions.kept.KeptFactors;
import org.pabal.sessions.kept.Sessions;
import org.pabal.sessions.passkey.Ceremonies;
import org.pabal.sessions.passkey.RelyingParty;
import org.pabal.storage.Commit;
import org.pabal.storage.testing.FakeStorage;

/// A new server, as far as its first run needs one. Time goes on only when it is told to.
final class SetupStage {
    final FakeStorage storage;
    final BuiltInDirectory directory;
    final Setup setup;
    final Guard guard = new Guard();
    final Clock clock;
    final FakeRelay relay = new FakeRelay();
    final FakeHost host = new FakeHost();
    final FakeWorld world;

    /// Domains that were told to get their keys.
    final List<Domain> added = new ArrayList<>();

    private final AuthDoor auth;

    SetupStage() {
        this(new FakeStorage(), new Clock());
    }

    private SetupStage(FakeStorage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
        this.world = new FakeWorld(clock);
        this.directory =
                new BuiltInDirectory(
                        storage,
                        DirectoryConfig.defaults().with(new Argon2Setting(64, 1, 1), 4_096),
                        new SecureRandom(),
                        clock);
        RandomText random = new RandomText(new SecureRandom());
        Sessions sessions = new Sessions(storage, SessionLimits.defaults(), clock, random);
        directory.whenSignInChanges(sessions::signInChanged);
        KeptFactors factors =
                new KeptFactors(
                        storage,
                        part -> storage.commit(new Commit(UUID.randomUUID(), List.of(part))));
        Demands demands = new Demands(_ -> false, factors);
        SignedIn signedIn = new SignedIn(sessions, directory, demands, clock);
        Ceremonies passkeys = new Ceremonies(RelyingParty.of("mail.code.kr"), clock, random);
        LoginDoor logins = new LoginDoor("setup", guard, LoginPause.NONE);
        this.auth =
                new AuthDoor(
                        new SignInServices(
                                directory,
                                new PasswordChange(directory),
                                sessions,
                                factors,
                                demands,
                                passkeys,
                                new Enrolment(factors, passkeys, clock, random),
                                _ -> LoginContext.ANYWHERE,
                                (_, matter) -> {
                                    throw new IOException("no other host: " + matter);
                                },
                                logins,
                                clock,
                                random),
                        signedIn);
        this.setup =
                new Setup(
                        new SetupServices(
                                directory,
                                storage,
                                signedIn,
                                auth,
                                logins,
                                clock,
                                random,
                                added::add,
                                8,
                                "1.0",
                                "mail.code.kr"),
                        host,
                        host,
                        host,
                        relay,
                        world,
                        world);
    }

    /// Another server with what was durable at this moment.
    SetupStage killed() {
        return new SetupStage(storage.killed(), clock);
    }

    SetupBrowser browser() {
        HttpHandler door = setup.route().handler();
        return new SetupBrowser(
                exchange -> (exchange.path().startsWith("/auth/") ? auth : door).handle(exchange));
    }

    /// A browser in which the administrator was made.
    SetupBrowser begun() throws IOException {
        SetupBrowser browser = browser();
        browser.begin(setup.code().orElseThrow());
        browser.administrator("jiwoo@code.kr");
        return browser;
    }

    static final class Clock implements InstantSource {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void pass(Duration time) {
            now = now.plus(time);
        }
    }

    /// Notes what it hears; turns away when it is told to.
    static final class Guard implements LoginGuard {
        final List<String> failed = new ArrayList<>();
        Duration shut = Duration.ZERO;

        @Override
        public boolean isTurnedAway(InetAddress peer) {
            return !shut.isZero();
        }

        @Override
        public Duration shutFor(InetAddress peer, String name) {
            return shut;
        }

        @Override
        public Duration failed(LoginTry attempt, String reason) {
            failed.add(reason);
            return Duration.ZERO;
        }

        @Override
        public void succeeded(LoginTry attempt, String account) {}
    }
}
