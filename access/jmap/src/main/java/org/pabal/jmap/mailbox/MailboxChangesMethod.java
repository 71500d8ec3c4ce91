// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ChangedIds;
import org.pabal.jmap.method.ChangesRequest;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot.MailboxChanges;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.ObjectIds;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Mailbox/changes: also whether nothing changed but counts. RFC 8621 §2.2.
record MailboxChangesMethod(MailboxServices services) implements JmapMethod {
    private static final List<String> COUNTS =
            List.of("totalEmails", "unreadEmails", "totalThreads", "unreadThreads");

    @Override
    public String name() {
        return "Mailbox/changes";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.account();
        ChangesRequest request = ChangesRequest.read(call, account);
        AccountPoint since =
                AccountPoint.parse(request.sinceState())
                        .orElseThrow(MethodError::cannotCalculateChanges);
        int most = Math.min(request.maxChanges().orElse(Integer.MAX_VALUE), 10_000);
        MailboxChanges changes =
                services.open(account)
                        .state()
                        .mailboxesSince(since, most)
                        .orElseThrow(MethodError::cannotCalculateChanges);
        List<String> updated = ids(changes.changes().updated());
        boolean countsOnly = changes.countsOnly().size() == updated.size();
        ObjectNode response =
                request.response(
                        new ChangedIds(
                                changes.changes().to().toString(),
                                changes.changes().hasMore(),
                                ids(changes.changes().created()),
                                updated,
                                ids(changes.changes().destroyed())));
        if (countsOnly && !updated.isEmpty()) {
            ArrayNode names = response.putArray("updatedProperties");
            COUNTS.forEach(names::add);
        } else {
            response.putNull("updatedProperties");
        }
        return response;
    }

    private static List<String> ids(List<MailboxId> mailboxes) {
        return mailboxes.stream().map(ObjectIds::of).toList();
    }
}
