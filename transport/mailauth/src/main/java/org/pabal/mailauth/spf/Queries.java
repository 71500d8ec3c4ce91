// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.MailExchanger;

/// The DNS as one check sees it: each question is counted and stops at the limits of RFC 7208
/// §4.6.4. An empty list stands for a name or data that is not there.
final class Queries {
    /// Above what the limits of a check add up to: ten `mx` with ten exchangers each.
    private static final int MAX_QUESTIONS = 150;

    private final Resolver resolver;
    private final SpfLimits limits;
    private final ClientAddress client;
    private final InstantSource clock;
    private final Instant end;
    private int terms;
    private int voids;
    private Optional<List<String>> validated = Optional.empty();
    private boolean namesFailed;

    Queries(Resolver resolver, SpfLimits limits, ClientAddress client, InstantSource clock) {
        this.resolver = resolver.within(MAX_QUESTIONS, limits.time());
        this.limits = limits;
        this.client = client;
        this.clock = clock;
        this.end = clock.instant().plus(limits.time());
    }

    /// Counts a term that asks the DNS.
    void term(String term, String domain) throws CheckEndedException {
        if (terms == limits.lookups()) {
            throw CheckEndedException.permanent(
                    "more than "
                            + limits.lookups()
                            + " DNS look-ups; the one too many is \""
                            + term
                            + "\" of "
                            + domain);
        }
        terms++;
    }

    int terms() {
        return terms;
    }

    int voids() {
        return voids;
    }

    /// The TXT records of a name. Does not count: the term that led here has.
    Answer<String> txt(String name) throws CheckEndedException {
        checkTime();
        return resolver.txt(name);
    }

    /// Addresses of the client's family.
    List<InetAddress> addresses(String host) throws CheckEndedException {
        return counted(client.isFour() ? "A" : "AAAA", host, ofFamily(host));
    }

    /// `exists` asks for A, whatever the client's family. RFC 7208 §5.7.
    List<InetAddress> fours(String host) throws CheckEndedException {
        checkTime();
        return counted("A", host, resolver.a(host));
    }

    List<MailExchanger> exchangers(String domain) throws CheckEndedException {
        checkTime();
        return counted("MX", domain, resolver.mx(domain));
    }

    private Answer<InetAddress> ofFamily(String host) throws CheckEndedException {
        checkTime();
        return client.isFour() ? resolver.a(host) : resolver.aaaa(host);
    }

    private <T> List<T> counted(String type, String name, Answer<T> answer)
            throws CheckEndedException {
        return switch (answer) {
            case Answer.Found<T>(var records) -> records;
            case Answer.NoData<T> _, Answer.NoSuchName<T> _ -> {
                countVoid(type, name);
                yield List.of();
            }
            case Answer.Failed<T>(var reason) ->
                    throw CheckEndedException.temporary(
                            "the DNS did not answer for " + type + " of " + name + ": " + reason);
        };
    }

    private void countVoid(String type, String name) throws CheckEndedException {
        if (voids == limits.voids()) {
            throw CheckEndedException.permanent(
                    "more than "
                            + limits.voids()
                            + " DNS look-ups without a record; the one too"
                            + " many is "
                            + type
                            + " of "
                            + name);
        }
        voids++;
    }

    /// The client's names that lead back to its address; the others, and what the DNS fails over, are
    /// passed over. RFC 7208 §5.5. They are looked up once in a check.
    ///
    /// @param counts whether it is a void look-up when there are none: it is for `ptr`, not for
    ///     `%{p}`
    List<String> validatedNames(boolean counts) throws CheckEndedException {
        if (validated.isEmpty()) {
            checkTime();
            Answer<String> names = resolver.names(client.address());
            namesFailed = names instanceof Answer.Failed;
            validated =
                    Optional.of(names instanceof Answer.Found(var some) ? valid(some) : List.of());
            if (counts && (names instanceof Answer.NoData || names instanceof Answer.NoSuchName)) {
                countVoid("PTR", client.readable());
            }
        }
        return validated.get();
    }

    /// Whether it is the DNS that {@link #validatedNames} is empty for.
    boolean namesFailed() {
        return namesFailed;
    }

    private List<String> valid(List<String> names) throws CheckEndedException {
        List<String> valid = new ArrayList<>();
        for (String name : names.subList(0, Math.min(limits.names(), names.size()))) {
            if (DnsName.isQualified(name)
                    && ofFamily(name) instanceof Answer.Found(var addresses)
                    && addresses.contains(client.address())) {
                valid.add(name);
            }
        }
        return valid;
    }

    private void checkTime() throws CheckEndedException {
        if (clock.instant().isAfter(end)) {
            throw CheckEndedException.temporary(
                    "the DNS took longer than " + limits.time().toSeconds() + " seconds");
        }
    }
}
