// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.xbill.DNS.Name;

/// Asks name servers that do the recursion, and remembers what they said while it is good.
///
/// Anything unexpected is {@link Resolver.Answer.Failed}: a time-out, SERVFAIL, a loop of aliases, a
/// response to another question (THREATS D08). A name that can be none, for its form, does not exist.
public final class DnsResolver implements Resolver {

    private final NameServerPool servers;
    private final DnsLimits limits;
    private final RecordCache cache;

    /// @param nameServers asked in this order, see {@link NameServers#ofSystem}
    public DnsResolver(List<InetSocketAddress> nameServers, DnsLimits limits) {
        this(nameServers, limits, System::nanoTime);
    }

    /// @param nanos what the cache's time is
    DnsResolver(List<InetSocketAddress> nameServers, DnsLimits limits, LongSupplier nanos) {
        this.servers = new NameServerPool(nameServers, limits.attempt());
        this.limits = limits;
        this.cache = new RecordCache(limits, nanos);
    }

    /// Answers in the cache.
    public int cached() {
        return cache.size();
    }

    @Override
    public <T> Lookup<T> look(Question<T> question) {
        return question.parsedName()
                .map(name -> lookUp(name, question.type().number()).answering(question))
                .orElseGet(() -> Lookup.insecure(question, new Answer.NoSuchName<>()));
    }

    private RecordSet lookUp(Name name, int type) {
        var key = new RecordCache.Key(name, type);
        Optional<RecordSet> known = cache.get(key);
        if (known.isPresent()) {
            return known.get();
        }
        RecordSet set =
                RecordLookup.run(servers, name, type, System.nanoTime() + limits.name().toNanos());
        cache.put(key, set);
        return set;
    }
}
