// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Asks name servers that do the recursion, and remembers what they said while it is good. What many
/// ask at once is asked once.
///
/// Anything unexpected is {@link Resolver.Answer.Failed}: a time-out, SERVFAIL, a loop of aliases, a
/// response to another question (THREATS D08), one that DNSSEC refutes. A name that can be none, for
/// its form, does not exist.
public final class DnsResolver implements Resolver {

    private static final Logger LOG = LoggerFactory.getLogger(DnsResolver.class);

    /// A look-up ends by itself when its time is over; this is for a machine that is too busy.
    private static final long GRACE_MILLIS = 500;

    private final Responses responses;
    private final DnsLimits limits;
    private final AnswerCache<RecordSet> cache;
    private final ConcurrentHashMap<AnswerCache.Key, FutureTask<RecordSet>> asking =
            new ConcurrentHashMap<>();

    /// @param nameServers asked in this order, see {@link NameServers#ofSystem}
    /// @throws IllegalArgumentException when there is no name server, or no trust anchor
    public DnsResolver(List<InetSocketAddress> nameServers, DnsLimits limits, Dnssec dnssec) {
        this(nameServers, limits, dnssec, System::nanoTime);
    }

    /// @param nanos what the cache's time is
    DnsResolver(
            List<InetSocketAddress> nameServers,
            DnsLimits limits,
            Dnssec dnssec,
            LongSupplier nanos) {
        NameServerPool servers = new NameServerPool(nameServers, limits.attempt(), dnssec);
        this.responses =
                dnssec instanceof Dnssec.Validate settings
                        ? new Validation(servers, settings, limits, nanos)
                        : servers;
        this.limits = limits;
        this.cache = new AnswerCache<>(limits.cachedAnswers(), nanos);
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
        var key = new AnswerCache.Key(name, type);
        Optional<RecordSet> known = cache.get(key);
        return known.isPresent() ? known.get() : joined(key);
    }

    /// Who asks first sets it going, on a thread that no impatient one can interrupt for the others.
    private RecordSet joined(AnswerCache.Key key) {
        FutureTask<RecordSet> mine = new FutureTask<>(() -> asked(key));
        FutureTask<RecordSet> others = asking.putIfAbsent(key, mine);
        if (others == null) {
            Thread.ofVirtual().name("dns").start(mine);
        }
        try {
            return (others == null ? mine : others)
                    .get(limits.name().toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RecordSet.Failed("interrupted");
        } catch (TimeoutException e) {
            return new RecordSet.Failed("no answer in time");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private RecordSet asked(AnswerCache.Key key) {
        try {
            long until = System.nanoTime() + limits.name().toNanos();
            RecordSet set = RecordLookup.run(responses, key.name(), key.type(), until);
            cache.put(key, set, set.life(limits), set.octets());
            if (set instanceof RecordSet.Failed(var reason, var security)
                    && security == Security.BOGUS) {
                LOG.info(
                        "event=dns-bogus name={} type={} reason=\"{}\"",
                        key.name(),
                        Type.string(key.type()),
                        reason);
            }
            return set;
        } finally {
            asking.remove(key);
        }
    }
}
