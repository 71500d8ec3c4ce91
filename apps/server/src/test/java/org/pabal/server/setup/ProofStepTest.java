// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.server.setup.SetupBrowser.Said;
import org.pabal.server.setup.proof.ProofMail.Fate;

/// The proof, as the page asks for it.
class ProofStepTest {
    private static final String TO_OUTSIDE = "{\"outside\":\"me@elsewhere.example\"}";

    private final SetupStage stage = new SetupStage();
    private SetupBrowser browser = stage.browser();

    @BeforeEach
    void signIn() throws IOException {
        browser = stage.begun();
    }

    private Said made(String body) throws IOException {
        String id = browser.post("proof", body).body().path("id").asString();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Said said = browser.get("proof/" + id);
        while (!said.body().path("done").asBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
            said = browser.get("proof/" + id);
        }
        return said;
    }

    private String step() throws IOException {
        return browser.state().body().path("steps").get(6).path("state").asString();
    }

    private static String state(Said said, int stage) {
        return said.body().path("steps").get(stage).path("state").asString();
    }

    @Test
    void theScoreIsShownAndTheStepIsDone() throws IOException {
        assertThat(step()).isEqualTo("open");
        Said said = made("{}");
        assertThat(said.body().path("steps").get(0).path("name").asString()).isEqualTo("send");
        assertThat(state(said, 2)).isEqualTo("ok");
        assertThat(state(said, 3)).isEqualTo("skipped");
        assertThat(said.body().path("score").asInt()).isEqualTo(9);
        assertThat(said.body().path("lost").get(0).path("why").asString()).isEqualTo("certificate");
        assertThat(said.body().path("unknown").get(0).path("why").asString()).isEqualTo("relay");
        assertThat(step()).isEqualTo("done");
    }

    @Test
    void whatHappensOutsideLaterIsNoticed() throws IOException {
        stage.world.ofOutside = new Fate.Deferred("451 4.7.1 greylisted");
        Said early = made(TO_OUTSIDE);
        assertThat(state(early, 3)).isEqualTo("warn");
        assertThat(state(early, 4)).isEqualTo("waiting");
        assertThat(step()).isEqualTo("open");
        stage.world.ofOutside = new Fate.Relayed("250 2.0.0 taken");
        stage.world.isAnswered = true;
        Said late = browser.get("proof/" + id());
        assertThat(state(late, 3)).isEqualTo("ok");
        assertThat(state(late, 4)).isEqualTo("ok");
        assertThat(step()).isEqualTo("done");
    }

    /// Of the mail that went out.
    private String id() {
        return stage.world.submitted.getLast().replaceAll("(?s).*<proof-outside-([^@]+)@.*", "$1");
    }

    @Test
    void anAddressOutsideIsOneElsewhere() throws IOException {
        assertThat(browser.post("proof", "{\"outside\":\"nobody\"}").code())
                .isEqualTo("badAddress");
        assertThat(browser.post("proof", "{\"outside\":\"me@code.kr\"}").code())
                .isEqualTo("badAddress");
        assertThat(stage.world.submitted).isEmpty();
    }

    @Test
    void anotherServerKnowsNothingOfIt() throws IOException {
        browser.post("proof", "{}");
        assertThat(browser.get("proof/other").status()).isEqualTo(404);
        assertThat(stage.browser().post("proof", "{}").status()).isEqualTo(404);
    }
}
