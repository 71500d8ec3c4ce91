// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pabal.bans.BanConfig;
import org.pabal.bans.Source;
import org.pabal.wire.IpNetwork;

/// Who is never banned, whatever is done there. Safe for use by many threads.
public final class Exemptions {
    private static final Source LOOPBACK = Source.of(IpNetwork.parse("127.0.0.0/8"));

    /// `::1` and what else begins like it, which nobody comes from.
    private static final Source LOOPBACK_6 = Source.of(IpNetwork.parse("::1"));

    /// An administrator's address is one for so long after a log-in.
    private static final Duration ADMINISTRATORS = Duration.ofHours(12);

    private static final int MAX_ADMINISTRATORS = 1_000;

    private final List<Source> never;
    private final boolean loopback;
    private final Supplier<List<Source>> ownAddresses;
    private final Predicate<String> isAdministrator;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Source, Instant> administrators = new LinkedHashMap<>();

    /// @param ownAddresses of this host; asked anew each time
    /// @param isAdministrator whether an account, by its address, administers all
    public Exemptions(
            BanConfig config,
            Supplier<List<Source>> ownAddresses,
            Predicate<String> isAdministrator) {
        this.never = config.never().stream().map(Source::of).toList();
        this.loopback = !config.loopback();
        this.ownAddresses = ownAddresses;
        this.isAdministrator = isAdministrator;
    }

    void loggedIn(String account, Source from, Instant now) {
        if (!isAdministrator.test(account)) {
            return;
        }
        lock.lock();
        try {
            administrators.values().removeIf(since -> isOver(since, now));
            if (administrators.size() < MAX_ADMINISTRATORS) {
                administrators.put(from, now);
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOver(Instant since, Instant now) {
        return !now.isBefore(since.plus(ADMINISTRATORS));
    }

    boolean covers(Source source, Instant now) {
        return reason(source, now).isPresent();
    }

    /// Whether a ban of a network would hit somebody who is never banned.
    boolean overlaps(Source network, Instant now) {
        return reason(network, now).isPresent();
    }

    /// Why nothing that overlaps this is banned.
    Optional<String> reason(Source source, Instant now) {
        if (loopback && (LOOPBACK.overlaps(source) || LOOPBACK_6.overlaps(source))) {
            return Optional.of("it is loopback");
        }
        for (Source network : never) {
            if (network.overlaps(source)) {
                return Optional.of(
                        network + " is one of our own networks, of our proxies, or in bans.never");
            }
        }
        lock.lock();
        try {
            for (Map.Entry<Source, Instant> each : administrators.entrySet()) {
                if (each.getKey().overlaps(source) && !isOver(each.getValue(), now)) {
                    return Optional.of("an administrator has logged in from there lately");
                }
            }
        } finally {
            lock.unlock();
        }
        return ownAddresses.get().stream().anyMatch(own -> own.overlaps(source))
                ? Optional.of("it is an address of this host")
                : Optional.empty();
    }
}
