// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StoredMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What was made of a client's words reads as these words, in lines that any mail system takes.
class ComposedTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> PIECES =
            List.of(
                    "안녕하세요 ",
                    "plain words ",
                    "été ",
                    "日本語",
                    "\"quoted\" ",
                    "a, b; ",
                    "<x> ",
                    "😀",
                    "=?utf-8?q?no?= ",
                    "(comment) ",
                    "back\\slash ",
                    "가나다라마바사아자차카타파하".repeat(3));

    private final JmapStage stage = new JmapStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            ObjectNode email = email(random);
            String id = create(email);
            JsonNode read = read(id);
            String when = "seed " + seed;
            for (String property :
                    List.of("from", "to", "subject", "messageId", "header:X-Text:asText")) {
                assertThat(read.path(property)).as(when).isEqualTo(email.path(property));
            }
            JsonNode values = read.path("bodyValues");
            assertThat(values.path("1.1").path("value").asString())
                    .as(when)
                    .isEqualTo(email.at("/bodyValues/t/value").asString());
            assertThat(values.path("1.2").path("value").asString())
                    .as(when)
                    .isEqualTo(email.at("/bodyValues/h/value").asString());
            assertThat(read.at("/attachments/0/name"))
                    .as(when)
                    .isEqualTo(email.at("/attachments/0/name"));
            assertWellFormed(id, when);
        }
    }

    private static ObjectNode email(Random random) {
        ObjectNode email = JSON.createObjectNode();
        email.putObject("mailboxIds").put("F1", true);
        addresses(email.putArray("from"), 1, random);
        addresses(email.putArray("to"), 1 + random.nextInt(30), random);
        email.put("subject", text(random, 1 + random.nextInt(20)));
        email.put("header:X-Text:asText", text(random, 1 + random.nextInt(5)));
        email.putArray("messageId").add("a" + random.nextInt() + "@example.org");
        ObjectNode values = email.putObject("bodyValues");
        values.putObject("t").put("value", lines(random));
        values.putObject("h").put("value", "<p>" + lines(random) + "</p>");
        email.putArray("textBody").addObject().put("partId", "t").put("type", "text/plain");
        email.putArray("htmlBody").addObject().put("partId", "h").put("type", "text/html");
        email.putArray("attachments")
                .addObject()
                .put("partId", "t")
                .put("type", "text/plain")
                .put("disposition", "attachment")
                .put("name", text(random, 1 + random.nextInt(8)).replace("=?", ""));
        return email; // names are read with the encoded words that other programs put there
    }

    private static void addresses(ArrayNode list, int count, Random random) {
        for (int i = 0; i < count; i++) {
            list.addObject()
                    .put("name", text(random, 1 + random.nextInt(3)))
                    .put("email", "user" + i + "@example.net");
        }
    }

    /// Without white space at the ends, or two of it together: fields do not keep those.
    private static String text(Random random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString().strip().replaceAll(" +", " ");
    }

    private static String lines(Random random) {
        StringBuilder lines = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            lines.append(random.nextInt(4) == 0 ? "--" : "")
                    .append(text(random, random.nextInt(60)));
            lines.append(random.nextInt(3) == 0 ? " \n" : "\n");
        }
        return lines.toString();
    }

    private String create(ObjectNode email) throws Exception {
        ObjectNode arguments = JSON.createObjectNode();
        arguments.putObject("create").set("k", email);
        JsonNode response = stage.call("alice", "Email/set", arguments);
        assertThat(response.path("notCreated").isNull()).as(response.toString()).isTrue();
        return response.at("/created/k/id").asString();
    }

    private JsonNode read(String id) throws Exception {
        ObjectNode arguments = JSON.createObjectNode();
        arguments.putArray("ids").add(id);
        ArrayNode properties = arguments.putArray("properties");
        List.of(
                        "from",
                        "to",
                        "subject",
                        "messageId",
                        "header:X-Text:asText",
                        "bodyValues",
                        "attachments")
                .forEach(properties::add);
        arguments.put("fetchAllBodyValues", true);
        return stage.call("alice", "Email/get", arguments).at("/list/0");
    }

    /// ASCII, lines of 998 octets at most, those of the header section of 78 where they can be folded.
    private void assertWellFormed(String id, String when) {
        EmailId email = ObjectIds.parseEmail(id).orElseThrow();
        StoredMessage record = stage.mailboxes("alice").messages(List.of(email)).getFirst();
        byte[] octets = new byte[(int) record.octets()];
        try (MessageOctets open = stage.mailboxes("alice").octets(record)) {
            open.read(0, octets, 0, octets.length);
        }
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        assertThat(text.chars().allMatch(c -> c < 0x80)).as(when).isTrue();
        assertThat(text.replace("\r\n", "")).as(when).doesNotContain("\r").doesNotContain("\n");
        for (String line : text.split("\r\n", -1)) {
            assertThat(line.length()).as(when + ": " + line).isLessThanOrEqualTo(998);
        }
        assertThat(text).as(when).contains("\r\nMIME-Version: 1.0\r\n").startsWith("Date: ");
    }
}
