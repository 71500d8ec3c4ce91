// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.SetError;
import org.pabal.jmap.email.view.Keywords;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.ObjectIds;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads `mailboxIds` and `keywords`. RFC 8621 §4.1.1.
final class PlacesReader {
    /// In which one email may lie, as the session says.
    static final int MAX_MAILBOXES = 100;

    /// Of one email; the store may allow less.
    static final int MAX_KEYWORDS = 250;

    private PlacesReader() {}

    /// Of a new email: at least one.
    ///
    /// @throws SetError `invalidProperties`, `tooManyMailboxes`
    static Set<MailboxId> mailboxes(JmapObject email, CreatedIds created) {
        Optional<JmapObject> given = email.findObject("mailboxIds");
        return mailboxes(
                given.map(JmapObject::json).orElseGet(JsonNodeFactory.instance::objectNode),
                created);
    }

    static Set<MailboxId> mailboxes(JsonNode ids, CreatedIds created) {
        if (!ids.isObject() || ids.isEmpty()) {
            throw SetError.invalidProperty("mailboxIds", "must name one mailbox at least");
        }
        if (ids.size() > MAX_MAILBOXES) {
            throw tooManyMailboxes();
        }
        Set<MailboxId> mailboxes = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> each : ids.properties()) {
            refuseUnlessTrue("mailboxIds/" + each.getKey(), each.getValue());
            mailboxes.add(mailbox(each.getKey(), created));
        }
        return mailboxes;
    }

    static SetError tooManyMailboxes() {
        return SetError.of(
                "tooManyMailboxes", "An email lies in " + MAX_MAILBOXES + " mailboxes at most.");
    }

    /// @param id as given: perhaps a reference to a mailbox that was just created
    static MailboxId mailbox(String id, CreatedIds created) {
        return created.resolve(id)
                .flatMap(ObjectIds::parseMailbox)
                .orElseThrow(() -> noSuchMailbox(id));
    }

    static SetError noSuchMailbox(String id) {
        return SetError.invalidProperties("There is no mailbox " + id + ".", List.of("mailboxIds"));
    }

    /// @throws SetError `invalidProperties`, `tooManyKeywords`
    static Flags keywords(JmapObject email) {
        return email.findObject("keywords").map(given -> keywords(given.json())).orElse(Flags.NONE);
    }

    static Flags keywords(JsonNode keywords) {
        if (!keywords.isObject()) {
            throw SetError.invalidProperty("keywords", "must be an object");
        }
        if (keywords.size() > MAX_KEYWORDS) {
            throw tooManyKeywords(MAX_KEYWORDS);
        }
        for (Map.Entry<String, JsonNode> each : keywords.properties()) {
            refuseUnlessKeyword(each.getKey());
            refuseUnlessTrue("keywords/" + each.getKey(), each.getValue());
        }
        return Keywords.flags(keywords.propertyNames());
    }

    static SetError tooManyKeywords(int most) {
        return SetError.of("tooManyKeywords", "An email has " + most + " keywords at most.");
    }

    static void refuseUnlessKeyword(String keyword) {
        if (!Keywords.isKeyword(keyword)) {
            throw SetError.invalidProperty(
                    "keywords",
                    "has what is no keyword: 1 to 255 of ASCII without ( ) { ] % * \" \\");
        }
    }

    static void refuseUnlessTrue(String path, JsonNode value) {
        if (!value.isBoolean() || !value.booleanValue()) {
            throw SetError.invalidProperty(path, "must be true");
        }
    }
}
