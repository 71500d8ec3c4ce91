// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.email.query.EmailSort;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `urn:ietf:params:jmap:mail`. RFC 8621 §1.3.1.
public record MailCapability(JmapLimits limits) implements Capability {
    private static final int MAX_MAILBOX_NAME_OCTETS = 255; // THREATS §4
    private static final int MAX_MAILBOX_DEPTH = 100; // THREATS §4

    @Override
    public String urn() {
        return MAIL;
    }

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("maxMailboxesPerEmail", PlacesReader.MAX_MAILBOXES);
        json.put("maxMailboxDepth", MAX_MAILBOX_DEPTH);
        json.put("maxSizeMailboxName", MAX_MAILBOX_NAME_OCTETS);
        json.put("maxSizeAttachmentsPerEmail", limits.maxSizeUpload());
        ArrayNode sorts = json.putArray("emailQuerySortOptions");
        for (EmailSort.By by : EmailSort.By.values()) {
            sorts.add(by.property());
        }
        json.put("mayCreateTopLevelMailbox", account.isPersonal());
        return Optional.of(json);
    }
}
