// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.util.List;
import org.pabal.directory.Account;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.StagedMessage;

/// What somebody did with a message in a mailbox. RFC 6785 §2.
///
/// @param owner of the mailbox
/// @param reader who did it
/// @param message as it lies there
/// @param flags that it has now
/// @param changedFlags names of those that were set or removed; empty for other causes
/// @param session by which it was done
public record MailboxChange(
        Account owner,
        Account reader,
        MailboxInfo mailbox,
        StagedMessage message,
        Flags flags,
        Cause cause,
        List<String> changedFlags,
        String session) {
    public MailboxChange {
        changedFlags = List.copyOf(changedFlags);
    }

    /// RFC 6785 §4.4 `imap.cause`.
    public enum Cause {
        APPEND,
        /// Also what is moved.
        COPY,
        FLAG
    }
}
