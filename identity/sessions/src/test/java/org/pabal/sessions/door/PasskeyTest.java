// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.sessions.Passkey;
import org.pabal.sessions.enrolment.Enrolment;
import org.pabal.sessions.enrolment.Enrolment.Terms;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Passkeys at the door: alice has one. What is refused is refused with one answer.
final class PasskeyTest {
    private final SignInStage stage = new SignInStage();
    private final FakeBrowser browser = stage.browser();
    private final SoftAuthenticator authenticator = new SoftAuthenticator();

    @BeforeEach
    void aliceHasAPasskey() {
        assertThat(made(stage.alice(), authenticator)).isInstanceOf(Enrolment.Outcome.Made.class);
    }

    private Enrolment.Outcome made(Account account, SoftAuthenticator by) {
        JsonNode options = stage.enrolment.passkey(account, "s");
        return stage.enrolment.passkey(
                account, "s", "notebook", by.create(options).toString(), Terms.ANOTHER);
    }

    private Passkey kept() {
        return stage.factors.of(stage.alice().id()).passkeys().all().getFirst();
    }

    private JsonNode asked(FakeBrowser by, String purpose) throws Exception {
        return by.post("/auth/passkey/options", "{\"for\":\"" + purpose + "\"}")
                .body()
                .path("publicKey");
    }

    private FakeBrowser.Said show(FakeBrowser by, String purpose, JsonNode credential)
            throws Exception {
        return by.post(
                "/auth/passkey", "{\"for\":\"" + purpose + "\",\"credential\":" + credential + "}");
    }

    private FakeBrowser.Said signIn() throws Exception {
        return show(browser, "sign-in", authenticator.get(asked(browser, "sign-in")));
    }

    private void assertRefused(FakeBrowser.Said said, String reason) throws Exception {
        assertThat(said.status()).isEqualTo(401);
        assertThat(said.body().toString())
                .isEqualTo(stage.browser().login("nobody", "x").body().toString());
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
        assertThat(stage.guard.reasons).anyMatch(each -> each.contains(reason));
    }

    @Test
    void itSignsInWithoutANameOrAPassword() throws Exception {
        JsonNode options = asked(browser, "sign-in");
        assertThat(options.path("rpId").asString()).isEqualTo("mail.example.org");
        assertThat(options.path("userVerification").asString()).isEqualTo("required");
        assertThat(options.path("allowCredentials").isEmpty()).isTrue();
        var said = show(browser, "sign-in", authenticator.get(options));
        assertThat(said.body().path("account").asString()).isEqualTo("alice@example.org");
        assertThat(said.body().path("confirmedUntil").isString()).isTrue();
        assertThat(browser.cookies).containsOnlyKeys(SessionCookies.SESSION);
        assertThat(kept().counter()).isEqualTo(1);
        assertThat(kept().used()).isPresent();
        assertThat(stage.guard.succeeded).containsExactly("alice@example.org");
    }

    @Test
    void behindThePasswordItNeedNotKnowItsOwner() throws Exception {
        authenticator.verifies = false;
        authenticator.forgetHandle();
        var said = browser.login("alice", SignInStage.PASSWORD);
        assertThat(said.body().toString())
                .isEqualTo("{\"next\":\"passkey\",\"proofs\":[\"passkey\",\"recovery\"]}");
        JsonNode options = asked(browser, "step");
        assertThat(options.path("allowCredentials").path(0).path("id").asString())
                .isEqualTo(authenticator.id());
        assertThat(show(browser, "step", authenticator.get(options)).status()).isEqualTo(200);
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
    }

    @Test
    void anotherOriginIsRefused() throws Exception {
        authenticator.origin = "https://mail.example.org.evil.example";
        assertRefused(signIn(), "BadOrigin");
    }

    @Test
    void anotherRelyingPartyIsRefused() throws Exception {
        authenticator.rpId = "evil.example";
        assertRefused(signIn(), "BadRpId");
    }

    @Test
    void aChallengeIsGoodOnce() throws Exception {
        JsonNode credential = authenticator.get(asked(browser, "sign-in"));
        assertThat(show(browser, "sign-in", credential).status()).isEqualTo(200);
        browser.post("/auth/logout", "{}");
        asked(browser, "sign-in");
        assertRefused(show(browser, "sign-in", credential), "not one that waits");
    }

    /// What one browser was asked no other answers, and nothing else than what it was asked for.
    @Test
    void aChallengeIsOneBrowsersAndForOneThing() throws Exception {
        FakeBrowser other = stage.browser();
        JsonNode credential = authenticator.get(asked(other, "sign-in"));
        asked(browser, "sign-in");
        assertRefused(show(browser, "sign-in", credential), "not one that waits");
        browser.login("alice", SignInStage.PASSWORD);
        assertRefused(
                show(browser, "step", authenticator.get(asked(browser, "sign-in"))),
                "not one that waits");
    }

    @Test
    void aChallengeExpires() throws Exception {
        JsonNode credential = authenticator.get(asked(browser, "sign-in"));
        stage.clock.pass(Duration.ofMinutes(10));
        assertRefused(show(browser, "sign-in", credential), "not one that waits");
    }

    @Test
    void aloneItMustKnowItsOwner() throws Exception {
        authenticator.verifies = false;
        assertRefused(signIn(), "did not verify its user");
    }

    @Test
    void itMustBeTouched() throws Exception {
        authenticator.touches = false;
        assertRefused(signIn(), "UserNotPresent");
    }

    /// The owner sees it in the list of passkeys, the operator in the log.
    @Test
    void aCounterThatGoesBackSpeaksForACopy() throws Exception {
        authenticator.counter = 41;
        assertThat(signIn().status()).isEqualTo(200);
        browser.post("/auth/logout", "{}");
        authenticator.counter = 40;
        assertRefused(signIn(), "counter went back");
        assertThat(kept().suspected()).isPresent();
        assertThat(kept().counter()).isEqualTo(42);
    }

    @Test
    void aPasskeyThatIsNotHereIsRefusedAlike() throws Exception {
        SoftAuthenticator other = new SoftAuthenticator();
        other.nameAnother(stage.factors.of(stage.alice().id()).passkeys().handle());
        assertRefused(
                show(browser, "sign-in", other.get(asked(browser, "sign-in"))), "no such passkey");
        other.nameAnother(new byte[24]);
        assertRefused(
                show(browser, "sign-in", other.get(asked(browser, "sign-in"))), "no such passkey");
        other.nameAnother(new byte[3]);
        assertRefused(
                show(browser, "sign-in", other.get(asked(browser, "sign-in"))), "no such passkey");
        authenticator.forgetHandle();
        assertRefused(signIn(), "no such passkey");
    }

    @Test
    void bobsPasskeyIsNotAlices() throws Exception {
        Account bob = stage.directory.account(Address.of("bob@example.org")).orElseThrow();
        SoftAuthenticator bobs = new SoftAuthenticator();
        made(bob, bobs);
        browser.login("alice", SignInStage.PASSWORD);
        assertRefused(show(browser, "step", bobs.get(asked(browser, "step"))), "no such passkey");
        bobs.nameAnother(stage.factors.of(stage.alice().id()).passkeys().handle());
        assertRefused(
                show(browser, "sign-in", bobs.get(asked(browser, "sign-in"))), "no such passkey");
    }

    @Test
    void aDisabledAccountIsRefusedAlike() throws Exception {
        stage.directory.disableAccount(SignInStage.ALICE);
        assertRefused(signIn(), "no such passkey");
    }

    @Test
    void anotherSignatureIsRefused() throws Exception {
        JsonNode right = authenticator.get(asked(browser, "sign-in"));
        JsonNode other = authenticator.get(asked(browser, "sign-in"));
        ((ObjectNode) right.path("response"))
                .set("signature", other.path("response").path("signature"));
        assertRefused(show(browser, "sign-in", right), "BadSignature");
    }

    @Test
    void whatIsNoCredentialIsToldSo() throws Exception {
        asked(browser, "sign-in");
        for (String broken :
                new String[] {"{}", "{\"id\":1}", "{\"id\":\"AA\",\"response\":{}}", "7", "null"}) {
            assertThat(
                            browser.post(
                                            "/auth/passkey",
                                            "{\"for\":\"sign-in\",\"credential\":" + broken + "}")
                                    .status())
                    .as(broken)
                    .isIn(400, 401);
        }
        assertThat(browser.post("/auth/passkey/options", "{\"for\":\"else\"}").status())
                .isEqualTo(400);
        assertThat(browser.post("/auth/passkey/options", "{\"for\":\"step\"}").code())
                .isEqualTo("expired");
        assertThat(browser.post("/auth/passkey/options", "{\"for\":\"confirm\"}").code())
                .isEqualTo("signedOut");
    }

    /// Whatever a stranger sends gets an answer.
    @Test
    void anythingGetsAnAnswer() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String right = authenticator.get(asked(browser, "sign-in")).toString();
            StringBuilder broken = new StringBuilder(right);
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                int at = random.nextInt(broken.length());
                if (random.nextBoolean()) {
                    broken.setCharAt(at, "Aa0-_\"{}:,n".charAt(random.nextInt(11)));
                } else {
                    broken.delete(at, Math.min(broken.length(), at + 1 + random.nextInt(20)));
                }
            }
            if (!broken.toString().equals(right)) {
                int status =
                        browser.post(
                                        "/auth/passkey",
                                        "{\"for\":\"sign-in\",\"credential\":" + broken + "}")
                                .status();
                assertThat(status).as(broken.toString()).isIn(200, 400, 401);
            }
        }
    }

    @Test
    void itConfirmsByItself() throws Exception {
        signIn();
        stage.clock.pass(Duration.ofMinutes(11));
        assertThat(browser.get("/auth/session").body().path("confirmedUntil").isNull()).isTrue();
        JsonNode credential = authenticator.get(asked(browser, "confirm"));
        String before = browser.cookies.get(SessionCookies.SESSION);
        var said = browser.post("/auth/confirm", "{\"credential\":" + credential + "}");
        assertThat(said.body().path("confirmedUntil").isString()).isTrue();
        assertThat(browser.cookies.get(SessionCookies.SESSION)).isNotEqualTo(before);
        authenticator.verifies = false;
        credential = authenticator.get(asked(browser, "confirm"));
        assertThat(browser.post("/auth/confirm", "{\"credential\":" + credential + "}").status())
                .isEqualTo(401);
        credential = authenticator.get(asked(browser, "confirm"));
        assertThat(
                        browser.post(
                                        "/auth/confirm",
                                        "{\"password\":\"correct horse\",\"credential\":"
                                                + credential
                                                + "}")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void underAnotherNameThereAreNone() throws Exception {
        browser.host = "webmail.example.net";
        var said = browser.post("/auth/passkey/options", "{\"for\":\"sign-in\"}");
        assertThat(said.code()).isEqualTo("otherName");
        assertThat(said.body().path("detail").asString()).contains("https://mail.example.org");
        assertThat(browser.login("alice", SignInStage.PASSWORD).body().toString())
                .isEqualTo("{\"next\":\"recovery\",\"proofs\":[\"recovery\"]}");
    }

    @Test
    void itIsKeptOverARestart() throws Exception {
        signIn();
        Passkey before = kept();
        SignInStage again = stage.restarted();
        Passkey after = again.factors.of(again.alice().id()).passkeys().all().getFirst();
        assertThat(after).usingRecursiveComparison().isEqualTo(before);
        FakeBrowser other = again.browser();
        var said = show(other, "sign-in", authenticator.get(asked(other, "sign-in")));
        assertThat(said.status()).isEqualTo(200);
    }

    @Test
    void theLastOneTakesTheCodesAlong() {
        assertThat(stage.factors.of(stage.alice().id()).codes().left()).isEqualTo(10);
        stage.factors.change(
                stage.alice().id(),
                before -> Optional.of(before.withPasskeys(before.passkeys().without(kept()))));
        assertThat(stage.factors.of(stage.alice().id()).isOn()).isFalse();
        assertThat(stage.factors.of(stage.alice().id()).codes().left()).isZero();
    }
}
