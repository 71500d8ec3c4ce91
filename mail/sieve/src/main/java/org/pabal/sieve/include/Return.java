// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.include;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;

/// `return`. RFC 6609 §3.3.
public record Return() implements Command {

    public static Return read(Arguments in) throws ScriptError {
        in.end();
        return new Return();
    }

    @Override
    public void run(Run run) {
        run.leaveScript();
    }
}
