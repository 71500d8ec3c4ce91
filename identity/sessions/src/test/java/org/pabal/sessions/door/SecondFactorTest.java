// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.sessions.Factors;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.RecoveryCodes;
import org.pabal.sessions.Totp;

/// Signing in where the password is not enough.
final class SecondFactorTest {
    private final SignInStage stage = new SignInStage();
    private final FakeBrowser browser = stage.browser();
    private final Totp totp =
            new Totp(
                    "12345678901234567890".getBytes(StandardCharsets.US_ASCII),
                    stage.clock.instant(),
                    0);
    private final RecoveryCodes.Made codes = RecoveryCodes.make(new RandomText(new SecureRandom()));

    @BeforeEach
    void aliceHasAnAuthenticator() {
        stage.factors.change(
                stage.alice().id(),
                factors ->
                        Optional.of(factors.withTotp(Optional.of(totp)).withCodes(codes.kept())));
    }

    /// The code that is right now.
    private String code() {
        return totp.code(stage.clock.instant());
    }

    private FakeBrowser.Said totp(String code) throws Exception {
        return browser.post("/auth/totp", "{\"code\":\"" + code + "\"}");
    }

    @Test
    void thePasswordAloneOpensNothing() throws Exception {
        var said = browser.login("alice", SignInStage.PASSWORD);
        assertThat(said.status()).isEqualTo(200);
        assertThat(said.body().toString())
                .isEqualTo("{\"next\":\"totp\",\"proofs\":[\"totp\",\"recovery\"]}");
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
        assertThat(browser.cookies).containsOnlyKeys(SessionCookies.STEP);
        assertThat(stage.guard.succeeded).isEmpty();
        assertThat(totp(code()).body().path("account").asString()).isEqualTo("alice@example.org");
        assertThat(browser.cookies).containsOnlyKeys(SessionCookies.SESSION);
        assertThat(stage.guard.succeeded).containsExactly("alice@example.org");
    }

    /// THREATS A11: also after a restart.
    @Test
    void aCodeIsGoodOnce() throws Exception {
        String code = code();
        browser.login("alice", SignInStage.PASSWORD);
        assertThat(totp(code).status()).isEqualTo(200);
        browser.login("alice", SignInStage.PASSWORD);
        assertThat(totp(code).status()).isEqualTo(401);
        SignInStage again = stage.restarted();
        FakeBrowser other = again.browser();
        other.login("alice", SignInStage.PASSWORD);
        assertThat(other.post("/auth/totp", "{\"code\":\"" + code + "\"}").status()).isEqualTo(401);
        stage.clock.pass(Duration.ofSeconds(30));
        String next = code();
        assertThat(other.post("/auth/totp", "{\"code\":\"" + next + "\"}").status()).isEqualTo(200);
    }

    @Test
    void aRecoveryCodeIsGoodOnce() throws Exception {
        String code = codes.shown().getFirst();
        for (int status : List.of(200, 401)) {
            browser.login("alice", SignInStage.PASSWORD);
            assertThat(browser.post("/auth/recovery", "{\"code\":\"" + code + "\"}").status())
                    .isEqualTo(status);
        }
        assertThat(stage.factors.of(stage.alice().id()).codes().left()).isEqualTo(9);
    }

    /// THREATS A07: few tries of a sign-in, few of an account in an hour.
    @Test
    void codesAreNotGuessed() throws Exception {
        String right = code();
        int wrong = 0;
        for (int i = 0; wrong < 20; i++) {
            if (i % 5 == 0) {
                browser.login("alice", SignInStage.PASSWORD);
            }
            String guess = String.format(Locale.ROOT, "%06d", 300_000 + i);
            if (totp.step(guess, stage.clock.instant()).isEmpty()) {
                assertThat(totp(guess).code()).isEqualTo("refused");
                wrong++;
            }
        }
        assertThat(stage.guard.failed).hasSize(20);
        browser.login("alice", SignInStage.PASSWORD);
        var shut = totp(right);
        assertThat(shut.status()).isEqualTo(429);
        assertThat(shut.body().path("retryAfter").asInt()).isBetween(3_500, 3_600);
    }

    @Test
    void fiveWrongCodesEndASignIn() throws Exception {
        browser.login("alice", SignInStage.PASSWORD);
        for (int i = 0; i < 5; i++) {
            assertThat(totp("x").code()).isEqualTo("refused");
        }
        assertThat(totp(code()).code()).isEqualTo("expired");
    }

    @Test
    void aSignInWaitsTenMinutesAndNotForAnotherPassword() throws Exception {
        browser.login("alice", SignInStage.PASSWORD);
        stage.clock.pass(Duration.ofMinutes(10));
        assertThat(totp(code()).code()).isEqualTo("expired");
        browser.login("alice", SignInStage.PASSWORD);
        stage.directory.changePassword(SignInStage.ALICE, "another horse");
        assertThat(totp(code()).code()).isEqualTo("refused");
        assertThat(stage.sessions.list(stage.alice().id())).isEmpty();
    }

    /// THREATS J09: the cookie of a step is no session.
    @Test
    void theCookieOfAStepIsNoSession() throws Exception {
        browser.login("alice", SignInStage.PASSWORD);
        browser.cookies.put(SessionCookies.SESSION, browser.cookies.get(SessionCookies.STEP));
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
    }

    @Test
    void aBrowserIsRememberedWhereTheOwnerWantsIt() throws Exception {
        stage.factors.change(
                stage.alice().id(),
                factors -> Optional.of(factors.withPolicy(Factors.Policy.NEW_DEVICES)));
        browser.login("alice", SignInStage.PASSWORD);
        totp(code());
        assertThat(browser.cookies).containsKey(SessionCookies.DEVICE);
        browser.post("/auth/logout", "{}");
        assertThat(browser.login("alice", SignInStage.PASSWORD).body().has("account")).isTrue();
        assertThat(stage.browser().login("alice", SignInStage.PASSWORD).body().has("next"))
                .isTrue();
        browser.ask("DELETE", "/auth/sessions", "");
        assertThat(browser.login("alice", SignInStage.PASSWORD).body().has("next")).isTrue();
    }

    @Test
    void confirmingAsksForTheCodeToo() throws Exception {
        browser.login("alice", SignInStage.PASSWORD);
        totp(code());
        stage.clock.pass(Duration.ofMinutes(11));
        String password = "{\"password\":\"correct horse\"";
        assertThat(browser.post("/auth/confirm", password + "}").body().path("next").asString())
                .isEqualTo("totp");
        assertThat(browser.get("/auth/session").body().path("confirmedUntil").isNull()).isTrue();
        assertThat(
                        browser.post("/auth/confirm", password + ",\"code\":\"" + code() + "\"}")
                                .body()
                                .path("confirmedUntil")
                                .isString())
                .isTrue();
    }

    @Test
    void bobHasNone() throws Exception {
        assertThat(browser.login("bob", "staple battery").body().has("account")).isTrue();
    }
}
