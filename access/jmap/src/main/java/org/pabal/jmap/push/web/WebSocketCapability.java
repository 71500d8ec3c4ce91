// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push.web;

import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapUser;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `urn:ietf:params:jmap:websocket`: where the WebSocket is. RFC 8887 §3.
public final class WebSocketCapability implements Capability {

    @Override
    public String urn() {
        return WEBSOCKET;
    }

    @Override
    public ObjectNode inSession(JmapUser user) {
        String base = user.client().base();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("url", "ws" + base.substring("http".length()) + "/jmap/ws");
        json.put("supportsPush", true);
        return json;
    }

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        return Optional.empty();
    }
}
