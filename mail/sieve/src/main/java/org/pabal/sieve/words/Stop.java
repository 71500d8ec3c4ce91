// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;

/// `stop`. RFC 5228 §3.3.
public record Stop() implements Command {

    public static Stop read(Arguments in) throws ScriptError {
        in.end();
        return new Stop();
    }

    @Override
    public void run(Run run) {
        run.stop();
    }
}
