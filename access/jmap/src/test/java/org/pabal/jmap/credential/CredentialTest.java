// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginRule;
import org.pabal.directory.LoginService;
import org.pabal.directory.PasswordChange;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.builtin.DirectoryConfig;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.testing.BrowserUser;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginTry;
import org.pabal.sasl.RecentLogins;
import org.pabal.sessions.Proof;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.Session;
import org.pabal.sessions.SessionLimits;
import org.pabal.sessions.Totp;
import org.pabal.sessions.Visitor;
import org.pabal.sessions.enrolment.Enrolment;
import org.pabal.sessions.kept.Demands;
import org.pabal.sessions.kept.KeptFactors;
import org.pabal.sessions.kept.Sessions;
import org.pabal.sessions.passkey.Ceremonies;
import org.pabal.sessions.passkey.RelyingParty;
import org.pabal.storage.Commit;
import org.pabal.storage.testing.FakeStorage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Credential/get and /set over the true directory: alice@example.org with `correct horse`, in one
/// browser, and signed in with another.
final class CredentialTest {
    private static final Address ALICE = Address.of("alice@example.org");
    private static final RelyingParty PARTY = RelyingParty.of("mail.example.org");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FakeStorage storage = new FakeStorage();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final InstantSource clock = now::get;
    private final RandomText random = new RandomText(new SecureRandom());
    private final BuiltInDirectory directory =
            new BuiltInDirectory(
                    storage,
                    DirectoryConfig.defaults().with(new Argon2Setting(64, 1, 1), 4_096),
                    new SecureRandom(),
                    clock);
    private final Sessions sessions =
            new Sessions(storage, SessionLimits.defaults(), clock, random);
    private final KeptFactors factors =
            new KeptFactors(
                    storage, part -> storage.commit(new Commit(UUID.randomUUID(), List.of(part))));
    private boolean demanded;
    private final RecentLogins logins = new RecentLogins(LoginGuard.NONE, clock);
    private final List<JmapMethod> methods =
            new CredentialServices(
                            directory,
                            new PasswordChange(directory),
                            sessions,
                            factors,
                            new Demands(_ -> demanded, factors),
                            new Enrolment(
                                    factors, new Ceremonies(PARTY, clock, random), clock, random),
                            PARTY,
                            LoginDoor.open("web"),
                            clock,
                            random,
                            (_, name, scope, _) ->
                                    Optional.of(
                                            new Profiles.Link(
                                                    "https://mail.example.org/" + name + scope,
                                                    now.get().plusSeconds(600))),
                            logins)
                    .methods();
    private final Session session;

    CredentialTest() {
        directory.whenSignInChanges(sessions::signInChanged);
        directory.addDomain(Domain.of("example.org"));
        directory.addAccount(
                new NewAccount(ALICE, "correct horse", "", Language.ENGLISH, OptionalLong.empty()));
        session = open();
    }

    @BeforeEach
    void anotherBrowser() {
        open();
    }

    private Session open() {
        return sessions.open(
                        sessions.begin(),
                        alice().id(),
                        new Visitor("Firefox", "192.0.2.1"),
                        false,
                        Set.of(Proof.PASSWORD))
                .orElseThrow()
                .session();
    }

    private Account alice() {
        return directory.account(ALICE).orElseThrow();
    }

    private ObjectNode call(int method, String arguments, Optional<String> by) {
        BrowserUser user = new BrowserUser(alice(), by);
        ObjectNode json = (ObjectNode) JSON.readTree(arguments);
        json.put("accountId", JmapAccount.own(alice()).id());
        return methods.get(method)
                .call(
                        new MethodCall(
                                json,
                                user,
                                new CreatedIds(),
                                JmapLimits.defaults(),
                                Set.of(CredentialCapability.URN)));
    }

    private ObjectNode set(String arguments) {
        return call(1, arguments, Optional.of(session.id()));
    }

    private JsonNode get(String id) {
        for (JsonNode each :
                call(0, "{\"ids\":null}", Optional.of(session.id())).path("list").values()) {
            if (each.path("id").asString().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("no credential " + id);
    }

    private boolean logsIn(String password, LoginService service) {
        return directory
                .credentials(new LoginContext(Optional.empty(), service))
                .verify("alice@example.org", password);
    }

    private static JsonNode outcome(ObjectNode response) {
        return response.path("updated").path("password").path("outcome");
    }

    /// THREATS A09: success is said only after a log-in with the new one.
    @Test
    void aPasswordIsChangedAndOnlyThisBrowserStays() {
        JsonNode outcome =
                outcome(
                        set(
                                "{\"update\":{\"password\":{\"current\":\"correct horse\",\"new\":\"staple"
                                        + " battery 9\"}}}"));
        assertThat(outcome.path("changed").asBoolean()).isTrue();
        assertThat(outcome.path("verifiedAt").asString()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(outcome.path("sessionsEnded").asInt()).isEqualTo(1);
        assertThat(sessions.list(alice().id()))
                .extracting(Session::id)
                .containsExactly(session.id());
        assertThat(logsIn("staple battery 9", LoginService.IMAP)).isTrue();
        assertThat(logsIn("correct horse", LoginService.IMAP)).isFalse();
    }

    @Test
    void aRefusalIsQuotedAndNothingChanges() {
        JsonNode refused =
                set("{\"update\":{\"password\":{\"current\":\"correct horse\",\"new\":\"short\"}}}")
                        .path("notUpdated")
                        .path("password");
        assertThat(refused.path("type").asString()).isEqualTo("passwordRefused");
        assertThat(refused.path("outcome").path("changed").asBoolean(true)).isFalse();
        assertThat(refused.path("outcome").path("reason").asString()).isNotBlank();
        assertThat(sessions.list(alice().id())).hasSize(2);
        assertThat(
                        set("{\"update\":{\"password\":{\"current\":\"wrong\",\"new\":\"staple battery\"}}}")
                                .path("notUpdated")
                                .path("password")
                                .path("properties")
                                .toString())
                .isEqualTo("[\"current\"]");
    }

    @Test
    void whatIsDangerousAsksForAProofOfTheLastMinutes() {
        now.set(now.get().plus(Duration.ofMinutes(11)));
        assertThat(
                        set("{\"create\":{\"a\":{\"type\":\"appPassword\",\"name\":\"phone\"}}}")
                                .path("notCreated")
                                .path("a")
                                .path("type")
                                .asString())
                .isEqualTo("stepUpRequired");
        sessions.confirm(session, Set.of(Proof.PASSWORD));
        assertThat(
                        set("{\"create\":{\"a\":{\"type\":\"appPassword\",\"name\":\"phone\"}}}")
                                .path("created")
                                .has("a"))
                .isTrue();
    }

    @Test
    void anAppPasswordIsMadeListedAndEnded() {
        JsonNode made =
                set("{\"create\":{\"a\":{\"type\":\"appPassword\",\"name\":\"전화기 1\","
                                + "\"services\":[\"imap\"]}}}")
                        .path("created")
                        .path("a");
        String password = made.path("password").asString();
        assertThat(logsIn(password, LoginService.IMAP)).isTrue();
        assertThat(logsIn(password, LoginService.SUBMISSION)).isFalse();
        assertThat(logsIn(password, LoginService.WEB)).isFalse();
        String id = made.path("id").asString();
        assertThat(get(id).path("services").toString()).isEqualTo("[\"imap\"]");
        assertThat(set("{\"destroy\":[\"" + id + "\"]}").path("destroyed").toString())
                .isEqualTo("[\"" + id + "\"]");
        assertThat(logsIn(password, LoginService.IMAP)).isFalse();
        assertThat(sessions.list(alice().id())).hasSize(2);
    }

    @Test
    void mailProgramsTakeAppPasswordsOnlyWhereTheOwnerSaysSo() {
        set("{\"update\":{\"policy\":{\"appPasswordsOnly\":true}}}");
        assertThat(alice().loginRule()).isEqualTo(LoginRule.APP_PASSWORDS_ONLY);
        assertThat(get("policy").path("appPasswordsOnly").asBoolean()).isTrue();
        assertThat(logsIn("correct horse", LoginService.IMAP)).isFalse();
        assertThat(logsIn("correct horse", LoginService.HTTP)).isFalse();
        assertThat(logsIn("correct horse", LoginService.WEB)).isTrue();
        assertThat(sessions.current(alice().id(), session.id())).isPresent();
    }

    @Test
    void anAuthenticatorIsOnAfterItsFirstCode() {
        JsonNode shown = set("{\"create\":{\"t\":{\"type\":\"totp\"}}}").path("created").path("t");
        assertThat(shown.path("url").asString())
                .contains("secret=" + shown.path("secret").asString());
        assertThat(get("totp").path("on").asBoolean()).isFalse();
        assertThat(
                        set("{\"update\":{\"totp\":{\"code\":\"000000x\"}}}")
                                .path("notUpdated")
                                .has("totp"))
                .isTrue();
        Totp totp = new Totp(secret(shown.path("secret").asString()), now.get(), 0);
        ObjectNode on = set("{\"update\":{\"totp\":{\"code\":\"" + code(totp) + "\"}}}");
        assertThat(on.path("updated").path("totp").path("codes").size()).isEqualTo(10);
        assertThat(get("totp").path("on").asBoolean()).isTrue();
        assertThat(get("recovery").path("left").asInt()).isEqualTo(10);
        set("{\"destroy\":[\"totp\"]}");
        assertThat(get("policy").path("on").asBoolean()).isFalse();
        assertThat(get("recovery").path("left").asInt()).isZero();
    }

    private String code(Totp totp) {
        return totp.code(now.get());
    }

    private static byte[] secret(String base32) {
        byte[] octets = new byte[base32.length() * 5 / 8];
        int bits = 0;
        int kept = 0;
        int at = 0;
        for (char c : base32.toCharArray()) {
            bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c);
            kept += 5;
            if (kept >= 8) {
                kept -= 8;
                octets[at++] = (byte) (bits >>> kept);
            }
            bits &= (1 << kept) - 1;
        }
        return octets;
    }

    @Test
    void whoCameWithoutASessionSeesNothing() {
        assertThatThrownBy(() -> call(0, "{\"ids\":null}", Optional.empty()))
                .isInstanceOf(MethodError.class)
                .hasMessage("forbidden");
        assertThatThrownBy(() -> call(1, "{}", Optional.empty()))
                .isInstanceOf(MethodError.class)
                .hasMessage("forbidden");
    }

    @Test
    void aSessionElsewhereIsEndedWithoutAnotherProof() {
        now.set(now.get().plus(Duration.ofMinutes(11)));
        String other =
                sessions.list(alice().id()).stream()
                        .map(Session::id)
                        .filter(id -> !id.equals(session.id()))
                        .findFirst()
                        .orElseThrow();
        assertThat(get("session-" + other).path("current").asBoolean(true)).isFalse();
        set("{\"destroy\":[\"session-" + other + "\"]}");
        assertThat(sessions.list(alice().id())).hasSize(1);
    }

    @Test
    void aTelephoneIsOfferedAProfileWithItsPassword() {
        JsonNode made =
                set("{\"create\":{\"a\":{\"type\":\"appPassword\",\"name\":\"phone\",\"services\":[\"imap\"]}}}")
                        .path("created")
                        .path("a");
        assertThat(made.path("profile").path("url").asString())
                .isEqualTo("https://mail.example.org/phone[IMAP]");
        assertThat(made.path("profile").path("expiresAt").asString())
                .isEqualTo("2026-03-01T12:10:00Z");
    }

    @Test
    void theOwnerSeesWhoCameToTheDoors() {
        InetAddress peer = InetAddress.ofLiteral("203.0.113.7");
        LoginTry attempt = new LoginTry(peer, "imap", "alice@example.org", OptionalLong.empty());
        logins.failed(attempt, "wrong credentials: this app password is not good for imap");
        logins.failed(new LoginTry(peer, "imap", "bob@example.org", OptionalLong.empty()), "wrong");
        now.set(now.get().plusSeconds(1));
        logins.succeeded(attempt, "alice@example.org");
        assertThat(call(2, "{}", Optional.of(session.id())).path("list").toString())
                .isEqualTo(
                        "[{\"at\":\"2026-03-01T12:00:01Z\",\"service\":\"imap\",\"address\":\"203.0.113.7\",\"refused\":null},"
                                + "{\"at\":\"2026-03-01T12:00:00Z\",\"service\":\"imap\",\"address\":\"203.0.113.7\",\"refused\":\"app-password-elsewhere\"}]");
        assertThatThrownBy(() -> call(2, "{}", Optional.empty())).isInstanceOf(MethodError.class);
    }

    /// THREATS A02: the reason is for the owner; the client hears one text for all.
    @Test
    void anAppPasswordOfAnotherServiceIsExplained() {
        String password =
                set("{\"create\":{\"a\":{\"type\":\"appPassword\",\"name\":\"phone\",\"services\":[\"imap\"]}}}")
                        .path("created")
                        .path("a")
                        .path("password")
                        .asString();
        Credentials pop3 =
                directory.credentials(new LoginContext(Optional.empty(), LoginService.POP3));
        assertThat(pop3.verify("alice@example.org", password)).isFalse();
        assertThat(pop3.explain("alice@example.org"))
                .isEqualTo("this app password is not good for pop3");
        assertThat(pop3.verify("alice@example.org", "wrong")).isFalse();
        assertThat(pop3.explain("alice@example.org")).isEmpty();
    }
}
