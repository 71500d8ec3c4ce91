// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.List;
import org.pabal.sieve.Extension;
import org.pabal.sieve.Surroundings.Score;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;

/// `spamtest` and `virustest`. RFC 5235. What was not tested has the value 0, and counts as nothing
/// with `:count`.
public record ScoreTest(Score which, Matching value) implements Test {

    /// `spamtest [":percent"] [COMPARATOR] [MATCH-TYPE] <value: string>`
    public static ScoreTest spam(Arguments in) throws ScriptError {
        boolean percent = in.flag(Extension.SPAMTESTPLUS, "percent");
        return read(percent ? Score.SPAM_PERCENT : Score.SPAM, in);
    }

    /// `virustest [COMPARATOR] [MATCH-TYPE] <value: string>`
    public static ScoreTest virus(Arguments in) throws ScriptError {
        return read(Score.VIRUS, in);
    }

    private static ScoreTest read(Score which, Arguments in) throws ScriptError {
        Matching value = MatchRule.read(in).keys(in, "the value");
        in.end();
        return new ScoreTest(which, value);
    }

    @Override
    public boolean holds(Run run) {
        int score = run.surroundings().score(which);
        boolean counted = score > 0 || !value.isCount();
        return value.any(run, counted ? List.of(Integer.toString(score)) : List.of());
    }
}
