// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import java.util.List;
import org.pabal.directory.AccountId;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.method.SingletonTarget;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mta.webhook.NoticeRules;
import org.pabal.storage.Storage;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Of which mail each person's devices are told by Web Push, and how much. Safe for use by many
/// threads.
public final class NotificationSettings {
    private static final char COLLECTION = 'M';

    private final Documents documents;

    public NotificationSettings(Storage storage, MailboxStore mailboxes) {
        this.documents = new Documents(storage, mailboxes, COLLECTION);
    }

    public List<JmapMethod> methods(MailboxStore mailboxes) {
        return List.of(
                new NotificationSettingGet(this), new NotificationSettingSet(this, mailboxes));
    }

    /// @throws org.pabal.message.UnavailableException when storage cannot tell
    public NoticeRules of(AccountId account) {
        return documents
                .find(account, SingletonTarget.ID)
                .map(document -> RulesJson.kept(document.json()))
                .orElse(NoticeRules.PRESET);
    }

    String state(AccountId account) {
        return Long.toString(documents.state(account));
    }

    void put(AccountId account, NoticeRules rules) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        RulesJson.write(rules, json);
        documents.put(account, SingletonTarget.ID, json);
    }

    /// As clients see it.
    ObjectNode json(AccountId account) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", SingletonTarget.ID);
        RulesJson.write(of(account), json);
        return json;
    }
}
