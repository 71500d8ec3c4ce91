// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.capability;

import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.method.Sort;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `urn:ietf:params:jmap:core`: the limits. RFC 8620 §2.
public record CoreCapability(JmapLimits limits) implements Capability {

    @Override
    public String urn() {
        return CORE;
    }

    @Override
    public ObjectNode inSession(JmapUser user) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("maxSizeUpload", limits.maxSizeUpload());
        json.put("maxConcurrentUpload", limits.maxConcurrentUpload());
        json.put("maxSizeRequest", limits.maxSizeRequest());
        json.put("maxConcurrentRequests", limits.maxConcurrentRequests());
        json.put("maxCallsInRequest", limits.maxCallsInRequest());
        json.put("maxObjectsInGet", limits.maxObjectsInGet());
        json.put("maxObjectsInSet", limits.maxObjectsInSet());
        json.putArray("collationAlgorithms").add(Sort.COLLATION);
        return json;
    }

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        return Optional.of(JsonNodeFactory.instance.objectNode());
    }
}
