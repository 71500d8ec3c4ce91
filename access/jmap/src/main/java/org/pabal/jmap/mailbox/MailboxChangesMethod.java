// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.document.Documents.Document;
import org.pabal.jmap.mailbox.MailboxServices.State;
import org.pabal.jmap.method.ChangedIds;
import org.pabal.jmap.method.ChangesRequest;
import org.pabal.mailbox.AccountSnapshot;
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
        State since =
                State.parse(request.sinceState()).orElseThrow(MethodError::cannotCalculateChanges);
        int most = Math.min(request.maxChanges().orElse(Integer.MAX_VALUE), 10_000);
        long orders = services.orders().state(account.reader().id());
        AccountSnapshot snapshot = services.open(account).state();
        MailboxChanges changes =
                snapshot.mailboxesSince(since.point(), most)
                        .orElseThrow(MethodError::cannotCalculateChanges);
        List<String> created = ids(changes.changes().created());
        List<String> destroyed = ids(changes.changes().destroyed());
        Set<String> updated = new LinkedHashSet<>(ids(changes.changes().updated()));
        boolean hasMore = changes.changes().hasMore();
        boolean countsOnly = changes.countsOnly().size() == updated.size();
        State next = new State(changes.changes().to(), hasMore ? since.orders() : orders);
        if (!hasMore && orders != since.orders()) {
            Set<String> moved = reordered(account, snapshot, since.orders());
            moved.removeAll(created);
            countsOnly &= moved.isEmpty();
            updated.addAll(moved);
            if (created.size() + destroyed.size() + updated.size() > most) {
                updated.removeAll(moved);
                updated.addAll(ids(changes.changes().updated()));
                hasMore = true;
                next = new State(changes.changes().to(), since.orders());
                if (changes.changes().isEmpty()) {
                    throw MethodError.cannotCalculateChanges();
                }
            }
        }
        ObjectNode response =
                request.response(
                        new ChangedIds(
                                next.toString(),
                                hasMore,
                                created,
                                new ArrayList<>(updated),
                                destroyed));
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

    /// Mailboxes that are there and got another order since.
    private Set<String> reordered(JmapAccount account, AccountSnapshot snapshot, long since) {
        Set<String> changed = new LinkedHashSet<>();
        for (Document each : services.orders().list(account.reader().id())) {
            if (each.changed() > since) {
                changed.add(each.id());
            }
        }
        Set<String> ids = new LinkedHashSet<>();
        snapshot.mailboxes().stream()
                .filter(each -> changed.contains(MailboxServices.orderId(account, each.id())))
                .forEach(each -> ids.add(ObjectIds.of(each.id())));
        return ids;
    }
}
