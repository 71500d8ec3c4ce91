// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import org.pabal.sieve.Action;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;

/// `keep`. RFC 5228 §4.3.
public record Keep(FlagsArgument flags) implements Command {

    /// `keep [:flags <list-of-flags: string-list>]`
    public static Keep read(Arguments in) throws ScriptError {
        FlagsArgument flags = FlagsArgument.read(in);
        in.end();
        return new Keep(flags);
    }

    @Override
    public void run(Run run) {
        run.actions().cancelImplicitKeep();
        run.actions().add(new Action.Keep(run.message(), flags.value(run), false));
    }
}
