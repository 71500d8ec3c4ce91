// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// A request, parsed but not yet run. RFC 8620 §3.3.
///
/// @param createdIds present when the client wants to be told of them
public record JmapRequest(
        Set<String> using, List<Invocation> calls, Optional<Map<String, String>> createdIds) {

    /// A method call, or a response of one. RFC 8620 §3.2.
    public record Invocation(String name, ObjectNode arguments, String callId) {}
}
