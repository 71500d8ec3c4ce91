// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.sessions.Factors;
import org.pabal.sessions.KnownDevice;
import org.pabal.sessions.TokenHash;

/// A server that is killed while a password changes: whatever was durable at that moment, the next
/// start leaves no session behind that began with the old one.
final class EndWithPasswordTest {
    private final SignInStage stage = new SignInStage();

    /// The server is killed behind each of the commits of a change, one after the other.
    @Test
    void aKillAnywhereLeavesNoSessionWithANewPassword() throws Exception {
        for (int lasting = 0; lasting <= 4; lasting++) {
            SignInStage killed = new SignInStage();
            FakeBrowser browser = killed.browser();
            browser.login("alice", SignInStage.PASSWORD);
            killed.storage.holdCommits();
            Thread change =
                    Thread.ofVirtual()
                            .start(() ->
                                    killed.directory.changePassword(
                                            SignInStage.ALICE, "another horse"));
            killed.storage.release(lasting);
            awaitHeldOrDone(killed, change);
            SignInStage next = killed.killed();
            killed.storage.release();
            change.join();
            FakeBrowser after = next.browser();
            after.cookies.putAll(browser.cookies);
            boolean isOld =
                    next.browser().login("alice", SignInStage.PASSWORD).body().has("account");
            assertThat(isOld || after.get("/auth/session").status() == 401)
                    .as("killed after %d commits", lasting)
                    .isTrue();
        }
    }

    private static void awaitHeldOrDone(SignInStage stage, Thread change) throws Exception {
        while (change.isAlive() && stage.storage.pending() == 0) {
            change.join(Duration.ofMillis(1));
        }
    }

    @Test
    void theMarkAloneEndsThem() throws Exception {
        FakeBrowser browser = stage.browser();
        browser.login("alice", SignInStage.PASSWORD);
        remember(stage);
        SignInStage[] next = new SignInStage[1];
        stage.end.around(
                stage.alice().id(),
                () -> {
                    next[0] = stage.killed();
                    return new Outcome.Refused("no");
                });
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
        assertThat(stage.factors.of(stage.alice().id()).devices()).hasSize(1);
        FakeBrowser after = next[0].browser();
        after.cookies.putAll(browser.cookies);
        assertThat(after.get("/auth/session").status()).isEqualTo(401);
        assertThat(next[0].factors.of(stage.alice().id()).devices()).isEmpty();
        SignInStage later = next[0].restarted();
        FakeBrowser again = later.browser();
        again.login("alice", SignInStage.PASSWORD);
        FakeBrowser last = later.restarted().browser();
        last.cookies.putAll(again.cookies);
        assertThat(last.get("/auth/session").status()).isEqualTo(200);
    }

    private static void remember(SignInStage stage) {
        KnownDevice device =
                new KnownDevice(
                        TokenHash.of("x"), "Firefox", stage.clock.instant().plusSeconds(999));
        Instant now = stage.clock.instant();
        stage.factors.change(
                stage.alice().id(),
                before ->
                        Optional.of(
                                before.withPolicy(Factors.Policy.NEW_DEVICES).with(device, now)));
    }

    @Test
    void aChangedPasswordIsForgottenByBrowsersThatWereRemembered() {
        remember(stage);
        DirectoryAdministration directory = stage.directory;
        directory.changePassword(SignInStage.ALICE, "short");
        assertThat(stage.factors.of(stage.alice().id()).devices()).hasSize(1);
        directory.changePassword(SignInStage.ALICE, "another horse");
        assertThat(stage.factors.of(stage.alice().id()).devices()).isEmpty();
    }
}
