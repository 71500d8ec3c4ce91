// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON as it is on the wire: I-JSON (RFC 7493), and no deeper than anybody needs (THREATS J04).
public final class JsonText {
    /// Arrays and objects within each other.
    public static final int MAX_DEPTH = 64;

    private static final int MAX_NUMBER_LENGTH = 64;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .build();

    private JsonText() {}

    /// @throws RequestError `notJSON`; `notRequest` for what is nested too deeply
    public static JsonNode parse(byte[] octets) throws RequestError {
        String text = decode(octets);
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (StreamConstraintsException tooMuch) {
            throw RequestError.notRequest(
                    "Objects and arrays within each other may be "
                            + MAX_DEPTH
                            + " deep, and numbers "
                            + MAX_NUMBER_LENGTH
                            + " digits long.");
        } catch (JacksonException broken) {
            throw RequestError.notJson(broken.getOriginalMessage());
        }
        if (node.isMissingNode()) {
            throw RequestError.notJson("The request is empty.");
        }
        boolean raw = text.codePoints().anyMatch(JsonText::isForbidden);
        if (raw || text.contains("\\u") && hasForbidden(node)) {
            throw RequestError.notJson(
                    "A string has half of a surrogate pair, or what is no character."
                            + " RFC 7493 §2.1");
        }
        return node;
    }

    private static String decode(byte[] octets) throws RequestError {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException _) {
            throw RequestError.notJson("The request is not UTF-8.");
        }
    }

    private static boolean hasForbidden(JsonNode node) {
        if (node.isString()) {
            return hasForbidden(node.stringValue());
        }
        if (node.isObject() && node.propertyNames().stream().anyMatch(JsonText::hasForbidden)) {
            return true;
        }
        return node.valueStream().anyMatch(JsonText::hasForbidden);
    }

    private static boolean hasForbidden(String text) {
        return text.codePoints().anyMatch(JsonText::isForbidden);
    }

    /// Half of a surrogate pair, and the noncharacters. RFC 7493 §2.1, RFC 8620 §1.5.
    private static boolean isForbidden(int c) {
        return c >= 0xD800 && c <= 0xDFFF || c >= 0xFDD0 && c <= 0xFDEF || (c & 0xFFFE) == 0xFFFE;
    }

    /// In UTF-8. What a broken mail brought along that I-JSON forbids becomes U+FFFD.
    public static byte[] octets(JsonNode node) {
        String text = MAPPER.writeValueAsString(node);
        if (hasForbidden(text)) {
            StringBuilder clean = new StringBuilder(text.length());
            text.codePoints().forEach(c -> clean.appendCodePoint(isForbidden(c) ? 0xFFFD : c));
            text = clean.toString();
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
