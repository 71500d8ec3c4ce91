// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.util.Optional;
import java.util.function.BiPredicate;
import org.pabal.directory.AccountId;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.export.ExportTickets.Order;
import org.pabal.jmap.export.ExportTickets.Ticket;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Export/create: the address from which a browser fetches an export, once and soon.
///
/// It is for the owner in a browser that is signed in, who has shown anew who it is: as with credentials,
/// neither a browser left alone nor the app password of a lost telephone gives everything away in one
/// piece. A program with a password reads each message by itself, as before.
record ExportCreate(
        MailboxStore store, ExportTickets tickets, BiPredicate<AccountId, String> confirmed)
        implements JmapMethod {

    @Override
    public String name() {
        return "Export/create";
    }

    @Override
    public String capability() {
        return ExportCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        JmapObject arguments = call.arguments();
        String word = arguments.string("format");
        ExportFormat format =
                ExportFormat.of(word)
                        .orElseThrow(
                                () -> arguments.wrong("format", "is one of mbox, eml and jmap"));
        AccountSnapshot now = store.open(account.owner()).state();
        Optional<MailboxId> mailbox =
                arguments.findId("mailboxId").map(id -> mailbox(now, id, arguments));
        arguments.nothingElse();
        String session = demandSession(call);
        if (!confirmed.test(account.owner().id(), session)) {
            throw MethodError.of(
                    "stepUpRequired",
                    "Show anew who you are (POST /auth/confirm), then try again.");
        }
        Ticket ticket = tickets.issue(account.owner().id(), session, new Order(format, mailbox));
        Size size = Size.of(now, format, mailbox);
        return JsonNodeFactory.instance
                .objectNode()
                .put("accountId", account.id())
                .put("url", call.user().client().base() + ExportPage.PATH + ticket.text())
                .put("expiresAt", JmapObject.utcDate(ticket.expires()))
                .put("count", size.count())
                .put("sizeEstimate", size.octets());
    }

    private static MailboxId mailbox(AccountSnapshot now, String id, JmapObject arguments) {
        return ObjectIds.parseMailbox(id)
                .flatMap(now::mailbox)
                .filter(MailboxInfo::selectable)
                .orElseThrow(() -> arguments.wrong("mailboxId", "names no mailbox: " + id))
                .id();
    }

    private static String demandSession(MethodCall call) {
        return call.user()
                .session()
                .orElseThrow(() ->
                        MethodError.forbidden(
                                "Exports are for the owner in a browser that is signed in."));
    }

    /// @param count messages; one in several mailboxes is several where each mailbox has its copy
    /// @param octets before compression
    private record Size(long count, long octets) {
        static Size of(AccountSnapshot now, ExportFormat format, Optional<MailboxId> mailbox) {
            if (mailbox.isEmpty() && format == ExportFormat.JMAP) {
                long octets = 0;
                for (var cursor = now.emails().cursor(); cursor.next(); ) {
                    octets += cursor.size();
                }
                return new Size(now.emails().count(), octets);
            }
            long count = 0;
            long octets = 0;
            for (MailboxInfo each : now.mailboxes()) {
                Optional<MailboxSnapshot> messages =
                        mailbox.isPresent() && !mailbox.get().equals(each.id())
                                ? Optional.empty()
                                : now.messages(each.id());
                count += messages.map(all -> all.count() - all.deletedCount()).orElse(0);
                octets += messages.map(MailboxSnapshot::octets).orElse(0L);
            }
            return new Size(count, octets);
        }
    }
}
