// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.flags;

import java.util.ArrayList;
import java.util.List;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Flags;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Variable;

/// `hasflag`. RFC 5232 §4.
///
/// @param variables none for the internal one
public record HasFlag(List<Variable.Settable> variables, Matching keys) implements Test {

    /// `hasflag [MATCH-TYPE] [COMPARATOR] [<variable-list: string-list>]
    /// <list-of-flags: string-list>`
    public static HasFlag read(Arguments in) throws ScriptError {
        MatchRule rule = MatchRule.read(in);
        List<Variable.Settable> variables = new ArrayList<>();
        if (in.positionals() > 1) {
            for (String name : in.constants("the names of the variables")) {
                variables.add(in.variable(name, "hasflag with a variable"));
            }
        }
        Matching keys = rule.words(in, "the flags");
        in.end();
        return new HasFlag(List.copyOf(variables), keys);
    }

    @Override
    public boolean holds(Run run) {
        Matching.Attempt attempt = keys.attempt(run);
        for (String flag : flags(run)) {
            if (attempt.offer(flag)) {
                return true;
            }
        }
        return attempt.end();
    }

    private List<String> flags(Run run) {
        if (variables.isEmpty()) {
            return run.flags().list();
        }
        List<String> flags = new ArrayList<>();
        for (Variable variable : variables) {
            flags.addAll(Flags.of(List.of(run.variable(variable))));
        }
        return flags;
    }
}
