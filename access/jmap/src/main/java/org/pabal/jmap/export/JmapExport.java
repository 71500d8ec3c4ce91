// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Optional;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.email.view.Keywords;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.Emails.Email;
import org.pabal.mailbox.ObjectIds;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// All that JMAP knows of an account: each message once, in `emails/`, and in `emails.jsonl` a line for
/// each that is there, with the properties of RFC 8621 §4.1.1 and the name of its file; `mailboxes.json`,
/// and what {@link AccountRecords} writes.
record JmapExport(Export export, AccountRecords records) {

    void zip(OutputStream out) throws IOException {
        ExportZip zip = new ExportZip(out, export.begun());
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        about.put("version", 1);
        about.put("account", export.account().address().toString());
        about.put("exportedAt", JmapObject.utcDate(export.begun()));
        zip.text("export.json", AccountRecords.pretty(about));
        AccountRecords.mailboxes(export, zip);
        records.write(export.account(), zip);
        BitSet written = new BitSet();
        int[] number = new int[1];
        each(email -> {
            int at = number[0]++;
            if (export.walk()
                    .one(
                            email.id(),
                            email.flags(),
                            (_, _, content) -> {
                                zip.begin(file(email), email.receivedAt());
                                content.transferTo(zip.content());
                                zip.end();
                            })) {
                written.set(at);
            }
        });
        zip.begin("emails.jsonl");
        number[0] = 0;
        each(email -> {
            if (written.get(number[0]++)) {
                zip.content().write((json(email) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        zip.end();
        zip.finish(export);
    }

    private interface Step {
        void take(Email email) throws IOException;
    }

    /// In the order of their ids, each time the same.
    private void each(Step step) throws IOException {
        Emails emails = export.snapshot().emails();
        Emails.Cursor cursor = emails.cursor();
        while (cursor.next()) {
            if (isWanted(cursor)) {
                Optional<Email> email = emails.find(new EmailId(cursor.email()));
                if (email.isPresent()) {
                    step.take(email.get());
                }
            }
        }
    }

    private boolean isWanted(Emails.Cursor cursor) {
        if (export.mailbox().isEmpty()) {
            return true;
        }
        long wanted = export.mailbox().get().id().value();
        for (int place = 0; place < cursor.places(); place++) {
            if (cursor.mailbox(place) == wanted) {
                return true;
            }
        }
        return false;
    }

    private static String file(Email email) {
        return "emails/" + ObjectIds.of(email.id()) + ".eml";
    }

    private static ObjectNode json(Email email) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", ObjectIds.of(email.id()));
        json.put("threadId", ObjectIds.of(email.thread()));
        ObjectNode places = json.putObject("mailboxIds");
        email.mailboxes().forEach(mailbox -> places.put(ObjectIds.of(mailbox), true));
        json.set("keywords", Keywords.json(email.flags()));
        json.put("size", email.size());
        json.put("receivedAt", JmapObject.utcDate(email.receivedAt()));
        json.put("file", file(email));
        return json;
    }
}
