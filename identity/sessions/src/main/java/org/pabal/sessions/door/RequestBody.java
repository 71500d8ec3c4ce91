// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.pabal.http.BodyTooLargeException;
import org.pabal.http.HttpExchange;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The JSON object that a page sends.
public record RequestBody(ObjectNode json) {
    private static final int MAX_OCTETS = 64 << 10;
    private static final int MAX_DEPTH = 16;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// @throws Answer what to answer instead
    public static RequestBody read(HttpExchange exchange) throws IOException {
        String type = exchange.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.startsWith("application/json;")) {
            throw Answer.no(415, "badRequest", "The body must be application/json.");
        }
        try {
            if (MAPPER.readTree(exchange.body(MAX_OCTETS)) instanceof ObjectNode object) {
                return new RequestBody(object);
            }
        } catch (BodyTooLargeException tooLarge) {
            throw Answer.no(413, "badRequest", "The body is too large.");
        } catch (JacksonException broken) {
            throw Answer.badRequest("The body is no JSON.");
        }
        throw Answer.badRequest("The body must be a JSON object.");
    }

    public String text(String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isString()) {
            throw Answer.badRequest("The property " + name + " must be a string.");
        }
        return value.stringValue();
    }

    /// Empty when it is not there.
    public String textOrEmpty(String name) {
        return json.hasNonNull(name) ? text(name) : "";
    }

    /// An object inside, as JSON for whoever reads it; empty when it is not there.
    Optional<String> object(String name) {
        JsonNode value = json.get(name);
        if (value != null && !value.isObject() && !value.isNull()) {
            throw Answer.badRequest("The property " + name + " must be an object.");
        }
        return value instanceof ObjectNode object
                ? Optional.of(object.toString())
                : Optional.empty();
    }

    public boolean isTrue(String name) {
        JsonNode value = json.get(name);
        return value != null && value.isBoolean() && value.booleanValue();
    }
}
