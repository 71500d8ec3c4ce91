// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.core;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.TextList;

/// `header`. RFC 5228 §5.7.
public record Header(FieldSource source, TextList names, Matching keys) implements Test {

    /// `header [COMPARATOR] [MATCH-TYPE] <header-names: string-list> <key-list: string-list>`
    public static Header read(Arguments in) throws ScriptError {
        FieldSource source = FieldSource.read(in);
        MatchRule rule = MatchRule.read(in);
        TextList names = FieldNames.read(in, "the header names");
        Matching keys = rule.keys(in, "the keys");
        in.end();
        return new Header(source, names, keys);
    }

    @Override
    public boolean holds(Run run) {
        Matching.Attempt attempt = keys.attempt(run);
        for (String name : names.values(run)) {
            for (String text : source.texts(run, name)) {
                if (attempt.offer(text)) {
                    return true;
                }
            }
        }
        return attempt.end();
    }
}
