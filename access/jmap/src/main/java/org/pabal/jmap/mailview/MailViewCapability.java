// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Mails as people see them, also in accounts that share mailboxes with the user.
final class MailViewCapability implements Capability {
    static final String URN = "urn:pabal:params:jmap:mailview";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        return Optional.of(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("maxEmailsInGet", MailViewGet.MAX_EMAILS));
    }
}
