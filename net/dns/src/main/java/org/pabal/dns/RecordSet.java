// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.util.List;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/// What came of asking for the records of one name and type.
sealed interface RecordSet {

    /// @param ttlSeconds the shortest on the way
    record Found(List<Record> records, long ttlSeconds, Origin origin) implements RecordSet {}

    record NoData(long ttlSeconds, Origin origin) implements RecordSet {}

    record NoSuchName(long ttlSeconds, Origin origin) implements RecordSet {}

    record Failed(String reason) implements RecordSet {}

    /// @param canonical where the aliases led
    /// @param secure whether DNSSEC vouches for all of it
    record Origin(Name canonical, boolean secure) {}

    /// This as the answer to a question.
    default <T> Lookup<T> answering(Question<T> question) {
        return switch (this) {
            case Found(var records, _, var origin) -> lookup(question.read(records), origin);
            case NoData(_, var origin) -> lookup(new Answer.NoData<>(), origin);
            case NoSuchName(_, var origin) -> lookup(new Answer.NoSuchName<>(), origin);
            case Failed(var reason) -> Lookup.insecure(question, new Answer.Failed<>(reason));
        };
    }

    private static <T> Lookup<T> lookup(Answer<T> answer, Origin origin) {
        return new Lookup<>(answer, origin.secure(), Question.text(origin.canonical()));
    }
}
