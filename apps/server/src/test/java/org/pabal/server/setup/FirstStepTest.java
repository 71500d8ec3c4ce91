// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.Language;
import org.pabal.directory.Role;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.server.setup.SetupBrowser.Said;

/// The code, the administrator, and who finds the door closed.
class FirstStepTest {
    private static final String WRONG = "2222-2222-2222";
    private static final Address JIWOO = Address.of("jiwoo@code.kr");

    private final SetupStage stage = new SetupStage();
    private final SetupBrowser browser = stage.browser();

    private String code() {
        return stage.setup.code().orElseThrow();
    }

    @Test
    void theCodeIsReadAloudWithoutDoubt() {
        assertThat(code()).matches("([2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}").isEqualTo(code());
        assertThat(new SetupStage().setup.code()).isNotEqualTo(stage.setup.code());
    }

    @Test
    void strangersLearnThatACodeIsAskedForAndNoMore() throws IOException {
        Said said = browser.state();
        assertThat(said.body().path("needs").asString()).isEqualTo("code");
        assertThat(said.body().path("version").isNull()).isTrue();
        assertThat(said.body().path("hostname").isNull()).isTrue();
        assertThat(said.body().path("steps")).isEmpty();
        assertThat(browser.post("later", "{\"step\":\"doors\"}").status()).isEqualTo(404);
        assertThat(browser.administrator("jiwoo@code.kr").code()).isEqualTo("codeNeeded");
        assertThat(stage.directory.accounts()).isEmpty();
    }

    @Test
    void theCodeLetsOneMakeTheAdministrator() throws IOException {
        String asked = code();
        assertThat(browser.begin(asked.replace("-", " ").toLowerCase(Locale.ROOT)).status())
                .isEqualTo(204);
        assertThat(browser.state().body().path("needs").isNull()).isTrue();
        assertThat(browser.state().body().path("hostname").asString()).isEqualTo("mail.code.kr");
        Said made = browser.administrator("jiwoo@code.kr");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().path("account").asString()).isEqualTo("jiwoo@code.kr");
        Account account = stage.directory.account(JIWOO).orElseThrow();
        assertThat(account.role()).isEqualTo(Role.ADMINISTRATOR);
        assertThat(account.language()).isEqualTo(Language.KOREAN);
        assertThat(stage.added).containsExactly(Domain.of("code.kr"));
        Said state = browser.state();
        assertThat(state.body().path("needs").isNull()).isTrue();
        assertThat(state.body().path("language").asString()).isEqualTo("ko");
        assertThat(state.body().path("least").asInt()).isEqualTo(8);
        assertThat(state.body().path("started").asString()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(state.body().path("steps").get(0).path("state").asString()).isEqualTo("done");
        assertThat(state.body().path("steps").get(1).path("state").asString()).isEqualTo("open");
        assertThat(stage.setup.code()).isEmpty();
    }

    @Test
    void whatCannotBeAnAdministratorLeavesTheDoorAsItWas() throws IOException {
        browser.begin(code());
        assertThat(browser.administrator("jiwoo").code()).isEqualTo("badAddress");
        assertThat(
                        browser.post(
                                        "administrator",
                                        "{\"language\":\"ko\",\"address\":\"a@code.kr\","
                                                + "\"password\":\"short\"}")
                                .code())
                .isEqualTo("unusable");
        assertThat(browser.post("administrator", "{}").status()).isEqualTo(400);
        assertThat(stage.directory.domains()).isEmpty();
        assertThat(browser.administrator("jiwoo@code.kr").status()).isEqualTo(201);
    }

    @Test
    void afterTheFirstThereIsNoWayToASecond() throws IOException {
        SetupBrowser other = stage.browser();
        String asked = code();
        other.begin(asked);
        browser.begin(asked);
        browser.administrator("jiwoo@code.kr");
        assertThat(other.administrator("eve@evil.example").status()).isEqualTo(404);
        assertThat(other.begin(asked).status()).isEqualTo(404);
        assertThat(stage.directory.accounts()).hasSize(1);
        assertThat(stage.directory.domains()).containsExactly(Domain.of("code.kr"));
    }

    /// Of two who ask at the same moment one is the administrator, and the other gets no account.
    @Test
    void ofTwoAtOnceOneBecomesTheAdministrator() throws Exception {
        String asked = code();
        List<Callable<Integer>> both = new ArrayList<>();
        CyclicBarrier start = new CyclicBarrier(2);
        for (String address : List.of("jiwoo@code.kr", "eve@evil.example")) {
            SetupBrowser one = stage.browser();
            assertThat(one.begin(asked).status()).isEqualTo(204);
            both.add(() -> {
                start.await();
                return one.administrator(address).status();
            });
        }
        List<Integer> said = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Integer> each : threads.invokeAll(both)) {
                said.add(each.get());
            }
        }
        assertThat(said).containsOnlyOnce(201).hasSize(2);
        assertThat(said).allMatch(status -> status == 201 || status == 422 || status == 404);
        assertThat(stage.directory.accounts()).hasSize(1);
        assertThat(stage.directory.domains()).hasSize(1);
    }

    @Test
    void othersFindNothingAfterTheFirstStep() throws IOException {
        stage.begun();
        assertThat(browser.state().status()).isEqualTo(404);
        stage.directory.addAccount(
                new NewAccount(
                        Address.of("bob@code.kr"),
                        SetupBrowser.PASSWORD,
                        "",
                        Language.ENGLISH,
                        OptionalLong.empty()));
        assertThat(browser.login("bob@code.kr").status()).isEqualTo(200);
        assertThat(browser.state().status()).isEqualTo(404);
        assertThat(browser.post("finish", "").status()).isEqualTo(404);
        stage.directory.setRole(Address.of("bob@code.kr"), Role.DOMAIN_ADMINISTRATOR);
        browser.login("bob@code.kr");
        assertThat(browser.state().status()).isEqualTo(404);
    }

    @Test
    void fiveWrongCodesCloseTheDoorForAMinute() throws IOException {
        for (int i = 0; i < 5; i++) {
            assertThat(browser.begin(WRONG).status()).isEqualTo(401);
        }
        Said shut = stage.browser().begin(code());
        assertThat(shut.status()).isEqualTo(429);
        assertThat(shut.body().path("retryAfter").asInt()).isEqualTo(60);
        assertThat(stage.guard.failed).hasSize(5);
        stage.clock.pass(Duration.ofMinutes(1));
        assertThat(browser.begin(code()).status()).isEqualTo(204);
    }

    @Test
    void whoIsTurnedAwayEverywhereIsTurnedAwayHere() throws IOException {
        stage.guard.shut = Duration.ofMinutes(7);
        Said shut = browser.begin(code());
        assertThat(shut.status()).isEqualTo(429);
        assertThat(shut.body().path("retryAfter").asInt()).isEqualTo(420);
    }

    @Test
    void theCookieIsGoodForHalfAnHour() throws IOException {
        browser.begin(code());
        stage.clock.pass(SetupCode.SHOWN);
        assertThat(browser.state().body().path("needs").asString()).isEqualTo("code");
        assertThat(browser.administrator("jiwoo@code.kr").code()).isEqualTo("codeNeeded");
        browser.begin(code());
        assertThat(browser.administrator("jiwoo@code.kr").status()).isEqualTo(201);
    }

    @Test
    void onlyOwnPagesUnderTlsAreListenedTo() throws IOException {
        browser.isSecure = false;
        assertThat(browser.state().code()).isEqualTo("insecure");
        browser.isSecure = true;
        browser.fields.put("Sec-Fetch-Site", "cross-site");
        assertThat(browser.begin(code()).code()).isEqualTo("crossSite");
        browser.fields.put("Sec-Fetch-Site", "same-origin");
        browser.fields.remove("X-Pabal");
        assertThat(browser.begin(code()).code()).isEqualTo("crossSite");
    }

    @Test
    void aServerWithAnAdministratorOfOldHasNoSetup() throws IOException {
        stage.directory.addFirstAdministrator(
                new NewAccount(
                        JIWOO, SetupBrowser.PASSWORD, "", Language.ENGLISH, OptionalLong.empty()));
        assertThat(stage.setup.code()).isEmpty();
        assertThat(browser.state().status()).isEqualTo(404);
        browser.login("jiwoo@code.kr");
        assertThat(browser.state().status()).isEqualTo(404);
    }

    @Test
    void aKillAfterAnyLineLeavesAWayOn() throws IOException {
        browser.begin(code());
        new Progress(stage.storage).begin();
        SetupStage before = stage.killed();
        assertThat(before.browser().state().body().path("needs").asString()).isEqualTo("code");
        browser.administrator("jiwoo@code.kr");
        SetupStage after = stage.killed();
        SetupBrowser again = after.browser();
        assertThat(after.setup.code()).isEmpty();
        assertThat(again.state().status()).isEqualTo(404);
        assertThat(again.login("jiwoo@code.kr").status()).isEqualTo(200);
        assertThat(again.state().body().path("steps").get(0).path("state").asString())
                .isEqualTo("done");
    }

    @Test
    void whoLosesTheAnswerIsSentToSignIn() throws IOException {
        browser.begin(code());
        browser.administrator("jiwoo@code.kr");
        browser.cookies.remove("__Host-pabal");
        assertThat(browser.state().body().path("needs").asString()).isEqualTo("signIn");
        browser.login("jiwoo@code.kr");
        assertThat(browser.state().body().path("needs").isNull()).isTrue();
    }
}
