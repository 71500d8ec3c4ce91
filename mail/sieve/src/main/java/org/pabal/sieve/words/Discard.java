// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import org.pabal.sieve.Action;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;

/// `discard`. RFC 5228 §4.4.
public record Discard() implements Command {

    public static Discard read(Arguments in) throws ScriptError {
        in.end();
        return new Discard();
    }

    @Override
    public void run(Run run) {
        run.actions().cancelImplicitKeep();
        run.actions().add(new Action.Discard());
    }
}
