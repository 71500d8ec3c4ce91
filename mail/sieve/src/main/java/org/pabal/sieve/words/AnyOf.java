// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;

/// `anyof`. RFC 5228 §5.3. From left to right, no further than needed: RFC 5229 §3.2.
public record AnyOf(List<Test> tests) implements Test {

    public static AnyOf read(Arguments in) throws ScriptError {
        List<Test> tests = in.tests();
        in.end();
        return new AnyOf(tests);
    }

    @Override
    public boolean holds(Run run) {
        for (Test test : tests) {
            if (test.holds(run)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Optional<Boolean> known() {
        boolean allFalse = true;
        for (Test test : tests) {
            if (test.known().equals(Optional.of(true))) {
                return Optional.of(true);
            }
            allFalse &= test.known().equals(Optional.of(false));
        }
        return allFalse ? Optional.of(false) : Optional.empty();
    }
}
