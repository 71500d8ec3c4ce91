// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.List;
import java.util.Locale;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Text;

/// `environment`. RFC 5183 §4. An item that is not known matches nothing.
public record EnvironmentTest(Text item, Matching keys) implements Test {

    /// `environment [COMPARATOR] [MATCH-TYPE] <name: string> <key-list: string-list>`
    public static EnvironmentTest read(Arguments in) throws ScriptError {
        MatchRule rule = MatchRule.read(in);
        Text item = in.text("the name of the item");
        Matching keys = rule.keys(in, "the keys");
        in.end();
        return new EnvironmentTest(item, keys);
    }

    @Override
    public boolean holds(Run run) {
        String name = item.value(run).toLowerCase(Locale.ROOT);
        return run.surroundings()
                .environment(name)
                .map(value -> keys.any(run, List.of(value)))
                .orElse(false);
    }
}
