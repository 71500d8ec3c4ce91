// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;

/// What the store of mailboxes keeps: `mailbox.*`.
public final class MailboxTable {
    static final Section SECTION = new Section();

    public static final Setting<Duration> KEEP_DELETED =
            SECTION.add(
                    "mailbox.keep-deleted",
                    Form.TIME,
                    "14d",
                    "For so long people can restore what they have deleted for good: messages that"
                            + " were expunged from their last mailbox or went with it. They take"
                            + " room on the disk, but none of the quota. `0s` for not at all.");

    private MailboxTable() {}
}
