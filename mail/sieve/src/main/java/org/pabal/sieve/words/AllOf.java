// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;

/// `allof`. RFC 5228 §5.2. From left to right, no further than needed: RFC 5229 §3.2.
public record AllOf(List<Test> tests) implements Test {

    public static AllOf read(Arguments in) throws ScriptError {
        List<Test> tests = in.tests();
        in.end();
        return new AllOf(tests);
    }

    @Override
    public boolean holds(Run run) {
        for (Test test : tests) {
            if (!test.holds(run)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Optional<Boolean> known() {
        boolean allTrue = true;
        for (Test test : tests) {
            if (test.known().equals(Optional.of(false))) {
                return Optional.of(false);
            }
            allTrue &= test.known().equals(Optional.of(true));
        }
        return allTrue ? Optional.of(true) : Optional.empty();
    }
}
