// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapUser;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `urn:ietf:params:jmap:webpush-vapid`: the key that browsers subscribe with. RFC 9749 §3.
record VapidCapability(PushSender sender) implements Capability {

    @Override
    public String urn() {
        return "urn:ietf:params:jmap:webpush-vapid";
    }

    @Override
    public ObjectNode inSession(JmapUser user) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("applicationServerKey", sender.key().publicText());
    }

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        return Optional.empty();
    }
}
