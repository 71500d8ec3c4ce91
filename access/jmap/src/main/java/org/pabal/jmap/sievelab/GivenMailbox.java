// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sievelab;

import java.util.Optional;
import org.pabal.jmap.JmapObject;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.ObjectIds;

/// The argument `mailboxId`.
final class GivenMailbox {
    private GivenMailbox() {}

    /// @return INBOX where none is named
    /// @throws org.pabal.jmap.MethodError `invalidArguments` for one that is not there
    static MailboxInfo read(JmapObject arguments, AccountMailboxes mailboxes) {
        Optional<String> id = arguments.findId("mailboxId");
        return id.map(ObjectIds::parseMailbox)
                .orElseGet(() -> mailboxes.find(MailboxName.INBOX).map(MailboxInfo::id))
                .flatMap(mailboxes::find)
                .filter(MailboxInfo::selectable)
                .orElseThrow(() -> arguments.wrong("mailboxId", "must name a mailbox"));
    }
}
