// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.document.Documents.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The identities of accounts. Everybody has one from the beginning, with the account's own name and
/// address, that cannot be destroyed; its name can be another one here.
///
/// @param stored all others, and what was changed of the first
public record Identities(Directory directory, Documents stored) {
    /// Of the first.
    public static final String FIRST = "I0";

    /// With the two properties of an identity for mails that answer or forward others: like
    /// `textSignature` and `htmlSignature`; null where these serve for all mails.
    public static final String SIGNATURES = "urn:pabal:params:jmap:signatures";

    static final int MAX = 100;
    static final List<String> REPLY_SIGNATURES =
            List.of("replyTextSignature", "replyHtmlSignature");
    private static final List<String> KEPT =
            List.of(
                    "name",
                    "email",
                    "replyTo",
                    "bcc",
                    "textSignature",
                    "htmlSignature",
                    "replyTextSignature",
                    "replyHtmlSignature");
    private static final List<String> PROPERTIES =
            List.of(
                    "id",
                    "name",
                    "email",
                    "replyTo",
                    "bcc",
                    "textSignature",
                    "htmlSignature",
                    "mayDelete");

    static List<String> properties(MethodCall call) {
        List<String> all = new ArrayList<>(PROPERTIES);
        if (call.uses(SIGNATURES)) {
            all.addAll(REPLY_SIGNATURES);
        }
        return all;
    }

    public List<JmapMethod> methods() {
        return List.of(new IdentityGet(this), new IdentityChanges(this), new IdentitySet(this));
    }

    /// The first one first, then in the order of their making.
    public List<ObjectNode> list(Account account) {
        List<Document> documents = new ArrayList<>(stored.list(account.id()));
        documents.sort(java.util.Comparator.comparingLong(Document::created));
        List<ObjectNode> all = new ArrayList<>();
        all.add(
                documents.stream()
                        .filter(each -> each.id().equals(FIRST))
                        .findFirst()
                        .map(each -> first(account, Optional.of(each)))
                        .orElseGet(() -> first(account, Optional.empty())));
        for (Document each : documents) {
            if (!each.id().equals(FIRST)) {
                all.add(whole(each));
            }
        }
        return all;
    }

    public Optional<ObjectNode> find(Account account, String id) {
        if (id.equals(FIRST)) {
            return Optional.of(first(account, stored.find(account.id(), FIRST)));
        }
        return stored.find(account.id(), id).map(Identities::whole);
    }

    private static ObjectNode first(Account account, Optional<Document> changed) {
        ObjectNode json = defaults();
        json.put("name", account.displayName());
        changed.ifPresent(document -> json.setAll(document.json()));
        json.put("id", FIRST);
        json.put("email", account.address().toString());
        json.put("mayDelete", false);
        return json;
    }

    private static ObjectNode whole(Document document) {
        ObjectNode json = defaults();
        json.setAll(document.json());
        json.put("id", document.id());
        json.put("mayDelete", true);
        return json;
    }

    static ObjectNode defaults() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", "");
        json.putNull("replyTo");
        json.putNull("bcc");
        json.put("textSignature", "");
        json.put("htmlSignature", "");
        REPLY_SIGNATURES.forEach(json::putNull);
        return json;
    }

    /// The number of the newest change, and a mark of what the directory says of the first one.
    String state(Account account) {
        return stored.state(account.id()) + "." + mark(account);
    }

    static String mark(Account account) {
        String text = account.address() + " " + account.displayName();
        return Integer.toHexString(text.hashCode());
    }

    /// What is stored of an identity: all but what the directory or the server says.
    static ObjectNode kept(ObjectNode whole) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (String name : KEPT) {
            JsonNode value = whole.get(name);
            if (value != null) {
                kept.set(name, value);
            }
        }
        return kept;
    }
}
