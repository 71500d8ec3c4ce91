// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostConnection;
import org.pabal.cluster.HostLinks;
import org.pabal.cluster.Hosts;
import org.pabal.http.Homes;
import org.pabal.http.HttpExchange;
import org.pabal.message.UnavailableException;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes requests on to the hosts that hold their accounts. Safe for use by many threads.
public final class PassingOn implements Homes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PassingOn.class);

    private final Hosts hosts;
    private final LinkPool pool;
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong unreachable = new AtomicLong();

    /// Requests under way by the account whose log-in was judged here.
    private final Map<String, Set<HostConnection>> judged = new ConcurrentHashMap<>();

    public PassingOn(Hosts hosts, HostLinks links) {
        this.hosts = hosts;
        this.pool = new LinkPool(links, System::nanoTime);
    }

    @Override
    public void pass(HttpExchange exchange, Matter matter) throws IOException {
        Optional<Host> host =
                hosts.other(matter.host()).filter(each -> each.kind() == Host.Kind.PABAL);
        Optional<HostConnection> link = host.flatMap(each -> connect(exchange, each));
        if (link.isEmpty()) {
            unreachable.incrementAndGet();
            Homes.unreachable(exchange, matter.host());
            return;
        }
        passed.incrementAndGet();
        begins(matter, link.get());
        boolean reusable = false;
        try {
            reusable = new Passage(exchange, matter, link.get()).run();
        } finally {
            ends(matter, link.get());
            if (reusable) {
                pool.give(link.get());
            } else {
                link.get().close();
            }
        }
    }

    @Override
    public boolean isOther(String host) {
        return hosts.other(host).isPresent();
    }

    private Optional<HostConnection> connect(HttpExchange exchange, Host host) {
        try {
            return Optional.of(pool.take(host.name()));
        } catch (IOException | UnavailableException away) {
            LOG.warn(
                    "event=home-unreachable session={} host={} reason={}",
                    exchange.id(),
                    host.name(),
                    new LogText(String.valueOf(away.getMessage())));
            return Optional.empty();
        }
    }

    private void begins(Matter matter, HostConnection link) {
        if (matter.isJudged()) {
            judged.computeIfAbsent(matter.owner().orElseThrow(), _ -> ConcurrentHashMap.newKeySet())
                    .add(link);
        }
    }

    private void ends(Matter matter, HostConnection link) {
        if (matter.isJudged()) {
            judged.computeIfPresent(
                    matter.owner().orElseThrow(),
                    (_, links) -> {
                        links.remove(link);
                        return links.isEmpty() ? null : links;
                    });
        }
    }

    /// The owner's log-in is good no more: event streams and WebSockets end that it has opened here
    /// (THREATS A09).
    public void end(String owner) {
        judged.getOrDefault(owner, Set.of()).forEach(HostConnection::close);
    }

    /// Requests that went on to another host.
    public long passed() {
        return passed.get();
    }

    /// Requests whose home did not answer.
    public long unreachable() {
        return unreachable.get();
    }

    @Override
    public void close() {
        pool.close();
    }
}
