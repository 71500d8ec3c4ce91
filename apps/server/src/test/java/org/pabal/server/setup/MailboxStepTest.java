// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.directory.Role;
import org.pabal.message.Address;
import org.pabal.server.setup.SetupBrowser.Said;

/// The first mailbox, and whether mail is judged.
class MailboxStepTest {
    private final SetupStage stage = new SetupStage();
    private SetupBrowser browser = stage.browser();

    @BeforeEach
    void signIn() throws IOException {
        browser = stage.begun();
    }

    private Said make(String address, String more) throws IOException {
        return browser.post(
                "mailbox",
                "{\"address\":\"%s\",\"name\":\"민수\",\"password\":\"staple battery\"%s}"
                        .formatted(address, more));
    }

    private String step() throws IOException {
        return browser.state().body().path("steps").get(5).path("state").asString();
    }

    @Test
    void aMailboxIsMadeOnce() throws IOException {
        assertThat(browser.get("mailbox").body().path("domain").asString()).isEqualTo("code.kr");
        assertThat(make("minsu@code.kr", "").status()).isEqualTo(201);
        Account made = stage.directory.account(Address.of("minsu@code.kr")).orElseThrow();
        assertThat(made.role()).isEqualTo(Role.USER);
        assertThat(made.displayName()).isEqualTo("민수");
        assertThat(made.language()).isEqualTo(Language.KOREAN);
        assertThat(step()).isEqualTo("done");
        assertThat(make("minsu@code.kr", "").status()).isEqualTo(201); // after a kill
        assertThat(stage.directory.accounts()).hasSize(2);
        assertThat(stage.host.starts).isZero();
    }

    @Test
    void whatCannotBeMadeLeavesTheStepOpen() throws IOException {
        assertThat(make("minsu@elsewhere.example", "").code()).isEqualTo("unusable");
        assertThat(make("minsu", "").code()).isEqualTo("badAddress");
        assertThat(make("jiwoo@code.kr", "").code()).isEqualTo("unusable");
        assertThat(step()).isEqualTo("open");
    }

    @Test
    void judgingIsKeptForTheNextStart() throws IOException {
        Said said = make("minsu@code.kr", ",\"spam\":{\"enabled\":false}");
        assertThat(said.body().path("restarts").asBoolean()).isTrue();
        assertThat(stage.host.kept).containsEntry("spam.enabled", "false");
        assertThat(stage.host.starts).isEqualTo(1);
    }

    @Test
    void whatTheOperatorsFileSetsIsNotChanged() throws IOException {
        stage.host.origins.put("spam.enabled", "pabal.toml:2");
        assertThat(make("minsu@code.kr", ",\"spam\":{\"enabled\":false}").code())
                .isEqualTo("fixed");
        assertThat(stage.directory.accounts()).hasSize(1);
        assertThat(make("minsu@code.kr", ",\"spam\":{\"enabled\":true}").status()).isEqualTo(201);
    }
}
