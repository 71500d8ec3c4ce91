// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.variables;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.TextList;

/// `string`. RFC 5229 §5.
public record StringTest(TextList source, Matching keys) implements Test {

    /// `string [MATCH-TYPE] [COMPARATOR] <source: string-list> <key-list: string-list>`
    public static StringTest read(Arguments in) throws ScriptError {
        MatchRule rule = MatchRule.read(in);
        TextList source = in.texts("the strings to look at");
        Matching keys = rule.keys(in, "the keys");
        in.end();
        return new StringTest(source, keys);
    }

    /// An empty string does not count with `:count`.
    @Override
    public boolean holds(Run run) {
        Matching.Attempt attempt = keys.attempt(run);
        for (String value : source.values(run)) {
            boolean counts = !value.isEmpty() || !keys.isCount();
            if (counts && attempt.offer(value)) {
                return true;
            }
        }
        return attempt.end();
    }
}
