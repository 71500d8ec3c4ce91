// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.wire.ListenerConfig.Overload;

/// How many connections, or requests, each source and each network has. A source is what one customer gets, a
/// network what one site gets.
public final class SourceCounts {
    private final int mostOfSource;
    private final int mostOfNetwork;
    private final ConcurrentHashMap<IpNetwork, Integer> sources = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<IpNetwork, Integer> networks = new ConcurrentHashMap<>();

    public SourceCounts(int mostOfSource, int mostOfNetwork) {
        this.mostOfSource = mostOfSource;
        this.mostOfNetwork = mostOfNetwork;
    }

    /// @return why it may not have one more; then nothing was counted
    public Optional<Overload> enter(InetAddress address) {
        if (!enter(sources, IpNetwork.ofCustomer(address), mostOfSource)) {
            return Optional.of(Overload.TOO_MANY_OF_THIS_SOURCE);
        }
        if (!enter(networks, IpNetwork.ofSite(address), mostOfNetwork)) {
            leave(sources, IpNetwork.ofCustomer(address));
            return Optional.of(Overload.TOO_MANY_OF_THIS_NETWORK);
        }
        return Optional.empty();
    }

    private static boolean enter(
            ConcurrentHashMap<IpNetwork, Integer> counts, IpNetwork key, int most) {
        boolean[] entered = {false};
        counts.compute(
                key,
                (_, now) -> {
                    int count = now == null ? 0 : now;
                    entered[0] = count < most;
                    return entered[0] ? Integer.valueOf(count + 1) : now;
                });
        return entered[0];
    }

    public void leave(InetAddress address) {
        leave(networks, IpNetwork.ofSite(address));
        leave(sources, IpNetwork.ofCustomer(address));
    }

    private static void leave(ConcurrentHashMap<IpNetwork, Integer> counts, IpNetwork key) {
        counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }

    /// Sources and networks that are counted at the moment.
    int size() {
        return sources.size() + networks.size();
    }
}
