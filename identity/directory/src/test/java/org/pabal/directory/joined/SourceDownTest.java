// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

class SourceDownTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final JoinedStage stage = new JoinedStage();
    private final FakeSource source = stage.source;

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void whatIsNotRememberedIsNeitherThereNorUnknown() { // THREATS S34, A13
        source.down = true;
        assertThatThrownBy(() -> stage.resolve("bob@example.net"))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> stage.logIn("bob@example.net", "secret"))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(
                        () -> stage.directory.findByLogin("bob@example.net", JoinedStage.ANYWHERE))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void otherDomainsDoNotCare() {
        source.down = true;
        stage.addHere("alice@example.org");
        assertThat(stage.local("alice@example.org")).isNotNull();
        assertThat(stage.logIn("alice@example.org", JoinedStage.PASSWORD)).isTrue();
    }

    @Test
    void accountsAreTakenAsTheyWereForAWhile() {
        source.put("k1", "bob@example.net", "secret");
        Account bob = stage.local("bob@example.net");
        assertThat(stage.resolve("nobody@example.net")).isInstanceOf(Resolution.Unknown.class);
        source.down = true;
        stage.pass(Duration.ofMinutes(59));
        assertThat(stage.local("bob@example.net")).isEqualTo(bob);
        assertThatThrownBy(() -> stage.resolve("nobody@example.net"))
                .isInstanceOf(UnavailableException.class);
        stage.pass(Duration.ofMinutes(2));
        assertThatThrownBy(() -> stage.resolve("bob@example.net"))
                .isInstanceOf(UnavailableException.class);
        assertThat(stage.directory.account(bob.id())).contains(bob); // its sessions go on
        assertThat(stage.directory.account(bob.address())).contains(bob);
    }

    @Test
    void answersAreRememberedForTheirTime() {
        source.put("k1", "bob@example.net", "secret");
        for (int i = 0; i < 100; i++) {
            stage.resolve("bob@example.net");
        }
        assertThat(source.finds).hasValue(1);
        stage.pass(Duration.ofSeconds(61));
        stage.resolve("bob@example.net");
        assertThat(source.finds).hasValue(2);
        stage.resolve("new@example.net");
        source.put("k2", "new@example.net", "secret");
        stage.pass(Duration.ofSeconds(11));
        assertThat(stage.local("new@example.net")).isNotNull();
    }

    @Test
    void aFlushForgets() {
        source.put("k1", "bob@example.net", "secret");
        stage.local("bob@example.net");
        source.remove("bob@example.net");
        assertThat(stage.directory.sources().flush("other")).isZero();
        stage.local("bob@example.net");
        assertThat(stage.directory.sources().flush("fake")).isOne();
        assertThat(stage.resolve("bob@example.net")).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void aDeadSourceIsNotAskedForEachMail() {
        source.down = true;
        for (int i = 0; i < 100; i++) {
            String address = "bob" + i + "@example.net";
            assertThatThrownBy(() -> stage.resolve(address))
                    .isInstanceOf(UnavailableException.class);
        }
        assertThat(source.finds).hasValue(Gate.FAILURES);
        assertThat(stage.directory.sources().status().getFirst().trouble())
                .contains("the fake is down");
        stage.pass(SECOND);
        assertThatThrownBy(() -> stage.resolve("bob@example.net"))
                .isInstanceOf(UnavailableException.class);
        assertThat(source.finds).hasValue(Gate.FAILURES + 1);
        stage.pass(SECOND); // the second pause is longer
        assertThatThrownBy(() -> stage.resolve("bob@example.net"))
                .hasMessageContaining("not asked for now");
        source.down = false;
        source.put("k1", "bob@example.net", "secret");
        stage.pass(SECOND);
        assertThat(stage.local("bob@example.net")).isNotNull();
        assertThat(stage.directory.sources().status().getFirst().trouble()).isEmpty();
    }

    @Test
    void ofManyWhoAskTheSameOneDoes() throws Exception {
        source.put("k1", "bob@example.net", "secret");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        source.meanwhile =
                () -> {
                    asked.countDown();
                    await(answer);
                };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Account>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(threads.submit(() -> stage.local("bob@example.net")));
            }
            await(asked);
            answer.countDown();
            for (Future<Account> each : all) {
                assertThat(each.get(10, TimeUnit.SECONDS).address())
                        .isEqualTo(Address.of("bob@example.net"));
            }
        }
        assertThat(source.finds).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAnswerFromBeforeAFlushIsNotRemembered() {
        source.put("k1", "bob@example.net", "secret");
        source.meanwhile = () -> stage.directory.sources().flush("");
        stage.resolve("bob@example.net");
        source.meanwhile = () -> {};
        stage.resolve("bob@example.net");
        assertThat(source.finds).hasValue(2);
    }

    @Test
    void closingClosesTheSource() {
        stage.close();
        assertThat(source.closed).isTrue();
    }
}
