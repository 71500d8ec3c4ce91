// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.directory.joined.JoinedStage.done;
import static org.pabal.directory.joined.JoinedStage.reason;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Resolution;
import org.pabal.directory.source.SourceAccount;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

class RegisterTest {
    private static final Duration OLD = Duration.ofMinutes(2);

    private final JoinedStage stage = new JoinedStage();
    private final FakeSource source = stage.source;

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aNumberStaysThroughARestartAndWithoutTheSource() {
        source.put("k1", "bob@example.net", "x");
        Account bob = stage.local("bob@example.net");
        stage.restart();
        source.down = true;
        assertThat(stage.directory.account(bob.id())).contains(bob);
        source.down = false;
        stage.pass(OLD);
        assertThat(stage.local("bob@example.net")).isEqualTo(bob);
    }

    @Test
    void numbersOfBothKindsComeFromOneCounter() {
        Set<AccountId> ids = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 10; i++) {
            stage.addHere("a" + i + "@example.org");
            source.put("k" + i, "b" + i + "@example.net", "x");
            assertThat(ids.add(stage.local("a" + i + "@example.org").id())).isTrue();
            assertThat(ids.add(stage.local("b" + i + "@example.net").id())).isTrue();
        }
        stage.restart();
        stage.addHere("last@example.org");
        assertThat(ids.add(stage.local("last@example.org").id())).isTrue();
    }

    @Test
    void whoIsRenamedKeepsTheNumber() {
        source.put("k1", "bob@example.net", "x");
        AccountId bob = stage.local("bob@example.net").id();
        source.remove("bob@example.net");
        source.put("k1", "robert@example.net", "x");
        stage.pass(OLD);
        Account robert = stage.local("robert@example.net");
        assertThat(robert.id()).isEqualTo(bob);
        assertThat(stage.directory.account(bob)).contains(robert);
        assertThat(stage.resolve("bob@example.net")).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void whoComesBackKeepsTheNumber() {
        SourceAccount before = source.put("k1", "bob@example.net", "x");
        AccountId bob = stage.local("bob@example.net").id();
        source.remove("bob@example.net");
        stage.pass(OLD);
        assertThat(stage.resolve("bob@example.net")).isInstanceOf(Resolution.Unknown.class);
        assertThat(stage.told).containsExactly(bob); // open sessions end
        source.put(before);
        stage.pass(OLD);
        assertThat(stage.local("bob@example.net").id()).isEqualTo(bob);
    }

    @Test
    void anotherPersonWithTheAddressGetsNoneOfTheOldMail() {
        source.put("k1", "bob@example.net", "x");
        AccountId first = stage.local("bob@example.net").id();
        source.put("k2", "bob@example.net", "y");
        stage.pass(OLD);
        assertThat(stage.local("bob@example.net").id()).isNotEqualTo(first);
        assertThat(stage.directory.sources().forgotten())
                .extracting(each -> each.account().id())
                .containsExactly(first);
    }

    @Test
    void whatIsForgottenThereCanBeRemovedHere() {
        Address address = source.put("k1", "bob@example.net", "x").address();
        AccountId bob = stage.local("bob@example.net").id();
        assertThat(reason(stage.directory.removeAccount(address))).contains("remove it there");
        assertThat(stage.directory.sources().forget(bob)).isEmpty();
        source.remove("bob@example.net");
        stage.directory.sources().flush("");
        assertThat(stage.directory.account(address)).map(Account::id).contains(bob);
        done(stage.directory.removeAccount(address));
        assertThat(stage.directory.account(bob)).isEmpty();
        assertThat(stage.directory.sources().forgotten()).isEmpty();
        source.put("k1", "bob@example.net", "x");
        stage.directory.sources().flush("");
        assertThat(stage.local("bob@example.net").id()).isNotEqualTo(bob); // never used again
    }

    @Test
    void whatIsForgottenCanBeRemovedByItsNumber() {
        source.put("k1", "bob@example.net", "x");
        AccountId bob = stage.local("bob@example.net").id();
        source.put("k2", "bob@example.net", "y");
        stage.pass(OLD);
        AccountId other = stage.local("bob@example.net").id();
        assertThat(stage.directory.sources().forget(bob)).map(Account::id).contains(bob);
        assertThat(stage.directory.account(bob)).isEmpty();
        assertThat(stage.directory.account(other)).isPresent();
        assertThat(stage.directory.sources().forget(other)).isEmpty();
    }

    @Test
    void aKeyOutsideTheLimitIsNobodys() {
        source.put("k".repeat(513), "bob@example.net", "x");
        assertThatThrownBy(() -> stage.resolve("bob@example.net"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("512");
    }

    /// Many ask for the same and for other accounts at once, while built-in ones are made and the
    /// server is started anew: every key has one number for good, and no number two keys.
    @Test
    void everyKeyHasOneNumber() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<Integer, AccountId> numbers = new HashMap<>();
        int here = 0;
        for (int round = 0; round < 8; round++) {
            Map<Integer, List<Future<AccountId>>> asked = new HashMap<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 60; i++) {
                    int person = random.nextInt(30);
                    String name = "p" + person + "-" + random.nextInt(2) + "@example.net";
                    source.put("k" + person, name, "x"); // under one of two addresses
                    asked.computeIfAbsent(person, _ -> new ArrayList<>())
                            .add(threads.submit(() -> stage.local(name).id()));
                }
                stage.addHere("a" + here++ + "@example.org");
            }
            for (var entry : asked.entrySet()) {
                for (Future<AccountId> id : entry.getValue()) {
                    AccountId number = id.get(10, TimeUnit.SECONDS);
                    assertThat(numbers.computeIfAbsent(entry.getKey(), _ -> number))
                            .as("seed %d", seed)
                            .isEqualTo(number);
                }
            }
            stage.restart();
            stage.pass(OLD);
        }
        Set<AccountId> all =
                stage.directory.accounts().stream().map(Account::id).collect(Collectors.toSet());
        assertThat(all).as("seed %d", seed).hasSize(numbers.size() + here);
        assertThat(Set.copyOf(numbers.values())).as("seed %d", seed).hasSize(numbers.size());
    }
}
