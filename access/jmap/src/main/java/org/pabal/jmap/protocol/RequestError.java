// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A request that is refused as a whole: problem details, RFC 8620 §3.6.1 and RFC 7807.
///
/// Thrown where a request is read, and caught where HTTP is spoken.
public final class RequestError extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String ERROR = "urn:ietf:params:jmap:error:";

    private final String type;
    private final int status;
    private final String limit;

    private RequestError(String type, int status, String detail, String limit) {
        super(detail, null, false, false);
        this.type = type;
        this.status = status;
        this.limit = limit;
    }

    static RequestError unknownCapability(String urn) {
        return new RequestError(
                ERROR + "unknownCapability",
                400,
                "This server does not have the capability " + urn + "; see the session object.",
                "");
    }

    static RequestError notJson(String detail) {
        return new RequestError(ERROR + "notJSON", 400, detail, "");
    }

    public static RequestError notRequest(String detail) {
        return new RequestError(ERROR + "notRequest", 400, detail, "");
    }

    /// @param name of the limit, as the session object has it
    public static RequestError limit(String name, String detail) {
        return new RequestError(ERROR + "limit", 400, detail, name);
    }

    /// More at one time than allowed, which passes: 429.
    public static RequestError busy(String name, String detail) {
        return new RequestError(ERROR + "limit", 429, detail, name);
    }

    /// What HTTP itself has words for.
    public static RequestError status(int status, String detail) {
        return new RequestError("about:blank", status, detail, "");
    }

    public int status() {
        return status;
    }

    public String type() {
        return type;
    }

    /// The one that was exceeded.
    public Optional<String> limit() {
        return limit.isEmpty() ? Optional.empty() : Optional.of(limit);
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", type);
        json.put("status", status);
        json.put("detail", getMessage());
        limit().ifPresent(name -> json.put("limit", name));
        return json;
    }

    public byte[] octets() {
        return json().toString().getBytes(StandardCharsets.UTF_8);
    }
}
