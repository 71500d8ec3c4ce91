// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.reject;

import org.pabal.sieve.Action;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;

/// `reject` and `ereject`. RFC 5429 §2.
///
/// @param extended by `ereject`
public record Reject(Text reason, boolean extended) implements Command {

    /// `ereject <reason: string>`, `reject <reason: string>`
    public static Reject read(Arguments in) throws ScriptError {
        Text reason = in.text("the reason");
        in.end();
        return new Reject(reason, in.name().equals("ereject"));
    }

    @Override
    public void run(Run run) {
        if (run.surroundings().environment("imap.cause").isPresent()) {
            throw run.fail("`reject` is for mail that arrives, not for changes of a mailbox");
        }
        run.actions().cancelImplicitKeep();
        run.actions().add(new Action.Reject(reason.value(run), extended));
    }
}
