// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.date;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.MailDate;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.words.FieldIndex;
import org.pabal.sieve.words.FieldNames;

/// `date`: a part of the date in a header field. RFC 5260 §4. Of several fields the first counts,
/// unless `:index` says otherwise; one without a date matches nothing (THREATS M13).
public record DateTest(
        Optional<FieldIndex> index, DateZone zone, Text name, Text part, Matching keys)
        implements Test {
    private static final FieldIndex FIRST = new FieldIndex(1, false);

    /// `date [INDEX] [ZONE] [COMPARATOR] [MATCH-TYPE] <header-name: string> <date-part: string>
    /// <key-list: string-list>`
    public static DateTest read(Arguments in) throws ScriptError {
        Optional<FieldIndex> index = FieldIndex.read(in);
        DateZone zone = DateZone.readOrOriginal(in);
        MatchRule rule = MatchRule.read(in);
        Text name = FieldNames.readOne(in, "the header name");
        Text part = DatePart.read(in);
        Matching keys = rule.keys(in, "the keys");
        in.end();
        return new DateTest(index, zone, name, part, keys);
    }

    @Override
    public boolean holds(Run run) {
        DatePart wanted = DatePart.of(run, part);
        List<HeaderField> fields = run.header().fields(name.value(run));
        Optional<OffsetDateTime> date = index.orElse(FIRST).of(fields).flatMap(MailDate::parse);
        return keys.any(run, date.map(each -> wanted.of(zone.of(run, each))).stream().toList());
    }
}
