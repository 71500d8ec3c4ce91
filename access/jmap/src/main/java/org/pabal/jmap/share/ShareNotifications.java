// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.share;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.jmap.Ids;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.document.Documents.Document;
import org.pabal.jmap.mailbox.MailboxRights;
import org.pabal.jmap.method.RecentLists;
import org.pabal.jmap.principal.Principals;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.ShareNotice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A person's notifications, the newest {@link #MOST} of them. Safe for use by many threads.
///
/// @param kept documents of their own
/// @param recent results of queries
public record ShareNotifications(
        MailboxStore store, Documents kept, Principals principals, RecentLists recent) {
    /// RFC 9670 §3.1: older ones go by themselves.
    static final int MOST = 200;

    /// Notices that one commit takes over.
    private static final int AT_ONCE = 50;

    private static final int ATTEMPTS = 5;

    static final List<String> PROPERTIES =
            List.of(
                    "id",
                    "created",
                    "changedBy",
                    "objectType",
                    "objectAccountId",
                    "objectId",
                    "oldRights",
                    "newRights",
                    "name");

    public List<JmapMethod> methods() {
        return List.of(
                new ShareNotificationGet(this),
                new ShareNotificationChanges(this),
                new ShareNotificationSet(this),
                new ShareNotificationQuery(this),
                new ShareNotificationQueryChanges(this));
    }

    /// The state, once all is taken over that has happened.
    public String state(AccountId recipient) {
        take(recipient);
        return Long.toString(kept.state(recipient));
    }

    /// The oldest first.
    List<ObjectNode> list(AccountId recipient) {
        return kept.list(recipient).stream()
                .sorted(Comparator.comparingLong(Document::created))
                .map(ShareNotifications::json)
                .toList();
    }

    static ObjectNode json(Document document) {
        return document.json().deepCopy().put("id", document.id());
    }

    /// What changes meanwhile is taken over with the next call.
    private void take(AccountId recipient) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<ShareNotice> notices = store.shareNotices(recipient, AT_ONCE);
            if (notices.isEmpty()) {
                return;
            }
            List<ObjectNode> documents =
                    notices.stream()
                            .sorted(Comparator.comparing(ShareNotice::at))
                            .map(this::document)
                            .toList();
            kept.addAll(
                    recipient,
                    'N',
                    documents,
                    MOST,
                    changes -> store.shareNoticesTaken(notices, changes));
        }
    }

    private ObjectNode document(ShareNotice notice) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("created", JmapObject.utcDate(notice.at()));
        json.set("changedBy", principals.entity(notice.by()).orElseGet(ShareNotifications::nobody));
        json.put("objectType", "Mailbox");
        json.put("objectAccountId", Ids.of(notice.owner()));
        json.put("objectId", ObjectIds.of(notice.mailbox()));
        json.set("oldRights", rights(notice.before()));
        json.set("newRights", rights(notice.after()));
        json.put("name", notice.name().text());
        return json;
    }

    /// Who changed it is no more.
    private static ObjectNode nobody() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", "")
                .putNull("email")
                .putNull("principalId");
    }

    private static JsonNode rights(Rights rights) {
        return rights.isEmpty() ? JsonNodeFactory.instance.nullNode() : MailboxRights.json(rights);
    }

    Optional<ObjectNode> find(Account recipient, String id) {
        return kept.find(recipient.id(), id).map(ShareNotifications::json);
    }
}
