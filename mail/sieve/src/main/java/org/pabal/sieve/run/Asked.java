// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.Optional;

/// A test with its place in the script, counted and, if wanted, traced.
public record Asked(Test test, int at, int end) implements Test {

    @Override
    public boolean holds(Run run) {
        int before = run.begin(at);
        boolean answer = test.holds(run);
        if (run.traces()) {
            run.trace(at, end, Optional.of(answer));
        }
        run.backTo(before);
        return answer;
    }

    @Override
    public Optional<Boolean> known() {
        return test.known();
    }
}
