// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;

/// `size`. RFC 5228 §5.9.
public record Size(boolean over, long limit) implements Test {

    /// `size <":over" / ":under"> <limit: number>`
    public static Size read(Arguments in) throws ScriptError {
        Optional<String> which = in.oneOf("over", "under");
        if (which.isEmpty()) {
            throw in.error("`size` needs `:over` or `:under`");
        }
        long limit = in.number("the limit");
        in.end();
        return new Size(which.get().equals("over"), limit);
    }

    @Override
    public boolean holds(Run run) {
        long octets = run.message().octets();
        return over ? octets > limit : octets < limit;
    }
}
