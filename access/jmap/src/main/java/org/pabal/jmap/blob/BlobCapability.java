// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.util.List;
import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapLimits;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `urn:ietf:params:jmap:blob`. RFC 9404 §3.
public record BlobCapability(JmapLimits limits) implements Capability {
    static final int MAX_SOURCES = 64;
    static final List<String> TYPES = List.of("Mailbox", "Thread", "Email");

    @Override
    public String urn() {
        return BLOB;
    }

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("maxSizeBlobSet", limits.maxSizeUpload());
        json.put("maxDataSources", MAX_SOURCES);
        TYPES.forEach(json.putArray("supportedTypeNames")::add);
        json.putArray("supportedDigestAlgorithms").add("sha").add("sha-256");
        return Optional.of(json);
    }
}
