// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/// The failed log-ins of each source address, over all services and sessions (THREATS A07).
///
/// Some failures are free; then each is answered later than the one before, up to half a minute; and
/// past a number in an hour the source is turned away until the hour is over. Accounts are never
/// locked. A source is an IPv4 address or an IPv6 /64. Loopback is slowed down but not turned away:
/// whoever asks from there may speak for many.
public final class FailedLogins {
    private static final int IPV6_NETWORK_OCTETS = 8;
    private static final int FREE = 5;
    private static final int MAX_IN_AN_HOUR = 20;
    private static final int MAX_SECONDS = 30;
    private static final Duration HOUR = Duration.ofHours(1);

    private final InstantSource clock;
    private final int maxSources;
    private final ConcurrentHashMap<InetAddress, Counted> sources = new ConcurrentHashMap<>();

    /// @param since when the first of them failed
    private record Counted(int failures, Instant since) {
        boolean isOver(Instant now) {
            return !now.isBefore(since.plus(HOUR)) || now.isBefore(since); // a clock set back
        }
    }

    /// @param maxSources kept at a time; beyond, failures of new sources go uncounted until old ones
    ///     are forgotten
    public FailedLogins(InstantSource clock, int maxSources) {
        this.clock = clock;
        this.maxSources = maxSources;
    }

    /// As many sources as a flood can bring within an hour and memory does not notice.
    public static FailedLogins standard(InstantSource clock) {
        return new FailedLogins(clock, 100_000);
    }

    /// Counts one more.
    ///
    /// @return how long the reply is to be held back
    public Duration failed(InetAddress peer) {
        Instant now = clock.instant();
        InetAddress source = source(peer);
        if (sources.size() >= maxSources && !sources.containsKey(source)) {
            sources.values().removeIf(counted -> counted.isOver(now));
            if (sources.size() >= maxSources) {
                return Duration.ofSeconds(MAX_SECONDS); // whoever floods makes all new ones wait
            }
        }
        Counted counted =
                sources.compute(
                        source,
                        (_, before) ->
                                before == null || before.isOver(now)
                                        ? new Counted(1, now)
                                        : new Counted(before.failures + 1, before.since));
        int beyond = counted.failures - FREE;
        return beyond <= 0
                ? Duration.ZERO
                : Duration.ofSeconds(Math.min(MAX_SECONDS, 1L << Math.min(beyond - 1, 5)));
    }

    /// Whether a source has failed so often that it is not listened to for now.
    public boolean isTurnedAway(InetAddress peer) {
        Counted counted = sources.get(source(peer));
        return counted != null
                && counted.failures >= MAX_IN_AN_HOUR
                && !peer.isLoopbackAddress()
                && !counted.isOver(clock.instant());
    }

    private static InetAddress source(InetAddress peer) {
        if (!(peer instanceof Inet6Address)) {
            return peer;
        }
        byte[] network = peer.getAddress();
        Arrays.fill(network, IPV6_NETWORK_OCTETS, network.length, (byte) 0);
        try {
            return InetAddress.getByAddress(network);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of 16 octets is one", impossible);
        }
    }
}
