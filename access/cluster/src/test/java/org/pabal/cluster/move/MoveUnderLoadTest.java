// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.message.Address;
import org.pabal.storage.embedded.EmbeddedConfig;
import org.pabal.storage.embedded.EmbeddedStorage;

/// An account that many use at once goes from one host to the other and back, over true engines.
class MoveUnderLoadTest {
    private static final Address BOB = Address.of("bob@example.org");
    private static final List<Address> OTHERS =
            List.of(Address.of("carol@example.org"), Address.of("dave@example.org"));
    private static final int USERS = 4;
    private static final int MOVES = 2;

    private final Map<Address, String> hosts = new ConcurrentHashMap<>(Map.of(BOB, "a"));

    private TestHost host(String name, Path folder, long firstNumber) {
        TestHost host =
                new TestHost(
                        name,
                        EmbeddedStorage.open(EmbeddedConfig.defaults(folder.resolve(name))),
                        before -> before,
                        firstNumber,
                        hosts,
                        InstantSource.system(),
                        Faults.none());
        host.config =
                new MoveConfig(
                        1, 0, Duration.ofSeconds(10), Duration.ofSeconds(8), Duration.ofDays(1));
        return host;
    }

    @Test
    @Timeout(60)
    void whoUsesTheAccountLosesNothing(@TempDir Path folder) throws Exception {
        try (TestHost a = host("a", folder, 1).with(BOB).with(OTHERS.toArray(new Address[0]));
                TestHost b = host("b", folder, 50).with(OTHERS.toArray(new Address[0])).with(BOB)) {
            a.other = b;
            b.other = a;
            a.open();
            b.open();
            a.moves.start();
            b.moves.start();
            List<RandomUse> uses = use(a, b);
            TestHost owner = hosts.get(BOB).equals("a") ? a : b;
            List<String> broken = new ArrayList<>();
            for (RandomUse use : uses) {
                use.deliverAgain(owner);
                broken.addAll(use.broken(owner));
            }
            assertThat(broken).isEmpty();
            assertThat(uses.stream().mapToInt(RandomUse::filed).sum()).isGreaterThan(50);
            assertThat(a.storage.verify()).isEmpty();
            assertThat(b.storage.verify()).isEmpty();
        }
    }

    private List<RandomUse> use(TestHost a, TestHost b) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        List<RandomUse> uses = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        RandomUse.Fates fates = new RandomUse.Fates();
        for (int i = 0; i < USERS; i++) {
            RandomUse use = new RandomUse("user" + i, BOB, OTHERS, i, fates);
            uses.add(use);
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                while (!over.get()) {
                                    use.once(hosts.get(BOB).equals("a") ? a : b);
                                }
                            }));
        }
        for (int i = 0; i < MOVES; i++) {
            TestHost from = i % 2 == 0 ? a : b;
            assertThat(from.moves.move(from.account(BOB), from.other.name))
                    .isInstanceOf(Moves.Outcome.Done.class);
            Departure departure = from.moves.departure(from.account(BOB).id()).orElseThrow();
            while (!departure.isOver()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        return uses;
    }
}
