// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;

/// The name of a client's address, looked up while the client goes on talking. A name counts only
/// if it leads back to the address.
final class ClientName {
    static final String UNKNOWN = "unknown";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_NAMES = 5;

    private final FutureTask<String> search;

    private ClientName(FutureTask<String> search) {
        this.search = search;
    }

    /// Begins to look; loopback addresses are not looked up.
    static ClientName lookUp(InetAddress address, Resolver resolver) {
        if (address.isLoopbackAddress()) {
            FutureTask<String> known = new FutureTask<>(() -> "localhost");
            known.run();
            return new ClientName(known);
        }
        FutureTask<String> search = new FutureTask<>(() -> find(address, resolver));
        Thread.ofVirtual().name("client-name").start(search);
        return new ClientName(search);
    }

    /// As a trusted front told it.
    static ClientName told(String name) {
        FutureTask<String> known = new FutureTask<>(() -> name);
        known.run();
        return new ClientName(known);
    }

    private static String find(InetAddress address, Resolver resolver) {
        if (!(resolver.names(address) instanceof Answer.Found<String>(var names))) {
            return UNKNOWN;
        }
        for (String name : names.subList(0, Math.min(names.size(), MAX_NAMES))) {
            if (resolver.addresses(name) instanceof Answer.Found<InetAddress>(var addresses)
                    && addresses.contains(address)) {
                return name;
            }
        }
        return UNKNOWN;
    }

    /// What was found by now, or within a short time.
    String get() {
        try {
            return search.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException noAnswer) {
            return UNKNOWN;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
