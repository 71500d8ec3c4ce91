// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import org.pabal.sieve.Action;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;

/// `fileinto`. RFC 5228 §4.1.
///
/// @param copy the implicit keep stands. RFC 3894 §3
public record FileInto(MailboxArgument mailbox, FlagsArgument flags, boolean copy)
        implements Command {

    /// `fileinto [:copy] [:flags ..] [:create] [:specialuse ..] [:mailboxid ..] <mailbox: string>`
    public static FileInto read(Arguments in) throws ScriptError {
        boolean copy = in.flag(Extension.COPY, "copy");
        FlagsArgument flags = FlagsArgument.read(in);
        MailboxArgument.Tags tags = MailboxArgument.Tags.read(in);
        MailboxArgument mailbox = tags.with(in.text("the mailbox"), in);
        in.end();
        return new FileInto(mailbox, flags, copy);
    }

    @Override
    public void run(Run run) {
        run.actions().add(new Action.FileInto(run.message(), mailbox.value(run), flags.value(run)));
        if (!copy) {
            run.actions().cancelImplicitKeep();
        }
    }
}
