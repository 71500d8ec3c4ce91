// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.time.Duration;
import java.util.List;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.Lookup;
import org.pabal.dns.Resolver.Security;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/// What came of asking for the records of one name and type.
sealed interface RecordSet {

    /// @param ttlSeconds the shortest on the way
    record Found(List<Record> records, long ttlSeconds, Origin origin) implements RecordSet {}

    record NoData(long ttlSeconds, Origin origin) implements RecordSet {}

    record NoSuchName(long ttlSeconds, Origin origin) implements RecordSet {}

    /// @param security bogus or nothing
    record Failed(String reason, Security security) implements RecordSet {

        Failed(String reason) {
            this(reason, Security.INSECURE);
        }
    }

    /// @param canonical where the aliases led
    /// @param secure whether DNSSEC vouches for all of it
    record Origin(Name canonical, boolean secure) {}

    /// This as the answer to a question.
    default <T> Lookup<T> answering(Question<T> question) {
        return switch (this) {
            case Found(var records, _, var origin) -> lookup(question.read(records), origin);
            case NoData(_, var origin) -> lookup(new Answer.NoData<>(), origin);
            case NoSuchName(_, var origin) -> lookup(new Answer.NoSuchName<>(), origin);
            case Failed(var reason, var security) ->
                    new Lookup<>(new Answer.Failed<>(reason), security, question.name());
        };
    }

    private static <T> Lookup<T> lookup(Answer<T> answer, Origin origin) {
        return new Lookup<>(
                answer,
                origin.secure() ? Security.SECURE : Security.INSECURE,
                Question.text(origin.canonical()));
    }

    /// How long it may be remembered.
    default Duration life(DnsLimits limits) {
        Duration life =
                switch (this) {
                    case Found(_, long ttl, _) -> Duration.ofSeconds(ttl);
                    case NoData(long ttl, _) -> Duration.ofSeconds(ttl);
                    case NoSuchName(long ttl, _) -> Duration.ofSeconds(ttl);
                    case Failed _ -> limits.failureTtl();
                };
        return life.compareTo(limits.maxTtl()) > 0 ? limits.maxTtl() : life;
    }

    default int octets() {
        return this instanceof Found(var records, _, _) ? octets(records) : 0;
    }

    static int octets(List<Record> records) {
        int octets = 0;
        for (Record one : records) {
            octets += one.rdataToWireCanonical().length;
        }
        return octets;
    }
}
