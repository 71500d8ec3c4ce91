// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.include;

import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;

/// `global`: from here on these names mean variables that all scripts of a run share.
/// RFC 6609 §3.4.1.
public record Global() implements Command {

    /// `global <value: string-list>`
    public static Global read(Arguments in) throws ScriptError {
        in.need(Extension.VARIABLES, "global");
        for (String name : in.constants("the names of the variables")) {
            in.share(name);
        }
        in.end();
        return new Global();
    }

    @Override
    public void run(Run run) {}
}
