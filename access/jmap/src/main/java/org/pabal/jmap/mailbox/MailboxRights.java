// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import org.pabal.jmap.JmapAccount;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.Rights;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `myRights`, from the rights of IMAP's ACLs. RFC 8621 §2, RFC 4314.
final class MailboxRights {
    private MailboxRights() {}

    static Rights of(JmapAccount account, MailboxInfo mailbox) {
        return account.isPersonal() ? Rights.ALL : mailbox.acl().rightsOf(account.reader().id());
    }

    static ObjectNode json(JmapAccount account, MailboxInfo mailbox) {
        Rights rights = of(account, mailbox);
        boolean holds = mailbox.selectable();
        boolean moves = !mailbox.name().isInbox();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mayReadItems", holds && rights.has(Rights.of("lr")));
        json.put("mayAddItems", holds && rights.has(Rights.INSERT));
        json.put("mayRemoveItems", holds && rights.has(Rights.of("te")));
        json.put("maySetSeen", holds && rights.has(Rights.SEEN));
        json.put("maySetKeywords", holds && rights.has(Rights.WRITE));
        json.put("mayCreateChild", rights.has(Rights.CREATE));
        json.put("mayRename", moves && rights.has(Rights.DELETE_MAILBOX));
        json.put("mayDelete", moves && rights.has(Rights.DELETE_MAILBOX));
        json.put("maySubmit", holds && rights.has(Rights.POST));
        return json;
    }
}
