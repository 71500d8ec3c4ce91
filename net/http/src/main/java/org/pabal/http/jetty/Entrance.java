// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.http.TrustedProxies;
import org.pabal.wire.Gatekeeper;
import org.pabal.wire.IpNetwork;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.ListenerConfig.Overload;
import org.pabal.wire.ListenerCounts;
import org.pabal.wire.LogPace;
import org.pabal.wire.SourceCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides at accept who is let in, and counts.
final class Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

    private final ListenerConfig config;
    private final Gatekeeper gatekeeper;
    private final TrustedProxies proxies;
    private final SourceCounts sources;
    private final LogPace refusals = new LogPace();
    private final LogPace proxyFaults = new LogPace();

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong banned = new AtomicLong();
    private final AtomicLong acceptFailures = new AtomicLong();
    private final AtomicLong tlsFailures = new AtomicLong();
    private final AtomicLong misdirected = new AtomicLong();
    private final AtomicLong badProxyHeaders = new AtomicLong();

    Entrance(ListenerConfig config, Gatekeeper gatekeeper, TrustedProxies proxies) {
        this.config = config;
        this.gatekeeper = gatekeeper;
        this.proxies = proxies;
        this.sources =
                new SourceCounts(
                        config.maxConnectionsPerSource(), config.maxConnectionsPerNetwork());
    }

    String name() {
        return config.name();
    }

    /// @return empty when the connection is to be closed at once
    Optional<Guest> admit(SocketAddress peer) {
        if (open.incrementAndGet() > config.maxConnections()) {
            open.decrementAndGet();
            refuse(Overload.TOO_MANY_CONNECTIONS);
            return Optional.empty();
        }
        boolean introduces =
                peer instanceof InetSocketAddress ip && isIn(config.trustedProxies(), ip);
        Guest guest = new Guest(this, introduces);
        if (!introduces
                && peer instanceof InetSocketAddress ip
                && !proxies.trusts(ip.getAddress())
                && !guest.comesFrom(ip.getAddress())) {
            guest.leave();
            return Optional.empty();
        }
        accepted.incrementAndGet();
        return Optional.of(guest);
    }

    private static boolean isIn(List<IpNetwork> networks, InetSocketAddress peer) {
        return networks.stream().anyMatch(network -> network.contains(peer.getAddress()));
    }

    /// Counts a connection for its source, unless it is banned or has too many.
    boolean enter(InetAddress source) {
        Optional<Overload> against =
                gatekeeper.refuses(source) ? Optional.of(Overload.BANNED) : sources.enter(source);
        against.ifPresent(this::refuse);
        return against.isEmpty();
    }

    void leave(Optional<InetAddress> counted) {
        counted.ifPresent(sources::leave);
        open.decrementAndGet();
    }

    private void refuse(Overload overload) {
        (overload == Overload.BANNED ? banned : refused).incrementAndGet();
        refusals.tell(count ->
                LOG.warn(
                        "event=connection-refused listener={} reason={} times={}",
                        config.name(),
                        overload,
                        count));
    }

    void acceptFailed() {
        acceptFailures.incrementAndGet();
    }

    void tlsFailed() {
        tlsFailures.incrementAndGet();
    }

    void badProxyHeader(SocketAddress proxy) {
        badProxyHeaders.incrementAndGet();
        proxyFaults.tell(count ->
                LOG.warn(
                        "event=bad-proxy-header listener={} remote={} times={}"
                                + " reason=\"a trusted proxy sent no PROXY header\"",
                        config.name(),
                        proxy,
                        count));
    }

    void misdirected() {
        misdirected.incrementAndGet();
    }

    boolean isCrowded() {
        return open.get() * 100L >= config.maxConnections() * 80L;
    }

    ListenerCounts counts() {
        return new ListenerCounts(
                open.get(),
                accepted.get(),
                refused.get(),
                banned.get(),
                acceptFailures.get(),
                tlsFailures.get(),
                misdirected.get(),
                badProxyHeaders.get());
    }
}
