// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.relay.Contact;

/// What attempts of the last minutes found out about addresses, so that the next ones do not wait
/// for it again. Safe for use by many threads.
///
/// An address family without a way out goes behind the other one. An address that let us wait in
/// vain is left out for a short while, however many domains have it as their exchanger; one that
/// said no costs nothing and is asked again each time.
public final class HostHealth {
    private static final Duration FAMILY_REST = Duration.ofMinutes(10);
    private static final Duration ADDRESS_REST = Duration.ofMinutes(2);
    private static final int MAX_ADDRESSES = 10_000;

    private enum Family {
        IPV6,
        IPV4;

        static Family of(InetAddress address) {
            return address instanceof Inet6Address ? IPV6 : IPV4;
        }
    }

    private record Dead(Diagnosis found, Instant until) {}

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Family, Instant> withoutWay = new EnumMap<>(Family.class);

    /// The one that fell silent longest ago comes first.
    private final LinkedHashMap<InetAddress, Dead> dead = new LinkedHashMap<>();

    public HostHealth(InstantSource clock) {
        this.clock = clock;
    }

    /// How far an attempt came.
    void witness(RemoteHost host, Contact contact, Diagnosis found) {
        if (host.internet().isEmpty()) {
            return;
        }
        InetAddress address = host.internet().get();
        Instant now = clock.instant();
        lock.lock();
        try {
            switch (contact) {
                case GREETED -> {
                    dead.remove(address);
                    withoutWay.remove(Family.of(address));
                }
                case REFUSED -> dead.remove(address);
                case TIMED_OUT, SILENT ->
                        remember(address, new Dead(found, now.plus(ADDRESS_REST)));
                case NO_ROUTE, NO_ADDRESS ->
                        withoutWay.put(Family.of(address), now.plus(FAMILY_REST));
                case UNCLEAR -> {}
            }
        } finally {
            lock.unlock();
        }
    }

    private void remember(InetAddress address, Dead state) {
        dead.remove(address);
        dead.put(address, state);
        if (dead.size() > MAX_ADDRESSES) {
            dead.pollFirstEntry();
        }
    }

    /// Those that are worth a try, the most promising first.
    List<RemoteHost> promising(List<RemoteHost> hosts) {
        Instant now = clock.instant();
        List<RemoteHost> first = new ArrayList<>(hosts.size());
        List<RemoteHost> last = new ArrayList<>();
        lock.lock();
        try {
            if (withoutWay.isEmpty() && dead.isEmpty()) {
                return hosts;
            }
            withoutWay.values().removeIf(until -> !now.isBefore(until));
            for (RemoteHost host : hosts) {
                Optional<InetAddress> address = host.internet();
                if (address.isEmpty() || !isDead(address.get(), now)) {
                    boolean hasWay =
                            address.isEmpty() || !withoutWay.containsKey(Family.of(address.get()));
                    (hasWay ? first : last).add(host);
                }
            }
        } finally {
            lock.unlock();
        }
        first.addAll(last);
        return first;
    }

    private boolean isDead(InetAddress address, Instant now) {
        Dead state = dead.get(address);
        if (state != null && !now.isBefore(state.until())) {
            dead.remove(address);
            return false;
        }
        return state != null;
    }

    /// What the last attempt at an address that is left out has found.
    Optional<Diagnosis> lastWord(RemoteHost host) {
        lock.lock();
        try {
            return host.internet().map(dead::get).map(Dead::found);
        } finally {
            lock.unlock();
        }
    }
}
