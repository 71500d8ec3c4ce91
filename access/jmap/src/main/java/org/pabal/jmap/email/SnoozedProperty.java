// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.SetError;
import org.pabal.jmap.email.view.Keywords;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.Snooze;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `snoozed` of an email, under the capability `urn:pabal:params:jmap:snooze`:
/// `{"until": "2026-11-23T00:00:00Z", "moveToMailboxId": "F1", "setKeywords": {"$seen": false}}`.
/// draft-ietf-extra-email-snooze §4
final class SnoozedProperty {
    static final String NAME = "snoozed";
    private static final String UNTIL = "until";
    private static final String BACK = "moveToMailboxId";
    private static final String KEYWORDS = "setKeywords";

    private SnoozedProperty() {}

    /// @param inbox to which it comes back when nothing else is said
    static ObjectNode json(Snooze snooze, MailboxId inbox) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(UNTIL, JmapObject.utcDate(snooze.until()));
        json.put(BACK, ObjectIds.of(snooze.back().orElse(inbox)));
        ObjectNode keywords = json.putObject(KEYWORDS);
        Keywords.of(snooze.added()).forEach(each -> keywords.put(each, true));
        Keywords.of(snooze.removed()).forEach(each -> keywords.put(each, false));
        return json;
    }

    /// @throws SetError `invalidProperties`
    static Snooze read(JsonNode value, CreatedIds created) {
        if (!(value instanceof ObjectNode object)) {
            throw SetError.invalidProperty(NAME, "must be an object or null");
        }
        JmapObject json = JmapObject.ofProperties(object, created);
        Optional<MailboxId> back = json.findId(BACK).map(id -> back(id, created));
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        json.findObject(KEYWORDS)
                .map(JmapObject::json)
                .ifPresent(keywords -> {
                    for (Map.Entry<String, JsonNode> each : keywords.properties()) {
                        PlacesReader.refuseUnlessKeyword(each.getKey());
                        if (!each.getValue().isBoolean()) {
                            throw SetError.invalidProperty(
                                    NAME, "has a keyword that is to be neither true nor false");
                        }
                        (each.getValue().booleanValue() ? added : removed).add(each.getKey());
                    }
                });
        Snooze snooze =
                new Snooze(
                        json.findUtcDate(UNTIL)
                                .orElseThrow(() ->
                                        SetError.invalidProperty(NAME, "must say until when")),
                        back,
                        flags(added),
                        flags(removed));
        json.nothingElse();
        return snooze;
    }

    private static Flags flags(List<String> keywords) {
        if (keywords.size() > PlacesReader.MAX_KEYWORDS) {
            throw PlacesReader.tooManyKeywords(PlacesReader.MAX_KEYWORDS);
        }
        return Keywords.flags(keywords);
    }

    private static MailboxId back(String id, CreatedIds created) {
        return created.resolve(id)
                .flatMap(ObjectIds::parseMailbox)
                .orElseThrow(
                        () -> SetError.invalidProperty(NAME, "names a mailbox that is not there"));
    }
}
