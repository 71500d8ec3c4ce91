// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mime;

import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;

/// `break`: leaves the innermost loop, or the one of this name. RFC 5703 §3.2.
public record Break(Optional<String> name) implements Command {

    /// `break [":name" <string>]`
    public static Break read(Arguments in) throws ScriptError {
        Optional<String> name = in.taggedConstant("name");
        if (!in.inLoop(Optional.empty())) {
            throw in.error("`break` stands in the block of a `foreverypart` only");
        }
        if (!in.inLoop(name)) {
            throw in.error("no loop around here has the name \"" + name.orElse("") + "\"");
        }
        in.end();
        return new Break(name);
    }

    @Override
    public void run(Run run) {
        run.leaveLoop(name);
    }
}
