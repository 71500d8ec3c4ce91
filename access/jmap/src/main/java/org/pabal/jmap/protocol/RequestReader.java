// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.jmap.Ids;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.protocol.JmapRequest.Invocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads requests: any octets give a request or say what is wrong with them. RFC 8620 §3.3.
final class RequestReader {
    /// Of a method's name or a call id.
    private static final int MAX_NAME = 255;

    private final JmapLimits limits;
    private final Set<String> capabilities;

    /// @param capabilities URNs of all that there are
    RequestReader(JmapLimits limits, Set<String> capabilities) {
        this.limits = limits;
        this.capabilities = capabilities;
    }

    JmapRequest read(byte[] octets) throws RequestError {
        return read(JsonText.parse(octets));
    }

    JmapRequest read(JsonNode node) throws RequestError {
        if (!(node instanceof ObjectNode request)) {
            throw RequestError.notRequest("A request is an object.");
        }
        Set<String> using = using(request.path("using"));
        List<Invocation> calls = calls(request.path("methodCalls"));
        return new JmapRequest(using, calls, createdIds(request.path("createdIds")));
    }

    private Set<String> using(JsonNode node) throws RequestError {
        if (!node.isArray()) {
            throw RequestError.notRequest("`using` must be an array of strings.");
        }
        Set<String> using = new LinkedHashSet<>();
        for (JsonNode each : node) {
            if (!each.isString()) {
                throw RequestError.notRequest("`using` must be an array of strings.");
            }
            using.add(each.stringValue());
        }
        for (String urn : using) {
            if (!capabilities.contains(urn)) {
                throw RequestError.unknownCapability(shortened(urn));
            }
        }
        return using;
    }

    private static String shortened(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME) + "…";
    }

    private List<Invocation> calls(JsonNode node) throws RequestError {
        if (!node.isArray()) {
            throw RequestError.notRequest("`methodCalls` must be an array.");
        }
        if (node.size() > limits.maxCallsInRequest()) {
            throw RequestError.limit(
                    "maxCallsInRequest",
                    "At most " + limits.maxCallsInRequest() + " methods are called in a request.");
        }
        List<Invocation> calls = new ArrayList<>();
        for (JsonNode each : node) {
            calls.add(invocation(each));
        }
        return calls;
    }

    private static Invocation invocation(JsonNode node) throws RequestError {
        boolean isOne =
                node.isArray()
                        && node.size() == 3
                        && node.path(0).isString()
                        && node.path(1).isObject()
                        && node.path(2).isString();
        if (!isOne) {
            throw RequestError.notRequest(
                    "A method call is an array of its name, its arguments and its id.");
        }
        String name = node.path(0).stringValue();
        String callId = node.path(2).stringValue();
        if (name.length() > MAX_NAME || callId.length() > MAX_NAME) {
            throw RequestError.notRequest(
                    "A method's name and a call's id have at most " + MAX_NAME + " characters.");
        }
        return new Invocation(name, (ObjectNode) node.path(1), callId);
    }

    private static Optional<Map<String, String>> createdIds(JsonNode node) throws RequestError {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        Map<String, String> ids = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (!each.getValue().isString()
                    || !Ids.isId(each.getValue().stringValue())
                    || !Ids.isId(each.getKey())) {
                throw RequestError.notRequest("`createdIds` must be a map of ids to ids.");
            }
            ids.put(each.getKey(), each.getValue().stringValue());
        }
        if (!node.isObject()) {
            throw RequestError.notRequest("`createdIds` must be a map of ids to ids.");
        }
        return Optional.of(ids);
    }
}
