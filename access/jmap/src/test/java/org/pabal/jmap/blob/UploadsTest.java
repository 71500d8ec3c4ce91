// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.storage.BlobWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class UploadsTest {

    private static Optional<String> upload(Uploads uploads, Account account, int number) {
        byte[] octets = ("upload " + number).getBytes(StandardCharsets.UTF_8);
        try (BlobWriter writer = uploads.begin()) {
            writer.write(octets, 0, octets.length);
            return uploads.keep(account.id(), writer.finish());
        }
    }

    /// RFC 8620 §6: what nobody has used yet stays for an hour.
    @Test
    void whatHasBecomeMailMakesRoomForMore() throws Exception {
        try (JmapStage stage = new JmapStage()) {
            Uploads uploads = new Uploads(stage.storage, stage.store, stage.clock);
            Account alice = stage.account("alice");
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < Uploads.MAX_FILES; i++) {
                ids.add(upload(uploads, alice, i).orElseThrow());
            }
            assertThat(upload(uploads, alice, -1)).isEmpty();
            uploads.becameMail(alice.id(), List.of(ids.get(500), ids.get(501), "M1", "Uno"));
            uploads.becameMail(stage.account("bob").id(), ids);
            assertThat(upload(uploads, alice, -1)).isPresent();
            assertThat(upload(uploads, alice, -2)).isPresent();
            assertThat(upload(uploads, alice, -3)).isEmpty();
            JmapAccount own = JmapAccount.own(alice);
            assertThat(ids.stream().filter(id -> uploads.find(own, id).isEmpty()))
                    .containsExactly(ids.get(500), ids.get(501));
        }
    }

    /// As programs do that bring a whole mailbox: RFC 9404 §4.1, RFC 8621 §4.8.
    @Test
    void thousandsOfMessagesAreImportedWithinAnHour() throws Exception {
        try (JmapStage stage = new JmapStage()) {
            JsonMapper json = new JsonMapper();
            String inbox = org.pabal.mailbox.ObjectIds.of(stage.mailbox("alice", "INBOX").id());
            int imported = 0;
            for (int batch = 0; batch < 6; batch++) {
                ObjectNode blobs = json.createObjectNode();
                ObjectNode emails = json.createObjectNode();
                for (int i = 0; i < 250; i++) {
                    blobs.putObject("b" + i)
                            .putArray("data")
                            .addObject()
                            .put("data:asText", "Subject: " + batch + " " + i + "\r\n\r\ntext\r\n");
                    ObjectNode email = emails.putObject("e" + i);
                    email.put("blobId", "#b" + i);
                    email.putObject("mailboxIds").put(inbox, true);
                }
                ArrayNode calls = json.createArrayNode();
                ObjectNode upload = json.createObjectNode();
                upload.put("accountId", stage.accountId("alice")).set("create", blobs);
                ObjectNode bring = json.createObjectNode();
                bring.put("accountId", stage.accountId("alice")).set("emails", emails);
                calls.addArray().add("Blob/upload").add(upload).add("u");
                calls.addArray().add("Email/import").add(bring).add("i");
                JsonNode created = stage.call("alice", calls).path(1).path(1).path("created");
                imported += created.size();
            }
            assertThat(imported).isEqualTo(1_500);
        }
    }
}
