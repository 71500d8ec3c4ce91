// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.message.Domain;
import org.pabal.server.setup.SetupBrowser.Said;
import tools.jackson.databind.JsonNode;

/// What a domain needs, and whether its zone has it.
class DomainStepTest {
    private final SetupStage stage = new SetupStage();
    private SetupBrowser browser = stage.browser();

    @BeforeEach
    void signIn() throws IOException {
        browser = stage.begun();
    }

    private Map<String, String> states() throws IOException {
        Map<String, String> states = new HashMap<>();
        for (JsonNode each : browser.get("domain").body().path("records")) {
            states.put(each.path("why").asString(), each.path("state").asString());
        }
        return states;
    }

    private String step() throws IOException {
        return browser.state().body().path("steps").get(3).path("state").asString();
    }

    @Test
    void whatIsMissingIsGivenToCopy() throws IOException {
        Said said = browser.get("domain");
        assertThat(said.body().path("domain").asString()).isEqualTo("code.kr");
        assertThat(said.body().path("zone").asString())
                .contains("code.kr. MX 10 mail.code.kr.")
                .contains("code.kr. TXT \"v=spf1 mx -all\"")
                .contains("s1._domainkey.code.kr.")
                .doesNotContain("PTR");
        assertThat(states())
                .containsEntry("host", "right")
                .containsEntry("ptr", "right")
                .containsEntry("mx", "missing")
                .containsEntry("spf", "missing")
                .containsEntry("dkim", "missing")
                .containsEntry("dmarc", "missing");
        assertThat(step()).isEqualTo("open");
        assertThat(stage.host.lookedAt).isEmpty();
    }

    @Test
    void whatIsWrongShowsWhatIsThere() throws IOException {
        stage.host.zone +=
                """
                code.kr. MX 10 mx.elsewhere.example.
                code.kr. TXT "v=spf1 include:elsewhere.example -all"
                """;
        assertThat(states()).containsEntry("mx", "wrong").containsEntry("spf", "wrong");
        assertThat(browser.get("domain").body().toString()).contains("10 mx.elsewhere.example");
    }

    @Test
    void aZoneWithAllOfItEndsTheStep() throws IOException {
        stage.host.zone += browser.get("domain").body().path("zone").asString();
        assertThat(states().values()).containsOnly("right");
        assertThat(stage.host.lookedAt).containsExactly(Domain.of("code.kr"));
        assertThat(step()).isEqualTo("done");
    }

    @Test
    void anotherDomainIsAddedOnce() throws IOException {
        assertThat(browser.post("domain", "{\"domain\":\"two.example\"}").status()).isEqualTo(200);
        assertThat(browser.post("domain", "{\"domain\":\"two.example\"}").status()).isEqualTo(200);
        assertThat(stage.directory.domains()).hasSize(2).contains(Domain.of("two.example"));
        assertThat(browser.post("domain", "{\"domain\":\"..\"}").code()).isEqualTo("badName");
        assertThat(browser.post("domain", "{\"domain\":\"[192.0.2.1]\"}").code())
                .isEqualTo("unusable");
    }
}
