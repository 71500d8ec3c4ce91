// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.jmap.testing.JmapStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What takes hundreds of things to be refused. RFC 8621 §4.6.
class EmailLimitsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final JmapStage stage = new JmapStage();

    @AfterEach
    void close() {
        stage.close();
    }

    private JsonNode notCreated(ObjectNode email) throws Exception {
        ObjectNode arguments = JSON.createObjectNode();
        arguments.putObject("create").set("a", email);
        return stage.call("alice", "Email/set", arguments).path("notCreated").path("a");
    }

    @Test
    void keywordsOfOneEmailHaveALimit() throws Exception {
        ObjectNode email = JSON.createObjectNode().put("subject", "x");
        email.putObject("mailboxIds").put("F1", true);
        ObjectNode keywords = email.putObject("keywords");
        IntStream.rangeClosed(0, PlacesReader.MAX_KEYWORDS)
                .forEach(number -> keywords.put("k" + number, true));
        JsonNode error = notCreated(email);
        assertThat(error.path("type").asString()).isEqualTo("tooManyKeywords");
    }

    @Test
    void mailboxesOfOneEmailHaveALimit() throws Exception {
        ObjectNode email = JSON.createObjectNode().put("subject", "x");
        ObjectNode mailboxes = email.putObject("mailboxIds");
        IntStream.rangeClosed(1, PlacesReader.MAX_MAILBOXES + 1)
                .forEach(number -> mailboxes.put("F" + number, true));
        JsonNode error = notCreated(email);
        assertThat(error.path("type").asString()).isEqualTo("tooManyMailboxes");
    }
}
