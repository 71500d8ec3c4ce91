// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.directory.PasswordChange;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.builtin.DirectoryConfig;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.http.Homes;
import org.pabal.http.Homes.Matter;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.sasl.LoginTry;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.SessionLimits;
import org.pabal.sessions.enrolment.Enrolment;
import org.pabal.sessions.kept.Demands;
import org.pabal.sessions.kept.EndWithPassword;
import org.pabal.sessions.kept.KeptFactors;
import org.pabal.sessions.kept.OwedSignOuts;
import org.pabal.sessions.kept.Sessions;
import org.pabal.sessions.passkey.Ceremonies;
import org.pabal.sessions.passkey.RelyingParty;
import org.pabal.storage.Commit;
import org.pabal.storage.testing.FakeStorage;

/// The door over the true directory: alice@example.org with `correct horse`, bob with `staple
/// battery`. Time goes on only when it is told to.
final class SignInStage {
    static final Address ALICE = Address.of("alice@example.org");
    static final String PASSWORD = "correct horse";

    final FakeStorage storage;
    final Guard guard = new Guard();
    final BuiltInDirectory directory;
    final Sessions sessions;
    final KeptFactors factors;
    final AuthDoor door;
    final SignedIn signedIn;
    final Ceremonies passkeys;
    final Enrolment enrolment;
    final EndWithPassword end;
    final OwedSignOuts owed;

    /// What was passed on to other hosts.
    final List<Matter> passed = new ArrayList<>();

    private final Homes homes =
            (exchange, matter) -> {
                passed.add(matter);
                exchange.status(200).send("{}".getBytes(StandardCharsets.UTF_8));
            };

    /// Whether nobody may be without a second factor.
    boolean demanded;

    final Clock clock;

    SignInStage() {
        this(new FakeStorage(), new Clock());
        directory.addDomain(Domain.of("example.org"));
        add(ALICE, PASSWORD);
        add(Address.of("bob@example.org"), "staple battery");
    }

    private SignInStage(FakeStorage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
        this.directory =
                new BuiltInDirectory(
                        storage,
                        DirectoryConfig.defaults().with(new Argon2Setting(64, 1, 1), 4_096),
                        new SecureRandom(),
                        clock);
        RandomText random = new RandomText(new SecureRandom());
        this.sessions = new Sessions(storage, SessionLimits.defaults(), clock, random);
        directory.whenSignInChanges(sessions::signInChanged);
        this.factors =
                new KeptFactors(
                        storage,
                        part -> storage.commit(new Commit(UUID.randomUUID(), List.of(part))));
        this.owed = new OwedSignOuts(storage, directory, clock);
        this.end = new EndWithPassword(storage, sessions, factors, owed);
        end.recover();
        directory.watchPasswords(end);
        Demands demands = new Demands(_ -> demanded, factors);
        this.signedIn = new SignedIn(sessions, directory, demands, clock);
        this.passkeys = new Ceremonies(RelyingParty.of("mail.example.org"), clock, random);
        this.enrolment = new Enrolment(factors, passkeys, clock, random);
        this.door =
                new AuthDoor(
                        new SignInServices(
                                directory,
                                new PasswordChange(directory),
                                sessions,
                                factors,
                                demands,
                                passkeys,
                                enrolment,
                                _ ->
                                        new LoginContext(
                                                Optional.of(Domain.of("example.org")),
                                                LoginService.WEB),
                                homes,
                                new LoginDoor("web", guard, LoginPause.NONE),
                                clock,
                                random),
                        signedIn);
    }

    /// The server again, with what was durable.
    SignInStage restarted() {
        return new SignInStage(storage.reopened(), clock);
    }

    /// Another server with what was durable at this moment.
    SignInStage killed() {
        return new SignInStage(storage.killed(), clock);
    }

    private void add(Address address, String password) {
        directory.addAccount(
                new NewAccount(address, password, "", Language.ENGLISH, OptionalLong.empty()));
    }

    Account alice() {
        return directory.account(ALICE).orElseThrow();
    }

    FakeBrowser browser() {
        return new FakeBrowser(door);
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
        final List<LoginTry> failed = new ArrayList<>();
        final List<String> reasons = new ArrayList<>();
        final List<String> succeeded = new ArrayList<>();
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
            failed.add(attempt);
            reasons.add(reason);
            return Duration.ZERO;
        }

        @Override
        public void succeeded(LoginTry attempt, String account) {
            succeeded.add(account);
        }
    }
}
