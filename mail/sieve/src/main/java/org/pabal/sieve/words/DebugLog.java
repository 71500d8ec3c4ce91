// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;

/// `debug_log`: a line for the script's owner. vnd.dovecot.debug.
public record DebugLog(Text message) implements Command {

    /// `debug_log <message: string>`
    public static DebugLog read(Arguments in) throws ScriptError {
        Text message = in.text("the message");
        in.end();
        return new DebugLog(message);
    }

    @Override
    public void run(Run run) {
        run.log(message.value(run).replaceAll("[\r\n]+", " "));
    }
}
