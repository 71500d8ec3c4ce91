// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.sessions.Totp;
import tools.jackson.databind.JsonNode;

/// Where nobody may be without a second factor.
final class FirstFactorTest {
    private final SignInStage stage = new SignInStage();
    private final FakeBrowser browser = stage.browser();

    @BeforeEach
    void itIsDemanded() {
        stage.demanded = true;
    }

    private FakeBrowser.Said enrol(String body) throws Exception {
        return browser.post("/auth/enrol", body);
    }

    @Test
    void thePasswordLeadsToMakingOneAndToNothingElse() throws Exception {
        assertThat(browser.login("alice", SignInStage.PASSWORD).body().toString())
                .isEqualTo("{\"next\":\"enrol\",\"proofs\":[\"passkey\",\"totp\"]}");
        assertThat(browser.cookies).containsOnlyKeys(SessionCookies.STEP);
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
        JsonNode options = enrol("{\"type\":\"passkey\"}").body().path("publicKey");
        SoftAuthenticator authenticator = new SoftAuthenticator();
        var said =
                enrol(
                        "{\"type\":\"passkey\",\"name\":\"notebook\",\"credential\":"
                                + authenticator.create(options)
                                + "}");
        assertThat(said.body().path("account").asString()).isEqualTo("alice@example.org");
        assertThat(said.body().path("codes").size()).isEqualTo(10);
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
        assertThat(browser.cookies).containsOnlyKeys(SessionCookies.SESSION);
    }

    @Test
    void anAuthenticatorWillDo() throws Exception {
        browser.login("alice", SignInStage.PASSWORD);
        JsonNode shown = enrol("{\"type\":\"totp\"}").body();
        assertThat(shown.path("url").asString()).startsWith("otpauth://totp/mail.example.org");
        assertThat(enrol("{\"type\":\"totp\",\"code\":\"x\"}").code()).isEqualTo("notMade");
        Totp totp = new Totp(secret(shown.path("secret").asString()), stage.clock.instant(), 0);
        String code = totp.code(stage.clock.instant());
        assertThat(enrol("{\"type\":\"totp\",\"code\":\"" + code + "\"}").status()).isEqualTo(200);
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
    }

    /// Who has the password alone adds nothing to what the owner has made.
    @Test
    void whoHasOneMakesNoneHere() throws Exception {
        browser.login("alice", SignInStage.PASSWORD);
        FakeBrowser owners = stage.browser();
        owners.login("alice", SignInStage.PASSWORD);
        JsonNode options = enrol("{\"type\":\"passkey\"}").body().path("publicKey");
        SoftAuthenticator stranger = new SoftAuthenticator();
        JsonNode late = stranger.create(options);
        JsonNode shown = owners.post("/auth/enrol", "{\"type\":\"totp\"}").body();
        Totp totp = new Totp(secret(shown.path("secret").asString()), stage.clock.instant(), 0);
        owners.post(
                "/auth/enrol",
                "{\"type\":\"totp\",\"code\":\"" + totp.code(stage.clock.instant()) + "\"}");
        assertThat(
                        enrol("{\"type\":\"passkey\",\"name\":\"x\",\"credential\":" + late + "}")
                                .code())
                .isEqualTo("expired");
        assertThat(stage.factors.of(stage.alice().id()).passkeys().isEmpty()).isTrue();
        assertThat(browser.login("alice", SignInStage.PASSWORD).body().path("next").asString())
                .isEqualTo("totp");
        assertThat(enrol("{\"type\":\"passkey\"}").code()).isEqualTo("expired");
    }

    @Test
    void withoutThePasswordNothingIsMade() throws Exception {
        assertThat(enrol("{\"type\":\"totp\"}").code()).isEqualTo("expired");
    }

    /// A session that began with the password alone is over when more is demanded.
    @Test
    void theDemandEndsWhatBeganWithout() throws Exception {
        stage.demanded = false;
        browser.login("alice", SignInStage.PASSWORD);
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
        stage.factors.change(stage.alice().id(), before -> Optional.of(before.demanded(true)));
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
        assertThat(browser.login("alice", SignInStage.PASSWORD).body().path("next").asString())
                .isEqualTo("enrol");
        FakeBrowser bobs = stage.browser();
        assertThat(bobs.login("bob", "staple battery").body().has("account")).isTrue();
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
}
