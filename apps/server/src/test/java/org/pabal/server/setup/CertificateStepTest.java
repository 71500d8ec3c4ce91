// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.server.setup.SetupBrowser.Said;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.SelfSigned;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A certificate is looked at before it is used.
class CertificateStepTest {
    @TempDir private Path folder;
    private final SetupStage stage = new SetupStage();
    private SetupBrowser browser = stage.browser();

    @BeforeEach
    void signIn() throws IOException {
        browser = stage.begun();
    }

    private CertificateFiles files(String name) throws IOException {
        return SelfSigned.createIfAbsent(folder.resolve(name), name, stage.clock);
    }

    private Said give(Path certificate, Path key) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("certificate", Files.readString(certificate));
        body.put("key", Files.readString(key));
        return browser.post("certificate", body.toString());
    }

    @Test
    void withoutOneNothingIsCovered() throws IOException {
        Said said = browser.get("certificate");
        assertThat(said.body().path("covers").get(0).path("name").asString())
                .isEqualTo("mail.code.kr");
        assertThat(said.body().path("covers").get(0).path("covered").asBoolean()).isFalse();
        assertThat(said.body().path("issuer").isNull()).isTrue();
    }

    /// Nobody else vouches for it: the step stays open.
    @Test
    void oneThatIsGoodEnoughIsInUse() throws IOException {
        CertificateFiles good = files("mail.code.kr");
        Said said = give(good.chain(), good.key());
        assertThat(said.status()).isEqualTo(200);
        assertThat(said.body().path("covers").get(0).path("covered").asBoolean()).isTrue();
        assertThat(said.body().path("selfMade").asBoolean()).isTrue();
        assertThat(stage.host.certificate).hasSize(1);
        assertThat(browser.state().body().path("steps").get(4).path("state").asString())
                .isEqualTo("open");
    }

    @Test
    void whatIsWrongIsNamedAndNotUsed() throws IOException {
        CertificateFiles good = files("mail.code.kr");
        CertificateFiles other = files("mx.code.kr");
        assertThat(give(other.chain(), other.key()).code()).isEqualTo("names");
        assertThat(give(good.chain(), other.key()).code()).isEqualTo("unusable");
        assertThat(give(good.chain(), good.chain()).code()).isEqualTo("unusable");
        Path both =
                Files.writeString(
                        folder.resolve("both.pem"),
                        Files.readString(good.chain()) + Files.readString(other.chain()));
        assertThat(give(both, good.key()).code()).isEqualTo("chain");
        String twice = Files.readString(good.chain()) + Files.readString(good.chain());
        assertThat(give(Files.writeString(both, twice), good.key()).code())
                .isEqualTo("chain"); // it has signed, and is no authority
        stage.clock.pass(Duration.ofDays(-10));
        assertThat(give(good.chain(), good.key()).code()).isEqualTo("notYet");
        assertThat(stage.host.certificate).isEmpty();
    }

    @Test
    void whatTheOperatorsFileNamesIsNotReplaced() throws IOException {
        stage.host.origins.put("tls.certificate", "pabal.toml:4");
        CertificateFiles good = files("mail.code.kr");
        assertThat(give(good.chain(), good.key()).code()).isEqualTo("fixed");
        assertThat(browser.get("certificate").body().path("fixed").asString())
                .isEqualTo("pabal.toml:4");
    }
}
