// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.jmap.Check;
import org.pabal.server.setup.SetupBrowser.Said;

/// A smarthost is checked, and kept for the next start.
class RelayStepTest {
    private static final String GOOD =
            "{\"host\":\"smtp.relay.example\",\"port\":587,\"security\":\"starttls\","
                    + "\"user\":\"apikey\",\"password\":\"s3cret\",\"from\":\"me@code.kr\"}";

    private final SetupStage stage = new SetupStage();
    private SetupBrowser browser = stage.browser();

    @BeforeEach
    void signIn() throws IOException {
        browser = stage.begun();
    }

    private String step() throws IOException {
        return browser.state().body().path("steps").get(2).path("state").asString();
    }

    @Test
    void aCheckKeepsNothing() throws IOException {
        Said said = browser.post("relay/check", GOOD);
        assertThat(said.body().path("steps").get(1).path("said").asString()).isEqualTo("250 ok");
        assertThat(said.body().path("steps").get(1).path("state").asString()).isEqualTo("ok");
        assertThat(stage.relay.kept).isEmpty();
        assertThat(browser.post("relay/other", GOOD).status()).isEqualTo(404);
    }

    @Test
    void oneThatTakesMailIsKeptAndTheStepIsDone() throws IOException {
        assertThat(browser.post("relay", GOOD).body().path("restarts").asBoolean()).isTrue();
        assertThat(stage.relay.kept).hasSize(1);
        assertThat(stage.relay.kept.getFirst().toString()).doesNotContain("s3cret");
        assertThat(stage.host.starts).isEqualTo(1);
        assertThat(step()).isEqualTo("done");
    }

    @Test
    void oneThatRefusesTheSenderIsKeptAndTheStepIsOpen() throws IOException {
        stage.relay.said =
                new Check.Step("sender", Check.State.BAD, 3, "550 not verified", "sender");
        Said said = browser.post("relay", GOOD);
        assertThat(said.body().path("steps").get(1).path("hint").asString()).isEqualTo("sender");
        assertThat(stage.relay.kept).hasSize(1);
        assertThat(step()).isEqualTo("open");
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        assertThat(browser.post("relay", GOOD.replace("starttls", "none")).code())
                .isEqualTo("clearPassword");
        assertThat(browser.post("relay", GOOD.replace("587", "0")).status()).isEqualTo(400);
        assertThat(browser.post("relay", GOOD.replace("smtp.relay.example", "a b")).code())
                .isEqualTo("badName");
        assertThat(browser.post("relay", GOOD.replace("s3cret", "a\\nb")).status()).isEqualTo(400);
        stage.relay.fixed = Optional.of("pabal.toml:9");
        assertThat(browser.post("relay", GOOD).code()).isEqualTo("fixed");
        assertThat(stage.relay.kept).isEmpty();
    }
}
