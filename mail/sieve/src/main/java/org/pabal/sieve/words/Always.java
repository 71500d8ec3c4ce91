// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;

/// `true` and `false`. RFC 5228 §5.10, §5.6.
public record Always(boolean answer) implements Test {

    public static Always read(Arguments in) throws ScriptError {
        in.end();
        return new Always(in.name().equals("true"));
    }

    @Override
    public boolean holds(Run run) {
        return answer;
    }

    @Override
    public Optional<Boolean> known() {
        return Optional.of(answer);
    }
}
