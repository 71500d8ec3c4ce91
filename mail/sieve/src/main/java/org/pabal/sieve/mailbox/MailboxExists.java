// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mailbox;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.TextList;

/// `mailboxexists`: all of them are there, and the owner may file there. RFC 5490 §3.1.
public record MailboxExists(TextList names) implements Test {

    /// `mailboxexists <mailbox-names: string-list>`
    public static MailboxExists read(Arguments in) throws ScriptError {
        TextList names = in.texts("the mailboxes");
        in.end();
        return new MailboxExists(names);
    }

    @Override
    public boolean holds(Run run) {
        return names.values(run).stream().allMatch(run.surroundings()::mailboxExists);
    }
}
