// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;

/// `error`: the script ends as with an error of its own. RFC 5463 §5.
public record ErrorCommand(Text message) implements Command {

    /// `error <message: string>`
    public static ErrorCommand read(Arguments in) throws ScriptError {
        Text message = in.text("the message");
        in.end();
        return new ErrorCommand(message);
    }

    @Override
    public void run(Run run) {
        throw run.fail(message.value(run));
    }
}
