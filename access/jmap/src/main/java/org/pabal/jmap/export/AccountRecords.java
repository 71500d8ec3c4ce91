// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.jmap.identity.Identities;
import org.pabal.jmap.vacation.VacationResponses;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mda.scripts.ScriptInfo;
import org.pabal.mda.scripts.ScriptStore;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What an account has beside its messages, as JMAP shows it.
record AccountRecords(Identities identities, VacationResponses vacations, ScriptStore scripts) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// `identities.json`, `vacation.json`, and `sieve.json` with a file for each script.
    void write(Account account, ExportZip zip) throws IOException {
        ArrayNode all = JSON.createArrayNode();
        identities.list(account).forEach(all::add);
        zip.text("identities.json", pretty(all));
        zip.text("vacation.json", pretty(vacations.json(account)));
        SafeNames names = new SafeNames();
        ArrayNode index = JSON.createArrayNode();
        for (ScriptInfo info : scripts.list(account)) {
            Optional<byte[]> text = scripts.get(account, info.name());
            if (text.isPresent()) {
                String file = names.file("sieve/", info.name().text(), ".sieve");
                index.addObject()
                        .put("name", info.name().text())
                        .put("isActive", info.active())
                        .put("file", file);
                zip.begin(file, info.changed());
                zip.content().write(text.get());
                zip.end();
            }
        }
        zip.text("sieve.json", pretty(index));
    }

    /// `mailboxes.json`: what RFC 8621 §2 says of each that is not counted or derived.
    static void mailboxes(Export export, ExportZip zip) throws IOException {
        ArrayNode all = JSON.createArrayNode();
        for (MailboxInfo each : export.snapshot().mailboxes()) {
            ObjectNode json = all.addObject();
            json.put("id", ObjectIds.of(each.id()));
            json.put("name", each.name().levels().getLast());
            json.put("parentId", parent(export, each.name()).orElse(null));
            json.put("role", role(each).orElse(null));
            json.put("isSubscribed", each.subscribed());
        }
        zip.text("mailboxes.json", pretty(all));
    }

    private static Optional<String> parent(Export export, MailboxName name) {
        return name.parent()
                .flatMap(above ->
                        export.snapshot().mailboxes().stream()
                                .filter(each -> each.name().equals(above))
                                .findFirst())
                .map(each -> ObjectIds.of(each.id()));
    }

    private static Optional<String> role(MailboxInfo mailbox) {
        return mailbox.name().isInbox()
                ? Optional.of("inbox")
                : mailbox.specialUse()
                        .map(use -> use.attribute().substring(1).toLowerCase(Locale.ROOT));
    }

    static String pretty(tools.jackson.databind.JsonNode json) {
        return json.toPrettyString() + "\n";
    }
}
