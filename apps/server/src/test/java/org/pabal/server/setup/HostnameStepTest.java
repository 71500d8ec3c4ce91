// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.server.setup.SetupBrowser.Said;
import tools.jackson.databind.JsonNode;

/// The name of the host: what was found for it, and what it is from the next start on.
class HostnameStepTest {
    private final SetupStage stage = new SetupStage();
    private SetupBrowser browser = stage.browser();

    @BeforeEach
    void signIn() throws IOException {
        browser = stage.begun();
    }

    private Said keep(String name) throws IOException {
        return browser.post("hostname", "{\"hostname\":\"" + name + "\"}");
    }

    private JsonNode step() throws IOException {
        return browser.state().body().path("steps").get(1).path("state");
    }

    @Test
    void namesAreFoundByTheAddressAndTheSystem() throws IOException {
        JsonNode found = browser.get("hostname").body().path("found");
        assertThat(found).hasSize(2);
        assertThat(found.get(0).path("name").asString()).isEqualTo("mail.code.kr");
        assertThat(found.get(0).path("from").asString()).isEqualTo("ptr");
        assertThat(found.get(0).path("agrees").asBoolean()).isTrue();
        assertThat(found.get(1).path("from").asString()).isEqualTo("system");
        assertThat(found.get(1).path("agrees").asBoolean()).isFalse();
    }

    @Test
    void addressesAndAProxyAreShown() throws IOException {
        browser.fields.put("X-Forwarded-For", "203.0.113.9");
        JsonNode body = browser.get("hostname").body();
        assertThat(body.path("addresses").get(0).path("public").asBoolean()).isTrue();
        assertThat(body.path("addresses").get(1).path("public").asBoolean()).isFalse();
        assertThat(body.path("proxied").path("forwardedFor").asString()).isEqualTo("203.0.113.9");
        assertThat(body.path("proxied").path("by").asString()).isEqualTo("127.0.0.1");
    }

    @Test
    void theNameThatItHasIsConfirmedWithoutAStart() throws IOException {
        Said said = keep("Mail.Code.KR");
        assertThat(said.status()).isEqualTo(200);
        assertThat(said.body().path("restarts").asBoolean()).isFalse();
        assertThat(stage.host.kept).containsEntry("hostname", "mail.code.kr");
        assertThat(stage.host.starts).isZero();
        assertThat(step().asString()).isEqualTo("done");
    }

    @Test
    void anotherNameHoldsFromTheNextStart() throws IOException {
        assertThat(keep("mx.code.kr").body().path("restarts").asBoolean()).isTrue();
        assertThat(stage.host.kept).containsEntry("hostname", "mx.code.kr");
        assertThat(stage.host.starts).isEqualTo(1);
        browser.state();
        assertThat(stage.host.starts).isEqualTo(1);
    }

    @Test
    void whatTheOperatorsFileSetsIsNotFoughtWith() throws IOException {
        stage.host.origins.put("hostname", "pabal.toml:7");
        assertThat(browser.get("hostname").body().path("fixed").asString())
                .isEqualTo("pabal.toml:7");
        Said said = keep("mx.code.kr");
        assertThat(said.status()).isEqualTo(409);
        assertThat(said.body().path("detail").asString()).contains("pabal.toml:7");
        assertThat(stage.host.kept).isEmpty();
        assertThat(keep("mail.code.kr").status()).isEqualTo(200);
        assertThat(stage.host.kept).isEmpty();
    }

    @Test
    void whatCannotBeANameOrBeKeptLeavesTheStepOpen() throws IOException {
        assertThat(keep("mail").code()).isEqualTo("badName");
        assertThat(keep("[192.0.2.1]").code()).isEqualTo("badName");
        stage.host.isFull = true;
        assertThat(keep("mx.code.kr").code()).isEqualTo("notKept");
        assertThat(stage.host.starts).isZero();
        assertThat(step().asString()).isEqualTo("open");
    }
}
