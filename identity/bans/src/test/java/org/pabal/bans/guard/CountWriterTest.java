// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.pabal.bans.Source;
import org.pabal.bans.SourceAndName;
import org.pabal.storage.Storage;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

class CountWriterTest {
    private final AtomicInteger commits = new AtomicInteger();
    private final CountDownLatch second = new CountDownLatch(1);

    private Storage failingOnce() {
        FakeStorage storage = new FakeStorage();
        return (Storage)
                Proxy.newProxyInstance(
                        Storage.class.getClassLoader(),
                        new Class<?>[] {Storage.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("commit")) {
                                if (commits.incrementAndGet() == 1) {
                                    throw new IllegalStateException("a bug");
                                }
                                second.countDown();
                            }
                            return method.invoke(storage, arguments);
                        });
    }

    @Test
    void itGoesOnBehindABug() throws InterruptedException {
        Storage storage = failingOnce();
        BanStore store = new BanStore(storage, new Docket(storage, BanWatcher.NONE));
        FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
        Source source = Source.of(InetAddress.ofLiteral("192.0.2.7"));
        try (CountWriter writer = new CountWriter(store, clock, new ReentrantLock())) {
            writer.start();
            boolean again = false;
            for (int i = 0; i < 100 && !again; i++) {
                store.places().succeeded(new SourceAndName(source, "name" + i), 0);
                again = second.await(100, TimeUnit.MILLISECONDS);
            }
            assertThat(again).isTrue();
        }
    }
}
