// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.util.List;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.email.submission.format.v1.SubmissionRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// EmailSubmission objects. RFC 8621 §7.
final class SubmissionJson {
    static final List<String> PROPERTIES =
            List.of(
                    "id",
                    "identityId",
                    "emailId",
                    "threadId",
                    "envelope",
                    "sendAt",
                    "undoStatus",
                    "deliveryStatus",
                    "dsnBlobIds",
                    "mdnBlobIds");

    private static final JsonMapper JSON = new JsonMapper();

    private SubmissionJson() {}

    static ObjectNode of(SubmissionRecord record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", record.id());
        json.put("identityId", record.identityId());
        json.put("emailId", record.emailId());
        json.put("threadId", record.threadId());
        json.set("envelope", read(record.envelope()));
        json.put("sendAt", JmapObject.utcDate(record.sendAt()));
        json.put("undoStatus", record.undoStatus());
        JsonNode delivery = read(record.deliveryStatus());
        if (delivery.isEmpty()) {
            json.putNull("deliveryStatus");
        } else {
            json.set("deliveryStatus", delivery);
        }
        json.putArray("dsnBlobIds");
        json.putArray("mdnBlobIds");
        return json;
    }

    private static JsonNode read(String text) {
        return JSON.readTree(text);
    }

    /// What a client that has created it does not know.
    static ObjectNode created(SubmissionRecord record) {
        ObjectNode json = of(record);
        json.remove(List.of("identityId", "emailId", "deliveryStatus"));
        return json;
    }

    /// Nobody gets it.
    static String takenBack(SubmissionRecord record) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (String recipient : record.recipients()) {
            all.putObject(recipient)
                    .put("smtpReply", record.reply())
                    .put("delivered", "no")
                    .put("displayed", "unknown");
        }
        return all.toString();
    }
}
