// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;

/// `not`. RFC 5228 §5.8.
public record Not(Test test) implements Test {

    public static Not read(Arguments in) throws ScriptError {
        Test test = in.test();
        in.end();
        return new Not(test);
    }

    @Override
    public boolean holds(Run run) {
        return !test.holds(run);
    }

    @Override
    public Optional<Boolean> known() {
        return test.known().map(answer -> !answer);
    }
}
