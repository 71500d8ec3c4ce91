// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Looks one name and type up, following aliases (CNAME) that the name server did not follow.
final class RecordLookup {

    /// Honest chains have one or two; more are a loop or an attack on the resolver.
    private static final int MAX_ALIASES = 10;

    /// Without a SOA record to say how long a name is known not to be. RFC 2308 §5.
    private static final long NEGATIVE_TTL = 60;

    /// RFC 2308 §5: more than three hours is too long for what may come to be any time.
    private static final long MAX_NEGATIVE_TTL = 10_800;

    private final Responses responses;
    private final int type;
    private final long until;
    private Name name;
    private long ttl = Long.MAX_VALUE;
    private int aliases;
    private boolean secure = true;

    private RecordLookup(Responses responses, Name name, int type, long until) {
        this.responses = responses;
        this.name = name;
        this.type = type;
        this.until = until;
    }

    static RecordSet run(Responses responses, Name name, int type, long until) {
        return new RecordLookup(responses, name, type, until).run();
    }

    private RecordSet run() {
        try {
            while (aliases <= MAX_ALIASES) {
                Message response = responses.ask(name, type, until);
                secure &= response.getHeader().getFlag(Flags.AD);
                boolean moved = followAliases(response);
                List<Record> records = answer(response, type);
                if (!records.isEmpty()) {
                    records.forEach(one -> ttl = Math.min(ttl, one.getTTL()));
                    return new RecordSet.Found(records, ttl, origin());
                }
                if (response.getRcode() == Rcode.NXDOMAIN) {
                    return new RecordSet.NoSuchName(negativeTtl(response), origin());
                }
                // An alias without more: the name server left it to us, or has said all of it.
                if (!moved || hasSoa(response)) {
                    return new RecordSet.NoData(negativeTtl(response), origin());
                }
            }
            return new RecordSet.Failed("more than " + MAX_ALIASES + " aliases, or a loop of them");
        } catch (Responses.NoResponse e) {
            return e.failed();
        }
    }

    private RecordSet.Origin origin() {
        return new RecordSet.Origin(name, secure);
    }

    /// Goes on to where the aliases in the response lead.
    ///
    /// @return whether there were any
    private boolean followAliases(Message response) {
        boolean moved = false;
        Optional<CNAMERecord> alias = type == Type.CNAME ? Optional.empty() : alias(response);
        while (alias.isPresent() && aliases <= MAX_ALIASES) {
            aliases++;
            moved = true;
            name = alias.get().getTarget();
            ttl = Math.min(ttl, alias.get().getTTL());
            alias = alias(response);
        }
        return moved;
    }

    private Optional<CNAMERecord> alias(Message response) {
        return response.getSection(Section.ANSWER).stream()
                .filter(one -> one instanceof CNAMERecord && one.getName().equals(name))
                .map(CNAMERecord.class::cast)
                .findFirst();
    }

    private List<Record> answer(Message response, int wanted) {
        return response.getSection(Section.ANSWER).stream()
                .filter(one -> one.getType() == wanted && one.getName().equals(name))
                .toList();
    }

    private static boolean hasSoa(Message response) {
        return response.getSection(Section.AUTHORITY).stream()
                .anyMatch(one -> one instanceof SOARecord);
    }

    private long negativeTtl(Message response) {
        long negative = NEGATIVE_TTL;
        for (Record one : response.getSection(Section.AUTHORITY)) {
            if (one instanceof SOARecord soa) {
                negative = Math.min(soa.getTTL(), soa.getMinimum());
            }
        }
        return Math.min(Math.min(negative, MAX_NEGATIVE_TTL), ttl);
    }
}
