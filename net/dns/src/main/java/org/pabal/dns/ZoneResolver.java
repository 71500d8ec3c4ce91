// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.pabal.dns.Resolver.Security;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Answers from zone text and nothing else: for commands that are told a file of records, and for
/// tests. What does not stand there does not exist; above each name that stands there are names that
/// exist without records (RFC 8020); `*` stands for names that do not (RFC 4592).
///
/// The text has the lines of a master file (RFC 1035 §5.1): `name [ttl] [IN] type data`, with
/// `$ORIGIN`, `$TTL`, comments, parentheses, a blank for the name before. Without `$ORIGIN` a name is
/// whole, with or without its final dot. A TXT string may be of any length. Beyond that:
///
/// ```
/// example.org.            MX     10 mx.example.org.
/// mx.example.org.         A      192.0.2.1
/// slow.example.org.       TIMEOUT           no answer, whatever is asked for
/// example.org.        TXT SERVFAIL          no answer for this type alone
/// false.example.org.      BOGUS             an answer that DNSSEC refutes
/// example.org.            SECURE            DNSSEC vouches for this name and those below
/// plain.example.org.      INSECURE          but not for this and those below
/// ```
public final class ZoneResolver implements Resolver {

    /// As {@link RecordLookup} has it.
    private static final int MAX_ALIASES = 10;

    private final Map<Name, Map<Integer, List<Record>>> records;
    private final Map<Name, Map<Integer, String>> faults;
    private final Map<Name, Boolean> secure;
    private final Set<Name> existing;
    private final AtomicInteger asked = new AtomicInteger();

    ZoneResolver(
            Map<Name, Map<Integer, List<Record>>> records,
            Map<Name, Map<Integer, String>> faults,
            Map<Name, Boolean> secure,
            Set<Name> existing) {
        this.records = records;
        this.faults = faults;
        this.secure = secure;
        this.existing = existing;
    }

    /// @throws IllegalArgumentException naming the line that cannot be read
    public static ZoneResolver of(String text) {
        return new ZoneText().text(text).build();
    }

    /// How many questions it was asked.
    public int asked() {
        return asked.get();
    }

    @Override
    public <T> Lookup<T> look(Question<T> question) {
        asked.incrementAndGet();
        Optional<Name> name = question.parsedName();
        if (name.isEmpty()) {
            return Lookup.insecure(question, new Answer.NoSuchName<>());
        }
        return find(name.get(), question.type().number()).answering(question);
    }

    private RecordSet find(Name asked, int type) {
        Name name = asked;
        boolean vouched = true;
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            Optional<String> fault = fault(name, type);
            if (fault.isPresent()) {
                return new RecordSet.Failed(
                        fault.get() + " for " + Question.text(name),
                        fault.get().equals(ZoneText.BOGUS) ? Security.BOGUS : Security.INSECURE);
            }
            vouched = vouched && isSecure(name);
            RecordSet.Origin origin = new RecordSet.Origin(name, vouched);
            Optional<Name> node = node(name);
            if (node.isEmpty()) {
                return new RecordSet.NoSuchName(0, origin);
            }
            Map<Integer, List<Record>> here = records.getOrDefault(node.get(), Map.of());
            if (here.containsKey(type)) {
                return new RecordSet.Found(here.get(type), 0, origin);
            }
            List<Record> alias = here.getOrDefault(Type.CNAME, List.of());
            if (alias.isEmpty()) {
                return new RecordSet.NoData(0, origin);
            }
            name = ((CNAMERecord) alias.getFirst()).getTarget();
        }
        return new RecordSet.Failed("more than " + MAX_ALIASES + " aliases, or a loop of them");
    }

    private Optional<String> fault(Name name, int type) {
        Map<Integer, String> here = faults.getOrDefault(name, Map.of());
        return Optional.ofNullable(here.getOrDefault(type, here.get(Type.ANY)));
    }

    /// The name itself, or the wildcard that stands for it: that of the closest name that exists.
    private Optional<Name> node(Name name) {
        if (existing.contains(name)) {
            return Optional.of(name);
        }
        for (int labels = 1; labels < name.labels(); labels++) {
            Name above = new Name(name, labels);
            if (existing.contains(above)) {
                return Optional.of(wild(above)).filter(existing::contains);
            }
        }
        return Optional.empty();
    }

    private static Name wild(Name above) {
        return ZoneText.below("*", above);
    }

    private boolean isSecure(Name name) {
        for (int labels = 0; labels < name.labels(); labels++) {
            Boolean said = secure.get(new Name(name, labels));
            if (said != null) {
                return said;
            }
        }
        return false;
    }
}
