// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;
import org.pabal.server.setup.SetupBrowser.Said;
import org.pabal.server.setup.Step.State;

/// Steps are left and taken up again; in the end the door is closed for good.
class ClosingTest {
    private final SetupStage stage = new SetupStage();

    private void named() {
        new Progress(stage.storage).set(Step.HOSTNAME, State.DONE);
    }

    @Test
    void aStepThatIsLeftWaits() throws IOException {
        SetupBrowser browser = stage.begun();
        assertThat(browser.post("later", "{\"step\":\"doors\"}").status()).isEqualTo(204);
        Said state = browser.state();
        assertThat(state.body().path("steps").get(2).path("state").asString()).isEqualTo("later");
        assertThat(state.body().path("waits").get(0).path("step").asString()).isEqualTo("doors");
        SetupBrowser again = stage.killed().browser();
        again.login("jiwoo@code.kr");
        assertThat(again.state().body().path("waits")).hasSize(1);
    }

    @Test
    void theFirstTwoCannotWait() throws IOException {
        SetupBrowser browser = stage.begun();
        assertThat(browser.post("later", "{\"step\":\"hostname\"}").status()).isEqualTo(400);
        assertThat(browser.post("later", "{\"step\":\"tea\"}").status()).isEqualTo(400);
        Said owed = browser.post("finish", "");
        assertThat(owed.status()).isEqualTo(409);
        assertThat(owed.body().path("detail").asString()).contains("hostname");
    }

    @Test
    void whatIsFinishedStaysClosedAlsoWithoutAnAdministrator() throws IOException {
        stage.begun();
        named();
        SetupStage later = stage.killed();
        SetupBrowser browser = later.browser();
        browser.login("jiwoo@code.kr");
        assertThat(browser.post("finish", "").status()).isEqualTo(204);
        assertThat(browser.state().status()).isEqualTo(404);
        SetupStage after = later.killed();
        after.directory.removeAccount(Address.of("jiwoo@code.kr"));
        assertThat(after.setup.code()).isEmpty();
        assertThat(after.browser().state().status()).isEqualTo(404);
    }

    @Test
    void theOperatorOpensItOnceMore() throws IOException {
        stage.begun();
        named();
        SetupStage later = stage.killed();
        SetupBrowser browser = later.browser();
        browser.login("jiwoo@code.kr");
        browser.post("finish", "");
        later.setup.reopen();
        assertThat(later.setup.code()).isEmpty();
        assertThat(browser.state().body().path("waits")).hasSize(5);
        assertThat(later.setup.waits())
                .containsExactly("doors", "domain", "certificate", "mailbox", "proof");
    }
}
