// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.quota;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.mailbox.AccountMailboxes.Quota;
import org.pabal.mailbox.AccountMailboxes.Quota.Use;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.QuotaResource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Quotas of accounts: one for each resource that has a limit. RFC 9425 §4.
///
/// The state tells the limits and what is used; what was used before nobody knows, but only these
/// numbers can have changed, so {@link QuotaChanges} can say which.
public record Quotas(MailboxStore store) {
    static final List<String> PROPERTIES =
            List.of(
                    "id",
                    "resourceType",
                    "used",
                    "hardLimit",
                    "warnLimit",
                    "softLimit",
                    "scope",
                    "name",
                    "description",
                    "types");

    public List<JmapMethod> methods() {
        return List.of(
                new QuotaGet(this),
                new QuotaChanges(this),
                new QuotaQuery(this),
                new QuotaQueryChanges(this));
    }

    /// @param quotas in the order of {@link QuotaResource}
    record Snapshot(List<ObjectNode> quotas, String state) {
        Optional<ObjectNode> find(String id) {
            return quotas.stream()
                    .filter(each -> each.path("id").asString().equals(id))
                    .findFirst();
        }

        List<String> ids() {
            return quotas.stream().map(each -> each.path("id").asString()).toList();
        }
    }

    Snapshot of(JmapAccount account) {
        Quota quota = store.open(account.owner(), account.reader()).quota();
        List<ObjectNode> quotas = new ArrayList<>();
        StringBuilder state = new StringBuilder("q");
        for (QuotaResource resource : QuotaResource.values()) {
            Use use = quota.of(resource);
            if (use.limit().isPresent()) {
                quotas.add(json(resource, use, use.limit().getAsLong()));
                state.append('_')
                        .append(id(resource))
                        .append('-')
                        .append(use.used())
                        .append('-')
                        .append(use.limit().getAsLong());
            }
        }
        return new Snapshot(quotas, state.toString());
    }

    static String id(QuotaResource resource) {
        return resource.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode json(QuotaResource resource, Use use, long limit) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id(resource));
        json.put("resourceType", resource == QuotaResource.STORAGE ? "octets" : "count");
        json.put("used", use.used());
        json.put("hardLimit", limit);
        json.putNull("warnLimit");
        json.putNull("softLimit");
        json.put("scope", "account");
        json.put(
                "name",
                switch (resource) {
                    case STORAGE -> "Size of all emails";
                    case MESSAGE -> "Number of emails";
                    case MAILBOX -> "Number of mailboxes";
                });
        json.putNull("description");
        json.putArray("types").add(resource == QuotaResource.MAILBOX ? "Mailbox" : "Email");
        return json;
    }
}
