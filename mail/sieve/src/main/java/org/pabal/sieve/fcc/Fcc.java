// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.fcc;

import java.util.Optional;
import org.pabal.sieve.Action.FileCarbonCopy;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.words.FlagsArgument;
import org.pabal.sieve.words.MailboxArgument;

/// `[:fcc <string>]` of an action that sends something, with the tags that say how it is filed.
/// RFC 8580 §3.
public record Fcc(MailboxArgument mailbox, FlagsArgument flags) {

    /// `FCC-OPTS = [:fcc <mailbox: string>] [:create] [:flags ..] [:specialuse ..] [:mailboxid ..]`
    public static Optional<Fcc> read(Arguments in) throws ScriptError {
        FlagsArgument flags = FlagsArgument.read(in);
        MailboxArgument.Tags tags = MailboxArgument.Tags.read(in);
        Optional<Text> mailbox = in.taggedText(Extension.FCC, "fcc");
        if (mailbox.isPresent()) {
            return Optional.of(new Fcc(tags.with(mailbox.get(), in), flags));
        }
        boolean tagged =
                flags.flags().isPresent()
                        || tags.create()
                        || tags.specialUse().isPresent()
                        || tags.mailboxId().isPresent();
        if (tagged) {
            throw in.error("this says how a copy is filed: it goes with `:fcc` only");
        }
        return Optional.empty();
    }

    public FileCarbonCopy value(Run run) {
        return new FileCarbonCopy(mailbox.value(run), flags.given(run));
    }
}
