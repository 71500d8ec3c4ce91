// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a client names in `using`, and what the session object says of it. RFC 8620 §2.
public interface Capability {
    String CORE = "urn:ietf:params:jmap:core";
    String MAIL = "urn:ietf:params:jmap:mail";
    String SUBMISSION = "urn:ietf:params:jmap:submission";
    String VACATION = "urn:ietf:params:jmap:vacationresponse";
    String VACATION_EXTRAS = "urn:pabal:params:jmap:vacation";
    String WEBSOCKET = "urn:ietf:params:jmap:websocket";
    String BLOB = "urn:ietf:params:jmap:blob";
    String SNOOZE = "urn:pabal:params:jmap:snooze";
    String ATTACHMENT_KIND = "urn:pabal:params:jmap:attachmentkind";

    /// `size` of Mailbox.
    String MAILBOX_SIZE = "urn:pabal:params:jmap:mailboxsize";

    /// `name`, `lastPush` and `latency` of PushSubscription, and its trial.
    String PUSH_DEVICE = "urn:pabal:params:jmap:pushdevice";

    String QUOTA = "urn:ietf:params:jmap:quota";
    String SIEVE = "urn:ietf:params:jmap:sieve";
    String PRINCIPALS = "urn:ietf:params:jmap:principals";
    String PRINCIPALS_OWNER = "urn:ietf:params:jmap:principals:owner";

    String urn();

    /// Its object in `capabilities`.
    ///
    /// @param user for whom
    default ObjectNode inSession(JmapUser user) {
        return JsonNodeFactory.instance.objectNode();
    }

    /// False for one that stands with accounts only, where nobody names it in `using`.
    default boolean isInSession() {
        return true;
    }

    /// Its object in an account's `accountCapabilities`; empty where the account has nothing of it.
    Optional<ObjectNode> inAccount(JmapAccount account);
}
