// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.server.setup.Doors.Knock;
import tools.jackson.databind.JsonNode;

/// What listens here, and whether mail gets out.
class DoorsStepTest {
    private final SetupStage stage = new SetupStage();
    private SetupBrowser browser = stage.browser();

    @BeforeEach
    void signIn() throws IOException {
        browser = stage.begun();
        stage.host.zone +=
                """
                mx.one.example. A 192.0.2.101
                mx.two.example. A 192.0.2.102
                mx.one.example. AAAA 2001:db8::101
                """;
    }

    private String step() throws IOException {
        return browser.state().body().path("steps").get(2).path("state").asString();
    }

    @Test
    void oneThatAnswersIsEnough() throws IOException {
        stage.host.knocks.put("192.0.2.102", Knock.OPEN);
        stage.host.knocks.put("192.0.2.101", Knock.TIMEOUT);
        JsonNode body = browser.post("doors", "").body();
        JsonNode four = body.path("outbound").get(0);
        assertThat(four.path("family").asInt()).isEqualTo(4);
        assertThat(four.path("state").asString()).isEqualTo("open");
        assertThat(four.path("tried").get(0).path("state").asString()).isEqualTo("timeout");
        assertThat(body.path("outbound").get(1).path("state").asString()).isEqualTo("noRoute");
        assertThat(body.path("outbound").get(1).path("tried")).hasSize(1);
        assertThat(step()).isEqualTo("done");
    }

    @Test
    void whoIsBlockedLearnsByWhatAndWhatToWrite() throws IOException {
        stage.host.knocks.put("192.0.2.101", Knock.TIMEOUT);
        stage.host.knocks.put("192.0.2.102", Knock.TIMEOUT);
        JsonNode body = browser.post("doors", "").body();
        assertThat(body.path("outbound").get(0).path("state").asString()).isEqualTo("timeout");
        assertThat(body.path("request").path("en").asString())
                .contains("mail.code.kr", "192.0.2.25")
                .doesNotContain("10.0.0.5");
        assertThat(body.path("request").path("ko").asString()).contains("25번 포트");
        assertThat(step()).isEqualTo("open");
        assertThat(body.path("relayFixed").isNull()).isTrue();
        stage.host.relay = Optional.of("smtp.relay.example");
        assertThat(browser.post("doors", "").body().path("relay").asString())
                .isEqualTo("smtp.relay.example");
        assertThat(step()).isEqualTo("open"); // nobody has seen it take mail
    }

    @Test
    void whatListensIsShown() throws IOException {
        JsonNode inbound = browser.post("doors", "").body().path("inbound");
        assertThat(inbound.get(0).path("state").asString()).isEqualTo("listening");
        assertThat(inbound.get(1).path("state").asString()).isEqualTo("off");
        assertThat(inbound.get(1).path("port").asInt()).isEqualTo(995);
    }
}
