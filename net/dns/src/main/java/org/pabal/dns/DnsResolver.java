// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Asks name servers that do the recursion, and remembers what they said while it is good.
///
/// Anything unexpected is {@link Resolver.Answer.Failed}: a time-out, SERVFAIL, a loop of aliases, a
/// response to another question (THREATS D08). A name that can be none, for its form, does not exist.
public final class DnsResolver implements Resolver {

    private final NameServerPool servers;
    private final DnsLimits limits;
    private final RecordCache cache;
    private final RandomGenerator random;

    /// @param nameServers asked in this order, see {@link NameServers#ofSystem}
    /// @param random gives mail exchangers of one preference their order, RFC 5321 §5.1
    public DnsResolver(
            List<InetSocketAddress> nameServers, DnsLimits limits, RandomGenerator random) {
        this(nameServers, limits, random, System::nanoTime);
    }

    /// @param nanos what the cache's time is
    DnsResolver(
            List<InetSocketAddress> nameServers,
            DnsLimits limits,
            RandomGenerator random,
            LongSupplier nanos) {
        this.servers = new NameServerPool(nameServers, limits.attempt());
        this.limits = limits;
        this.cache = new RecordCache(limits, nanos);
        this.random = random;
    }

    /// Answers in the cache.
    public int cached() {
        return cache.size();
    }

    @Override
    public Answer<MailExchanger> mx(String domain) {
        return switch (answer(domain, Type.MX, DnsResolver::exchanger)) {
            case Answer.Found(var exchangers) -> new Answer.Found<>(ordered(exchangers));
            case Answer<MailExchanger> other -> other;
        };
    }

    /// Random among equals. A null MX beside others breaks RFC 7505 §3 and is passed over.
    private List<MailExchanger> ordered(List<MailExchanger> exchangers) {
        List<MailExchanger> ordered = new ArrayList<>(exchangers);
        if (ordered.stream().anyMatch(exchanger -> !exchanger.host().equals("."))) {
            ordered.removeIf(exchanger -> exchanger.host().equals("."));
        }
        Collections.shuffle(ordered, java.util.Random.from(random));
        ordered.sort(Comparator.comparingInt(MailExchanger::preference));
        return List.copyOf(ordered);
    }

    /// Asks for both at once. One kind that is found is enough, as there are name servers that fail
    /// over the other.
    @Override
    public Answer<InetAddress> addresses(String host) {
        var asking = new FutureTask<>(() -> answer(host, Type.AAAA, DnsResolver::address));
        Thread.ofVirtual().name("dns-aaaa").start(asking);
        Answer<InetAddress> four = answer(host, Type.A, DnsResolver::address);
        Answer<InetAddress> six = result(asking);
        if (six instanceof Answer.Found(var sixes) && four instanceof Answer.Found(var fours)) {
            List<InetAddress> all = new ArrayList<>(sixes);
            all.addAll(fours);
            return new Answer.Found<>(List.copyOf(all));
        }
        if (six instanceof Answer.Found || four instanceof Answer.Found) {
            return six instanceof Answer.Found ? six : four;
        }
        if (six instanceof Answer.Failed || four instanceof Answer.Failed) {
            return six instanceof Answer.Failed ? six : four;
        }
        return four;
    }

    private static Answer<InetAddress> result(FutureTask<Answer<InetAddress>> asking) {
        try {
            return asking.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Failed<>("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public Answer<String> names(InetAddress address) {
        return answer(
                ReverseMap.fromAddress(address),
                Type.PTR,
                one ->
                        one instanceof PTRRecord pointer
                                ? Optional.of(text(pointer.getTarget()))
                                : Optional.empty());
    }

    /// Octets that are no UTF-8 appear as U+FFFD.
    @Override
    public Answer<String> txt(String name) {
        return answer(name, Type.TXT, DnsResolver::joined);
    }

    private <T> Answer<T> answer(String name, int type, Function<Record, Optional<T>> reading) {
        Optional<Name> parsed = parse(name);
        if (parsed.isEmpty()) {
            return new Answer.NoSuchName<>();
        }
        return answer(parsed.get(), type, reading);
    }

    private <T> Answer<T> answer(Name name, int type, Function<Record, Optional<T>> reading) {
        return switch (lookUp(name, type)) {
            case RecordSet.Found(var records, _) -> {
                List<T> read =
                        records.stream().flatMap(one -> reading.apply(one).stream()).toList();
                yield read.isEmpty() ? new Answer.NoData<>() : new Answer.Found<>(read);
            }
            case RecordSet.NoData _ -> new Answer.NoData<>();
            case RecordSet.NoSuchName _ -> new Answer.NoSuchName<>();
            case RecordSet.Failed(var reason) -> new Answer.Failed<>(reason);
        };
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

    /// A name from the root, in A-labels. Backslashes would be escapes to dnsjava and are no part of
    /// any name that mail has to do with.
    private static Optional<Name> parse(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')) {
            return Optional.empty();
        }
        try {
            return Optional.of(Name.fromString(text, Name.root));
        } catch (TextParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<MailExchanger> exchanger(Record one) {
        return one instanceof MXRecord mx
                ? Optional.of(new MailExchanger(mx.getPriority(), text(mx.getTarget())))
                : Optional.empty();
    }

    private static Optional<InetAddress> address(Record one) {
        return switch (one) {
            case ARecord four -> Optional.of(withoutName(four.getAddress()));
            case AAAARecord six -> Optional.of(withoutName(six.getAddress()));
            default -> Optional.empty();
        };
    }

    private static InetAddress withoutName(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("an address is as long as an address", e);
        }
    }

    private static Optional<String> joined(Record one) {
        if (!(one instanceof TXTRecord txt)) {
            return Optional.empty();
        }
        var octets = new ByteArrayOutputStream();
        txt.getStringsAsByteArrays().forEach(octets::writeBytes);
        return Optional.of(octets.toString(StandardCharsets.UTF_8));
    }

    /// Without the final dot, but for the root itself.
    private static String text(Name name) {
        return name.equals(Name.root) ? "." : name.toString(true).toLowerCase(Locale.ROOT);
    }
}
