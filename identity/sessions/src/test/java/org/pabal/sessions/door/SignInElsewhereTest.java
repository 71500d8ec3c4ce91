// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.http.Homes.Matter;
import org.pabal.sessions.door.FakeBrowser.Said;

/// A browser at a host that does not have its account.
class SignInElsewhereTest {
    private final SignInStage stage = new SignInStage();
    private final FakeBrowser browser = stage.browser();

    @BeforeEach
    void moveAlice() {
        stage.directory.setHost(SignInStage.ALICE, Optional.of("imap"));
    }

    private Matter onlyMatter() {
        assertThat(stage.passed).hasSize(1);
        return stage.passed.removeFirst();
    }

    private static String body(Matter matter) {
        return new String(matter.body().orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void thePasswordIsJudgedHereAndStaysHere() throws Exception {
        assertThat(browser.login("alice@example.org", "wrong").code()).isEqualTo("refused");
        assertThat(stage.passed).isEmpty();
        Said said = browser.login("alice", SignInStage.PASSWORD);
        assertThat(said.status()).isEqualTo(200);
        Matter matter = onlyMatter();
        assertThat(matter.host()).isEqualTo("imap");
        assertThat(matter.owner()).contains("alice@example.org");
        assertThat(matter.isJudged()).isTrue();
        assertThat(matter.cookies()).isEmpty();
        assertThat(body(matter)).doesNotContain(SignInStage.PASSWORD).contains("\"password\":\"\"");
        assertThat(browser.cookies).containsOnlyKeys(SessionCookies.HOME);
        assertThat(stage.guard.succeeded).containsExactly("alice@example.org");
        assertThat(stage.sessions.list(stage.alice().id())).isEmpty();
    }

    @Test
    void whoShowsASessionOfTheHomeGoesOnWithIt() throws Exception {
        browser.login("alice@example.org", SignInStage.PASSWORD);
        stage.passed.clear();
        assertThat(browser.get("/auth/session").status()).isEqualTo(401);
        assertThat(stage.passed).as("no session was shown").isEmpty();
        browser.cookies.put(SessionCookies.SESSION, "token");
        browser.cookies.put("other", "secret");
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
        Matter matter = onlyMatter();
        assertThat(matter.isJudged()).isFalse();
        assertThat(matter.cookies()).containsOnlyKeys(SessionCookies.SESSION);
        browser.fields.remove("X-Pabal");
        assertThat(browser.get("/auth/session").status()).isEqualTo(403);
        assertThat(stage.passed).isEmpty();
    }

    @Test
    void aConfirmationByPasswordIsJudgedHere() throws Exception {
        browser.login("alice@example.org", SignInStage.PASSWORD);
        stage.passed.clear();
        browser.cookies.put(SessionCookies.SESSION, "token");
        assertThat(browser.post("/auth/confirm", "{\"password\":\"wrong\"}").code())
                .isEqualTo("refused");
        assertThat(stage.passed).isEmpty();
        browser.post(
                "/auth/confirm",
                "{\"password\":\"" + SignInStage.PASSWORD + "\",\"code\":\"123456\"}");
        Matter matter = onlyMatter();
        assertThat(matter.isJudged()).isTrue();
        assertThat(matter.cookies()).containsKey(SessionCookies.SESSION);
        assertThat(body(matter)).doesNotContain(SignInStage.PASSWORD).contains("123456");
        browser.post("/auth/confirm", "{\"credential\":{}}");
        assertThat(onlyMatter().isJudged()).as("nothing was judged").isFalse();
    }

    /// A browser that has said good-bye is signed out, whatever its home hears of it.
    @Test
    void signingOutEndsTheCookieHere() throws Exception {
        browser.login("alice@example.org", SignInStage.PASSWORD);
        browser.cookies.put(SessionCookies.SESSION, "token");
        browser.post("/auth/logout", "{}");
        assertThat(browser.cookies).doesNotContainKey(SessionCookies.SESSION);
    }

    @Test
    void signingInHereForgetsTheOtherHome() throws Exception {
        browser.login("alice@example.org", SignInStage.PASSWORD);
        assertThat(browser.login("bob@example.org", "staple battery").status()).isEqualTo(200);
        assertThat(browser.cookies)
                .containsKey(SessionCookies.SESSION)
                .doesNotContainKey(SessionCookies.HOME);
        stage.passed.clear();
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
        assertThat(stage.passed).isEmpty();
    }

    /// The home, to which a front passes on.
    @Test
    void theWordOfAFrontStandsForThePassword() throws Exception {
        stage.directory.setHost(SignInStage.ALICE, Optional.empty());
        browser.front = Optional.of("alice@example.org");
        assertThat(browser.login("alice@example.org", "").status()).isEqualTo(200);
        assertThat(browser.get("/auth/session").status()).isEqualTo(200);
        browser.front = Optional.of("");
        assertThat(browser.login("alice@example.org", SignInStage.PASSWORD).code())
                .as("a front that has judged nobody")
                .isEqualTo("refused");
    }

    @Test
    void nothingIsPassedOnTwice() throws Exception {
        browser.front = Optional.of("alice@example.org");
        Said said = browser.login("alice@example.org", "");
        assertThat(said.status()).isEqualTo(503);
        assertThat(said.code()).isEqualTo("homeDown");
        assertThat(stage.passed).isEmpty();
    }

    @Test
    void aHomeIsOwedTheEndOfItsSessionsUntilItHasHeard() {
        Account alice = stage.alice();
        stage.directory.changePassword(SignInStage.ALICE, "another password");
        assertThat(stage.owed.all()).extracting(owed -> owed.account()).containsExactly(alice.id());
        SignInStage after = stage.killed();
        var before = after.owed.all().getFirst();
        after.directory.changePassword(SignInStage.ALICE, "yet another password");
        after.owed.paid(before);
        assertThat(after.owed.all()).as("changed again meanwhile").hasSize(1);
        after.owed.paid(after.owed.all().getFirst());
        assertThat(after.owed.all()).isEmpty();
    }

    @Test
    void aPasswordThatChangedElsewhereEndsSessionsHere() throws Exception {
        browser.login("bob@example.org", "staple battery");
        Account bob = stage.directory.account(org.pabal.message.Address.of("bob@example.org")).orElseThrow();
        stage.end.changedElsewhere(bob.id());
        assertThat(browser.get("/auth/session").code()).isEqualTo("signedOut");
        browser.login("bob@example.org", "staple battery");
        String id = stage.sessions.list(bob.id()).getFirst().id();
        stage.sessions.staying(bob.id(), id, () -> true);
        stage.end.changedElsewhere(bob.id());
        assertThat(browser.get("/auth/session").status()).as("it has changed it itself").isEqualTo(200);
    }
}
