// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.List;
import java.util.Optional;
import org.pabal.jmap.document.Documents.Document;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.ObjectIds;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An Import object, as Import/get gives it.
final class ImportJson {
    static final List<String> PROPERTIES =
            List.of(
                    "id",
                    "server",
                    "skip",
                    "state",
                    "trouble",
                    "created",
                    "ended",
                    "folders",
                    "brought",
                    "there",
                    "left",
                    "leftCount");

    private ImportJson() {}

    static ObjectNode whole(Document document, AccountMailboxes own) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        JsonNode kept = document.json();
        json.put("id", document.id());
        json.set("server", ImportSources.shown(kept.path("server")));
        for (String name : PROPERTIES.subList(2, PROPERTIES.size())) {
            json.set(name, kept.path(name).deepCopy());
        }
        ArrayNode folders = json.putArray("folders");
        for (ImportJob.Folder each : new ImportJob(document.json()).folders()) {
            Optional<MailboxInfo> mailbox =
                    each.mailboxId().flatMap(ObjectIds::parseMailbox).flatMap(own::find);
            folders.addObject()
                    .put("name", each.name())
                    .put("mailboxId", mailbox.map(info -> ObjectIds.of(info.id())).orElse(null))
                    .put("mailboxName", mailbox.map(info -> info.name().text()).orElse(null))
                    .put("total", each.json().path("total").asLong())
                    .put("done", each.json().path("done").asLong())
                    .put("isOver", each.isOver());
        }
        return json;
    }
}
