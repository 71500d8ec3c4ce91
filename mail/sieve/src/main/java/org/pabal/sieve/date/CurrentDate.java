// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.date;

import java.util.List;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Text;

/// `currentdate`: a part of the date of the run, the same all through it. RFC 5260 §5.
public record CurrentDate(DateZone zone, Text part, Matching keys) implements Test {

    /// `currentdate [":zone" <time-zone: string>] [COMPARATOR] [MATCH-TYPE] <date-part: string>
    /// <key-list: string-list>`
    public static CurrentDate read(Arguments in) throws ScriptError {
        DateZone zone = DateZone.read(in);
        MatchRule rule = MatchRule.read(in);
        Text part = DatePart.read(in);
        Matching keys = rule.keys(in, "the keys");
        in.end();
        return new CurrentDate(zone, part, keys);
    }

    @Override
    public boolean holds(Run run) {
        DatePart wanted = DatePart.of(run, part);
        return keys.any(run, List.of(wanted.of(zone.of(run, run.now()))));
    }
}
