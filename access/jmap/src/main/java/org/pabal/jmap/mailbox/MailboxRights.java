// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.Rights;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `myRights` and the rights in `shareWith`, from those of IMAP's ACLs. RFC 8621 §2, RFC 4314,
/// RFC 9670 §4.
public final class MailboxRights {
    /// To share it on, and to see with whom it is shared.
    static final String SHARE = "mayShare";

    /// Which of IMAP's rights each of JMAP's stands for.
    private static final SequencedMap<String, Rights> LETTERS = letters();

    /// Of the mailbox itself; the others need messages to lie in it.
    private static final List<String> OF_NAMES =
            List.of("mayCreateChild", "mayRename", "mayDelete", SHARE);

    private MailboxRights() {}

    private static SequencedMap<String, Rights> letters() {
        SequencedMap<String, Rights> letters = new LinkedHashMap<>();
        letters.put("mayReadItems", Rights.of("lr"));
        letters.put("mayAddItems", Rights.INSERT);
        letters.put("mayRemoveItems", Rights.of("te"));
        letters.put("maySetSeen", Rights.SEEN);
        letters.put("maySetKeywords", Rights.WRITE);
        letters.put("mayCreateChild", Rights.CREATE);
        letters.put("mayRename", Rights.DELETE_MAILBOX);
        letters.put("mayDelete", Rights.DELETE_MAILBOX);
        letters.put("maySubmit", Rights.POST);
        letters.put(SHARE, Rights.ADMINISTER);
        return letters;
    }

    static Map<String, Rights> byName() {
        return LETTERS;
    }

    /// `myRights`.
    ///
    /// @param withShare false for a client that knows nothing of sharing
    static ObjectNode json(MailboxInfo mailbox, boolean withShare) {
        boolean moves = !mailbox.name().isInbox();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        LETTERS.forEach((name, letters) -> {
            boolean possible =
                    letters.equals(Rights.DELETE_MAILBOX)
                            ? moves
                            : OF_NAMES.contains(name) || mailbox.selectable();
            json.put(name, possible && mailbox.rights().has(letters));
        });
        if (!withShare) {
            json.remove(SHARE);
        }
        return json;
    }

    /// Rights as they were given, whatever the mailbox is.
    public static ObjectNode json(Rights rights) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        LETTERS.forEach((name, letters) -> json.put(name, rights.has(letters)));
        return json;
    }
}
