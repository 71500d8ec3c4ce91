// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.MailboxInfo;

/// One export.
///
/// @param snapshot all as it was when this began
/// @param mailbox the only one that is wanted; empty for the whole account
/// @param walk counts what was written
record Export(
        Account account,
        AccountMailboxes mailboxes,
        AccountSnapshot snapshot,
        Optional<MailboxInfo> mailbox,
        Instant begun,
        MessageWalk walk) {

    static Export begin(
            Account account,
            AccountMailboxes mailboxes,
            AccountSnapshot snapshot,
            Optional<MailboxInfo> mailbox,
            Instant begun) {
        return new Export(account, mailboxes, snapshot, mailbox, begun, new MessageWalk(mailboxes));
    }

    /// Those whose messages are wanted.
    List<MailboxInfo> wanted() {
        return mailbox.map(List::of).orElseGet(snapshot::mailboxes);
    }
}
