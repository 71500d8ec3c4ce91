// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AppPassword;
import org.pabal.directory.LoginService;
import org.pabal.sessions.SessionLimits;

/// Signing in with a password, and how long it lasts.
final class SignInTest {
    private final SignInStage stage = new SignInStage();
    private final FakeBrowser browser = stage.browser();

    @Test
    void whoSignsInHasASessionUntilSigningOut() throws Exception {
        var in = browser.login("alice@example.org", SignInStage.PASSWORD);
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.body().path("account").asString()).isEqualTo("alice@example.org");
        assertThat(in.cookies())
                .singleElement()
                .asString()
                .startsWith("__Host-pabal=")
                .endsWith("; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=2592000");
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
        String cookie = browser.cookies.get(SessionCookies.SESSION);
        assertThat(browser.post("/auth/logout", "{}").status()).isEqualTo(204);
        assertThat(browser.cookies).isEmpty();
        browser.cookies.put(SessionCookies.SESSION, cookie);
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
        assertThat(stage.guard.succeeded).containsExactly("alice@example.org");
    }

    @Test
    void aNameWithoutDomainIsToldWhatCompletesIt() throws Exception {
        assertThat(browser.get("/auth/domain").body().path("domain").asString())
                .isEqualTo("example.org");
    }

    @Test
    void everyFormOfTheAddressIsTheSame() throws Exception {
        for (String form :
                List.of(
                        "alice",
                        "ALICE@Example.ORG",
                        " alice@example.org ",
                        "EXAMPLE.ORG\\\\alice")) {
            assertThat(
                            stage.browser()
                                    .login(form, SignInStage.PASSWORD)
                                    .body()
                                    .path("account")
                                    .asString())
                    .as(form)
                    .isEqualTo("alice@example.org");
        }
    }

    /// THREATS A02.
    @Test
    void anUnknownNameIsAnsweredAsAWrongPassword() throws Exception {
        var wrong = browser.login("alice@example.org", "wrong horse");
        var unknown = browser.login("nobody@example.org", "wrong horse");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(unknown.body());
        assertThat(wrong.fields()).isEqualTo(unknown.fields());
        assertThat(browser.cookies).isEmpty();
        assertThat(stage.guard.failed).hasSize(2);
    }

    /// THREATS A07: says how long.
    @Test
    void whoIsTurnedAwayIsToldHowLong() throws Exception {
        stage.guard.shut = Duration.ofSeconds(90);
        var said = browser.login("alice@example.org", SignInStage.PASSWORD);
        assertThat(said.status()).isEqualTo(429);
        assertThat(said.body().path("retryAfter").asInt()).isEqualTo(90);
        assertThat(said.fields()).containsEntry("Retry-After", "90");
    }

    /// THREATS J09: a cookie set before signing in is worth nothing afterwards.
    @Test
    void signingInMakesANewTokenAndEndsTheOldSession() throws Exception {
        browser.cookies.put(SessionCookies.SESSION, "A".repeat(43));
        browser.login("alice@example.org", SignInStage.PASSWORD);
        String first = browser.cookies.get(SessionCookies.SESSION);
        assertThat(first).isNotEqualTo("A".repeat(43));
        browser.login("alice@example.org", SignInStage.PASSWORD);
        assertThat(browser.cookies.get(SessionCookies.SESSION)).isNotEqualTo(first);
        browser.cookies.put(SessionCookies.SESSION, first);
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
        assertThat(stage.sessions.list(stage.alice().id())).hasSize(1);
    }

    /// THREATS J08.
    @Test
    void otherSitesAskInVain() throws Exception {
        browser.login("alice@example.org", SignInStage.PASSWORD);
        browser.fields.put("Sec-Fetch-Site", "same-site");
        assertThat(browser.get("/auth/session").code()).isEqualTo("crossSite");
        browser.fields.remove("Sec-Fetch-Site");
        assertThat(browser.post("/auth/logout", "{}").status()).isEqualTo(403);
        browser.fields.put("Sec-Fetch-Site", "same-origin");
        browser.fields.remove("X-Pabal");
        assertThat(browser.post("/auth/logout", "{}").status()).isEqualTo(403);
        browser.fields.put("X-Pabal", "1");
        browser.fields.put("Content-Type", "text/plain");
        assertThat(browser.login("alice@example.org", SignInStage.PASSWORD).status())
                .isEqualTo(415);
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
    }

    /// THREATS J09.
    @Test
    void aCookieInTheClearIsNone() throws Exception {
        browser.login("alice@example.org", SignInStage.PASSWORD);
        browser.isSecure = false;
        assertThat(browser.get("/auth/session").status()).isEqualTo(403);
        assertThat(stage.signedIn.find(browser.exchange("GET", "/jmap/api"))).isEmpty();
    }

    /// THREATS J09, A09.
    @Test
    void aChangedPasswordEndsEverySession() throws Exception {
        browser.login("alice@example.org", SignInStage.PASSWORD);
        stage.directory.changePassword(SignInStage.ALICE, "another horse");
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
        SignInStage again = stage.restarted();
        assertThat(again.sessions.list(again.alice().id())).isEmpty();
    }

    @Test
    void aDisabledAccountHasNoSessions() throws Exception {
        browser.login("alice@example.org", SignInStage.PASSWORD);
        stage.directory.disableAccount(SignInStage.ALICE);
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
        assertThat(browser.login("alice@example.org", SignInStage.PASSWORD).status())
                .isEqualTo(401);
    }

    @Test
    void appPasswordsNeitherSignInNorEndSessions() throws Exception {
        var issued =
                stage.directory.issueAppPassword(
                        SignInStage.ALICE,
                        "phone",
                        Set.of(LoginService.IMAP, LoginService.HTTP),
                        Optional.empty());
        String password = ((AppPassword.Issue.Issued) issued).password();
        assertThat(browser.login("alice@example.org", password).status()).isEqualTo(401);
        browser.login("alice@example.org", SignInStage.PASSWORD);
        stage.directory.revokeAppPassword(SignInStage.ALICE, "phone");
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
    }

    @Test
    void aSessionOutlivesARestartButNotItsLimits() throws Exception {
        browser.login("alice@example.org", SignInStage.PASSWORD);
        SignInStage again = stage.restarted();
        FakeBrowser later = again.browser();
        later.cookies.putAll(browser.cookies);
        stage.clock.pass(Duration.ofHours(23));
        assertThat(later.get("/auth/session").status()).isEqualTo(200);
        stage.clock.pass(Duration.ofHours(23));
        assertThat(later.get("/auth/session").status()).isEqualTo(200);
        stage.clock.pass(Duration.ofHours(25));
        assertThat(later.get("/auth/session").status()).isEqualTo(401);
        again.sessions.sweep();
        assertThat(again.sessions.endAll(again.alice().id())).isZero();
    }

    @Test
    void thirtyDaysAreTheMost() throws Exception {
        browser.login("alice@example.org", SignInStage.PASSWORD);
        for (int day = 0; day < 32; day++) {
            assertThat(browser.get("/auth/session").status())
                    .isEqualTo(day * 23 < 30 * 24 ? 200 : 401);
            stage.clock.pass(Duration.ofHours(23));
        }
    }

    @Test
    void onASharedComputerItIsShort() throws Exception {
        var in =
                browser.post(
                        "/auth/login",
                        "{\"address\":\"alice\",\"password\":\"correct horse\",\"shared\":true}");
        assertThat(in.cookies().getFirst()).doesNotContain("Max-Age");
        stage.clock.pass(Duration.ofMinutes(61));
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
    }

    @Test
    void sessionsAreListedAndEnded() throws Exception {
        browser.login("alice", SignInStage.PASSWORD);
        FakeBrowser phone = stage.browser();
        phone.fields.put("User-Agent", "Mozilla/5.0 (iPhone; …) Version/18.0 Safari/604.1 <b>");
        phone.login("alice", SignInStage.PASSWORD);
        var all = browser.get("/auth/sessions").body().path("sessions");
        assertThat(all.size()).isEqualTo(2);
        assertThat(all.toString())
                .contains("\"device\":\"Firefox · Windows\"", "\"device\":\"Safari · iPhone\"")
                .doesNotContain("<b>");
        String other =
                stage.sessions.list(stage.alice().id()).stream()
                        .filter(each -> each.visitor().device().startsWith("Safari"))
                        .findFirst()
                        .orElseThrow()
                        .id();
        assertThat(browser.ask("DELETE", "/auth/sessions/" + other, "").status()).isEqualTo(204);
        assertThat(phone.get("/auth/session").status()).isEqualTo(401);
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
        phone.login("alice", SignInStage.PASSWORD);
        assertThat(browser.ask("DELETE", "/auth/sessions", "").body().path("ended").asInt())
                .isEqualTo(1);
        assertThat(phone.get("/auth/session").status()).isEqualTo(401);
    }

    /// THREATS J05: another's session is nobody's.
    @Test
    void nobodyEndsTheSessionsOfOthers() throws Exception {
        browser.login("alice", SignInStage.PASSWORD);
        FakeBrowser bob = stage.browser();
        bob.login("bob", "staple battery");
        String id = stage.sessions.list(stage.alice().id()).getFirst().id();
        assertThat(bob.ask("DELETE", "/auth/sessions/" + id, "").status()).isEqualTo(404);
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
    }

    @Test
    void theOldestGoesWhenThereAreTooMany() throws Exception {
        browser.login("alice", SignInStage.PASSWORD);
        for (int i = 0; i < SessionLimits.defaults().perAccount(); i++) {
            stage.clock.pass(Duration.ofSeconds(1));
            stage.browser().login("alice", SignInStage.PASSWORD);
        }
        assertThat(stage.sessions.list(stage.alice().id()))
                .hasSize(SessionLimits.defaults().perAccount());
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
    }

    @Test
    void confirmingMakesANewToken() throws Exception {
        browser.login("alice", SignInStage.PASSWORD);
        String before = browser.cookies.get(SessionCookies.SESSION);
        stage.clock.pass(Duration.ofMinutes(11));
        assertThat(browser.get("/auth/session").body().path("confirmedUntil").isNull()).isTrue();
        assertThat(browser.post("/auth/confirm", "{\"password\":\"staple battery\"}").status())
                .isEqualTo(401);
        assertThat(browser.post("/auth/confirm", "{\"password\":\"correct horse\"}").status())
                .isEqualTo(200);
        assertThat(browser.get("/auth/session").body().path("confirmedUntil").isString()).isTrue();
        browser.cookies.put(SessionCookies.SESSION, before);
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
    }

    @Test
    void brokenBodiesAreToldSo() throws Exception {
        assertThat(browser.post("/auth/login", "{").status()).isEqualTo(400);
        assertThat(browser.post("/auth/login", "[]").status()).isEqualTo(400);
        assertThat(browser.post("/auth/login", "{\"address\":1}").status()).isEqualTo(400);
        assertThat(browser.post("/auth/login", "{\"a\":1,\"a\":2}").status()).isEqualTo(400);
        assertThat(browser.post("/auth/login", "[".repeat(1000)).status()).isEqualTo(400);
        assertThat(browser.post("/auth/login", " ".repeat(70_000)).status()).isEqualTo(413);
        assertThat(browser.get("/auth/nothing").status()).isEqualTo(404);
    }
}
