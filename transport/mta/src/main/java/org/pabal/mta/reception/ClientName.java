// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.examination.Iprev;
import org.pabal.mailauth.examination.IprevResult;

/// The name of a client's address, looked up while the client goes on talking. A name counts only
/// if it leads back to the address.
final class ClientName {
    static final String UNKNOWN = "unknown";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final FutureTask<Iprev> search;

    private ClientName(FutureTask<Iprev> search) {
        this.search = search;
    }

    /// Begins to look; loopback addresses are not looked up.
    static ClientName lookUp(InetAddress address, Resolver resolver) {
        if (address.isLoopbackAddress()) {
            return told("localhost");
        }
        FutureTask<Iprev> search = new FutureTask<>(() -> Iprev.of(address, resolver));
        Thread.ofVirtual().name("client-name").start(search);
        return new ClientName(search);
    }

    /// As a trusted front told it.
    static ClientName told(String name) {
        Iprev told =
                name.equalsIgnoreCase(UNKNOWN)
                        ? new Iprev(IprevResult.PERMERROR, "", "the front found no name")
                        : new Iprev(IprevResult.PASS, name, "");
        FutureTask<Iprev> known = new FutureTask<>(() -> told);
        known.run();
        return new ClientName(known);
    }

    /// What was found by now, or within a short time.
    String get() {
        Iprev found = found();
        return found.result() == IprevResult.PASS ? found.name() : UNKNOWN;
    }

    Iprev found() {
        try {
            return search.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException noAnswer) {
            return new Iprev(IprevResult.TEMPERROR, "", "the DNS did not answer in time");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Iprev(IprevResult.TEMPERROR, "", "interrupted");
        }
    }
}
