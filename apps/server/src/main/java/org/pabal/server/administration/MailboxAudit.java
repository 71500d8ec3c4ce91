// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import org.pabal.server.administration.MailboxNaming.Named;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what administrators of this host did with mailboxes.
final class MailboxAudit {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxAudit.class);

    private MailboxAudit() {}

    /// @param what such as `create`
    static void written(String what, Named where, String more) {
        LOG.info(
                "event=audit what=mailbox-{} by=command-line account={} mailbox={} more={}",
                what,
                new LogText(where.owner().address()),
                new LogText(where.mailbox()),
                new LogText(more));
    }
}
