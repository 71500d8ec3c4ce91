// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.protocol.JmapRequest.Invocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Any octets are a request, or are refused with words of RFC 8620 §3.6.1. THREATS J04.
class RequestFuzzTest {
    private static final String GOOD =
            "{\"using\":[\"urn:ietf:params:jmap:core\"],\"methodCalls\":[[\"Core/echo\",{\"a\":[1,"
                    + "{\"b\":\"\\u00fc\"}],\"#c\":{\"resultOf\":\"0\",\"name\":\"Core/echo\",\"path\":\"/a/*/b\"}},"
                    + "\"0\"]],\"createdIds\":{\"k\":\"F1\"}}";

    private final RequestReader reader =
            new RequestReader(JmapLimits.defaults(), Set.of(Capability.CORE));

    @Test
    void changedOctetsAreReadOrRefused() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] octets = GOOD.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            read(octets, seed);
        }
    }

    private void read(byte[] octets, long seed) {
        try {
            JmapRequest request = reader.read(octets);
            for (Invocation call : request.calls()) {
                resolve(call.arguments());
            }
        } catch (RequestError refused) {
            assertThat(refused.type())
                    .as("seed %d", seed)
                    .startsWith("urn:ietf:params:jmap:error:");
        }
    }

    private static void resolve(ObjectNode arguments) {
        List<Invocation> responses = new ArrayList<>();
        responses.add(new Invocation("Core/echo", arguments, "0"));
        try {
            new ResultReferences(responses, 10_000).resolve(arguments);
        } catch (MethodError refused) {
            assertThat(refused.type()).isNotEmpty();
        }
    }

    @Test
    void textThatIsNoUtf8IsNoJson() {
        assertThatThrownBy(() ->
                        reader.read("{\"a\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(RequestError.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void depthAndNumbersHaveLimits() {
        assertThatThrownBy(() -> reader.read("[".repeat(10_000).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RequestError.class);
        assertThatThrownBy(() -> reader.read("1".repeat(1 << 20).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RequestError.class);
    }

    @Test
    void whatIJsonForbidsIsReplacedInAnAnswer() {
        JsonNode node = new JsonMapper().createObjectNode().put("a", "x\ud83dy");
        assertThat(new String(JsonText.octets(node), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":\"x\uFFFDy\"}");
    }
}
