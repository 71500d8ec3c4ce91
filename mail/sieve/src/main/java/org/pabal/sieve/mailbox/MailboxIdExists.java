// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mailbox;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.TextList;

/// `mailboxidexists`: all of them are there, and the owner may file there. RFC 9042 §5.
public record MailboxIdExists(TextList ids) implements Test {

    /// `mailboxidexists <mailbox-objectids: string-list>`
    public static MailboxIdExists read(Arguments in) throws ScriptError {
        TextList ids = in.texts("the ids of mailboxes");
        in.end();
        return new MailboxIdExists(ids);
    }

    @Override
    public boolean holds(Run run) {
        return ids.values(run).stream().allMatch(run.surroundings()::mailboxIdExists);
    }
}
