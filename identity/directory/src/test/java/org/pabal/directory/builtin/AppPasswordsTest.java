// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.directory.builtin.Directories.PASSWORD;
import static org.pabal.directory.builtin.Directories.done;
import static org.pabal.directory.builtin.Directories.reason;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.directory.AppPassword;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginRule;
import org.pabal.directory.LoginService;
import org.pabal.directory.Role;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslClientMechanism;
import org.pabal.sasl.SaslClientStep;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.FakeStorage;

class AppPasswordsTest {
    private static final Address BOB = Address.of("bob@example.org");

    private final FakeStorage storage = new FakeStorage();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
    private final BuiltInDirectory directory = open();
    private final List<AccountId> told = new ArrayList<>();

    private BuiltInDirectory open() {
        return new BuiltInDirectory(storage, Directories.cheap(64), new SecureRandom(), now::get);
    }

    AppPasswordsTest() {
        directory.addDomain(BOB.domain());
        done(directory.addAccount(Directories.account("bob@example.org")));
        directory.whenLoginChanges(told::add);
    }

    @AfterEach
    void close() {
        directory.close();
        storage.close();
    }

    private static LoginContext at(LoginService service) {
        return new LoginContext(Optional.empty(), service);
    }

    private boolean logsIn(String password, LoginService service) {
        return directory.credentials(at(service)).verify("bob", password);
    }

    private String issue(String name, LoginService... scope) {
        return issue(name, Optional.empty(), scope);
    }

    private String issue(String name, Optional<Duration> validFor, LoginService... scope) {
        Set<LoginService> services = scope.length == 0 ? AppPassword.EVERYWHERE : Set.of(scope);
        return switch (directory.issueAppPassword(BOB, name, services, validFor)) {
            case AppPassword.Issue.Issued(var password, _) -> password;
            case AppPassword.Issue.Refused(var reason) -> throw new AssertionError(reason);
        };
    }

    private String refusal(String name, Optional<Duration> validFor, Set<LoginService> scope) {
        return switch (directory.issueAppPassword(BOB, name, scope, validFor)) {
            case AppPassword.Issue.Issued _ -> throw new AssertionError("was not refused");
            case AppPassword.Issue.Refused(var reason) -> reason;
        };
    }

    @Test
    void oneLogsInBesidesTheMainPassword() {
        String phone = issue("phone");
        assertThat(phone).matches("([a-z]{4}-){3}[a-z]{4}");
        assertThat(logsIn(phone, LoginService.IMAP)).isTrue();
        assertThat(logsIn(phone.replace("-", ""), LoginService.POP3)).isTrue();
        assertThat(
                        logsIn(
                                phone.replace('-', ' ').toUpperCase(java.util.Locale.ROOT),
                                LoginService.SIEVE))
                .isTrue();
        assertThat(logsIn(PASSWORD, LoginService.IMAP)).isTrue();
        assertThat(logsIn(phone.substring(1) + "x", LoginService.IMAP)).isFalse();
        assertThat(logsIn(issue("laptop"), LoginService.IMAP)).isTrue();
        assertThat(directory.appPasswords(BOB))
                .extracting(AppPassword::name)
                .containsExactly("laptop", "phone");
    }

    @Test
    void nothingOfItIsInTheStoreInTheClear() {
        String phone = issue("phone");
        String kept =
                new String(
                        storage.read(
                                        org.pabal.storage.Space.Shared.DIRECTORY,
                                        org.pabal.directory.format.v1.DirectoryFormat
                                                .appPasswordKey(new AccountId(1), "phone"))
                                .orElseThrow(),
                        java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(kept).contains("phone").doesNotContain(phone, phone.replace("-", ""));
    }

    @Test
    void itIsGoodInItsScopeAndTimeOnly() {
        String sending =
                issue("printer", Optional.of(Duration.ofDays(90)), LoginService.SUBMISSION);
        assertThat(logsIn(sending, LoginService.SUBMISSION)).isTrue();
        assertThat(logsIn(sending, LoginService.IMAP)).isFalse();
        assertThat(logsIn(sending, LoginService.ANY)).isFalse();
        now.updateAndGet(time -> time.plus(Duration.ofDays(89)));
        assertThat(logsIn(sending, LoginService.SUBMISSION)).isTrue();
        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        assertThat(logsIn(sending, LoginService.SUBMISSION)).isFalse();
    }

    @Test
    void noneChangesThePassword() {
        String phone = issue("phone");
        assertThat(logsIn(phone, LoginService.PASSWORD)).isFalse();
        assertThat(logsIn(PASSWORD, LoginService.PASSWORD)).isTrue();
        assertThat(refusal("x", Optional.empty(), Set.of(LoginService.PASSWORD)))
                .contains("imap, ldap, lmtp");
    }

    @Test
    void aRevokedOneStopsAtOnceAndSessionsEnd() { // THREATS A09
        String phone = issue("phone");
        assertThat(logsIn(phone, LoginService.IMAP)).isTrue();
        assertThat(reason(directory.revokeAppPassword(BOB, "laptop"))).contains("no app password");
        assertThat(told).isEmpty();
        done(directory.revokeAppPassword(BOB, "phone"));
        assertThat(told).containsExactly(new AccountId(1));
        assertThat(logsIn(phone, LoginService.IMAP)).isFalse();
        assertThat(scram(phone, LoginService.IMAP)).isInstanceOf(SaslStep.Refused.class);
        assertThat(logsIn(PASSWORD, LoginService.IMAP)).isTrue();
    }

    @Test
    void namesAreToldApartAndBounded() {
        issue("phone");
        assertThat(refusal("phone", Optional.empty(), AppPassword.EVERYWHERE))
                .contains("choose another name");
        for (String name : new String[] {"", " ", "a\nb", "x".repeat(101)}) {
            assertThat(refusal(name, Optional.empty(), AppPassword.EVERYWHERE))
                    .contains("needs a name");
        }
        assertThat(refusal("x", Optional.of(Duration.ZERO), AppPassword.EVERYWHERE))
                .contains("a minute");
        for (int i = 1; i < AppPasswords.MAX_OF_ACCOUNT; i++) {
            issue("n" + i);
        }
        assertThat(refusal("x", Optional.empty(), AppPassword.EVERYWHERE)).contains("has 50");
    }

    @Test
    void scramProvesEachOfThem() {
        String phone = issue("phone");
        String printer = issue("printer", LoginService.SUBMISSION);
        for (String right : List.of(PASSWORD, phone)) {
            assertThat(scram(right, LoginService.IMAP)).isInstanceOf(SaslStep.Success.class);
        }
        assertThat(scram(printer, LoginService.IMAP)).isInstanceOf(SaslStep.Refused.class);
        assertThat(scram(printer, LoginService.SUBMISSION)).isInstanceOf(SaslStep.Success.class);
        done(directory.changePassword(BOB, "battery staple"));
        for (String right : List.of("battery staple", phone)) {
            assertThat(scram(right, LoginService.IMAP)).isInstanceOf(SaslStep.Success.class);
        }
        assertThat(scram(PASSWORD, LoginService.IMAP)).isInstanceOf(SaslStep.Refused.class);
    }

    @Test
    void scramProvesThemBesideAnImportedHash() {
        done(directory.importPasswordHash(BOB, "{SSHA}K0MZxWoMPVRxegoJBeg1/wEGvbpzYWx0MTIzNA=="));
        String phone = issue("phone");
        assertThat(scram(phone, LoginService.IMAP)).isInstanceOf(SaslStep.Success.class);
        assertThat(scram(PASSWORD, LoginService.IMAP)).isInstanceOf(SaslStep.Refused.class);
        assertThat(logsIn(PASSWORD, LoginService.IMAP)).isTrue(); // makes the hash anew
        assertThat(scram(PASSWORD, LoginService.IMAP)).isInstanceOf(SaslStep.Success.class);
        assertThat(scram(phone, LoginService.IMAP)).isInstanceOf(SaslStep.Success.class);
    }

    @Test
    void theMainPasswordCanBeKeptAwayFromDevices() {
        String phone = issue("phone");
        assertThat(logsIn(PASSWORD, LoginService.IMAP)).isTrue();
        done(directory.setLoginRule(BOB, LoginRule.APP_PASSWORDS_ONLY));
        assertThat(told).containsExactly(new AccountId(1));
        for (LoginService door :
                List.of(
                        LoginService.IMAP,
                        LoginService.POP3,
                        LoginService.SUBMISSION,
                        LoginService.SIEVE,
                        LoginService.LMTP,
                        LoginService.AUTH)) {
            assertThat(logsIn(PASSWORD, door)).as(door.word()).isFalse();
            assertThat(scram(PASSWORD, door)).as(door.word()).isInstanceOf(SaslStep.Refused.class);
            assertThat(logsIn(phone, door)).as(door.word()).isTrue();
            assertThat(scram(phone, door)).as(door.word()).isInstanceOf(SaslStep.Success.class);
        }
        assertThat(logsIn(PASSWORD, LoginService.PASSWORD)).isTrue();
        assertThat(directory.credentials(at(LoginService.IMAP)).explain("bob"))
                .isEqualTo("this account takes app passwords only at imap");
    }

    /// With no thread left to hash, each failure is put off: so each would have been hashed once,
    /// be the name unknown, the account disabled, or the password one that the door does not take.
    @Test
    void eachFailureIsHashedOnce() { // THREATS A02
        String phone = issue("phone", LoginService.SUBMISSION);
        assertThat(logsIn(PASSWORD, LoginService.IMAP)).isTrue();
        done(directory.setLoginRule(BOB, LoginRule.APP_PASSWORDS_ONLY));
        directory.close();
        Credentials imap = directory.credentials(at(LoginService.IMAP));
        for (String password : List.of(phone, PASSWORD, "abcd-efgh-ijkl-mnop")) {
            for (String name : List.of("bob", "nobody")) {
                assertThatThrownBy(() -> imap.verify(name, password))
                        .as(name + " " + password)
                        .isInstanceOf(UnavailableException.class);
            }
        }
        assertThat(directory.credentials(at(LoginService.SUBMISSION)).verify("bob", phone))
                .isTrue(); // and a right one never
    }

    @Test
    void aDisabledAccountsDoNotLogIn() {
        String phone = issue("phone");
        done(directory.disableAccount(BOB));
        assertThat(logsIn(phone, LoginService.IMAP)).isFalse();
        assertThat(scram(phone, LoginService.IMAP)).isInstanceOf(SaslStep.Refused.class);
        done(directory.enableAccount(BOB));
        assertThat(logsIn(phone, LoginService.IMAP)).isTrue();
    }

    @Test
    void whoeverCameWithOneActsForNobodyElse() { // THREATS A03
        done(directory.addAccount(Directories.account("alice@example.org")));
        done(directory.setRole(BOB, Role.ADMINISTRATOR));
        String phone = issue("phone");
        Credentials byPhone = directory.credentials(at(LoginService.IMAP));
        assertThat(byPhone.verify("bob", phone)).isTrue();
        assertThat(byPhone.mayActAs("bob", "bob@example.org")).isTrue();
        assertThat(byPhone.mayActAs("bob", "alice")).isFalse();
        Credentials byScram = directory.credentials(at(LoginService.IMAP));
        assertThat(scram(byScram, phone)).isInstanceOf(SaslStep.Success.class);
        assertThat(byScram.mayActAs("bob", "alice")).isFalse();
        Credentials byMain = directory.credentials(at(LoginService.IMAP));
        assertThat(byMain.verify("bob", PASSWORD)).isTrue();
        assertThat(byMain.mayActAs("bob", "alice")).isTrue();
    }

    @Test
    void theLastDayOfUseIsWrittenDownNowAndThen() {
        String phone = issue("phone");
        assertThat(directory.appPasswords(BOB).getFirst().lastUsed()).isEmpty();
        long commits = storage.version(org.pabal.storage.Space.Shared.DIRECTORY);
        assertThat(logsIn(phone, LoginService.IMAP)).isTrue();
        assertThat(scram(phone, LoginService.IMAP)).isInstanceOf(SaslStep.Success.class);
        assertThat(storage.version(org.pabal.storage.Space.Shared.DIRECTORY)).isEqualTo(commits);
        Optional<LocalDate> today = Optional.of(LocalDate.of(2026, 11, 21));
        assertThat(directory.appPasswords(BOB).getFirst().lastUsed()).isEqualTo(today);
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(11)));
        assertThat(logsIn(phone, LoginService.IMAP)).isTrue();
        try (BuiltInDirectory restarted = open()) {
            assertThat(restarted.appPasswords(BOB).getFirst().lastUsed()).isEqualTo(today);
        }
        commits = storage.version(org.pabal.storage.Space.Shared.DIRECTORY);
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(11)));
        assertThat(logsIn(phone, LoginService.IMAP)).isTrue();
        assertThat(storage.version(org.pabal.storage.Space.Shared.DIRECTORY)).isEqualTo(commits);
    }

    @Test
    void aFullDiskDoesNotKeepPeopleOut() {
        String phone = issue("phone");
        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        storage.failNextCommits(1, new StorageException.Full("no room"));
        assertThat(logsIn(phone, LoginService.IMAP)).isTrue();
        storage.stopFailing();
    }

    @Test
    void aRestartKeepsThemAndRemovalDoesNot() {
        String phone = issue("phone");
        try (BuiltInDirectory restarted = open()) {
            assertThat(restarted.credentials(at(LoginService.IMAP)).verify("bob", phone)).isTrue();
            done(restarted.removeAccount(BOB));
        }
        assertThat(
                        storage.read(
                                org.pabal.storage.Space.Shared.DIRECTORY,
                                org.pabal.directory.format.v1.DirectoryFormat.appPasswordKey(
                                        new AccountId(1), "phone")))
                .isEmpty();
    }

    /// What is typed in an app password's place is judged without harm, whatever it is.
    @Test
    void anythingCanBeTyped() {
        long seed = 7;
        Random random = new Random(seed);
        String phone = issue("phone");
        for (int round = 0; round < 300; round++) {
            StringBuilder typed = new StringBuilder(phone);
            for (int change = random.nextInt(3); change >= 0; change--) {
                typed.setCharAt(random.nextInt(typed.length()), (char) (' ' + random.nextInt(400)));
            }
            String same =
                    typed.toString().replaceAll("[- ]", "").toLowerCase(java.util.Locale.ROOT);
            assertThat(AppPasswordText.letters(typed.toString()).equals(Optional.of(same)))
                    .as("seed " + seed + " round " + round + " " + typed)
                    .isEqualTo(same.matches("[a-z]{16}"));
        }
    }

    private SaslStep scram(String password, LoginService service) {
        return scram(directory.credentials(at(service)), password);
    }

    private static SaslStep scram(Credentials credentials, String password) {
        Random random = new Random(1);
        SaslClientMechanism client =
                SaslMechanisms.client("SCRAM-SHA-256", "bob", password, SaslChannel.PLAIN, random)
                        .orElseThrow();
        SaslServerMechanism server =
                SaslMechanisms.start("SCRAM-SHA-256", credentials, SaslChannel.PLAIN, random)
                        .orElseThrow();
        SaslStep challenge = server.step(client.initialResponse());
        SaslClientStep last = client.respond(((SaslStep.Challenge) challenge).octets());
        return server.step(((SaslClientStep.Response) last).octets());
    }
}
