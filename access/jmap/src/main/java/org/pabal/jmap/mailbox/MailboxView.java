// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.document.Documents.Document;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.AccountSnapshot.Counts;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.SpecialUse;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An account's mailboxes at one moment, as objects of JMAP. RFC 8621 §2.
final class MailboxView {
    /// Given when it is asked for.
    static final String SIZE = "size";

    private static final List<String> PROPERTIES =
            List.of(
                    "id",
                    "name",
                    "parentId",
                    "role",
                    "sortOrder",
                    "totalEmails",
                    "unreadEmails",
                    "totalThreads",
                    "unreadThreads",
                    "myRights",
                    "isSubscribed");

    /// Where the person gave no order, those with a use come first, as people expect them.
    private static final long OTHERS_ORDER = 10;

    private final JmapAccount account;
    private final AccountSnapshot snapshot;
    private final boolean sharing;
    private final Map<String, MailboxInfo> byId = new LinkedHashMap<>();
    private final Map<MailboxName, MailboxInfo> byName = new HashMap<>();
    private final Map<String, Long> orders = new HashMap<>();

    /// @param sharing whether the client knows of `shareWith`
    MailboxView(
            JmapAccount account, AccountSnapshot snapshot, List<Document> orders, boolean sharing) {
        this.account = account;
        this.snapshot = snapshot;
        this.sharing = sharing;
        for (MailboxInfo each : snapshot.mailboxes()) {
            byId.put(ObjectIds.of(each.id()), each);
            byName.put(each.name(), each);
        }
        orders.forEach(each -> this.orders.put(each.id(), each.json().path("order").asLong(0)));
    }

    /// Its properties, also those of RFC 9670 for who knows of these.
    static List<String> properties(boolean sharing) {
        return sharing
                ? Stream.concat(PROPERTIES.stream(), Stream.of(SharedWith.NAME)).toList()
                : PROPERTIES;
    }

    AccountSnapshot snapshot() {
        return snapshot;
    }

    List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    Optional<MailboxInfo> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<MailboxInfo> find(MailboxName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The one above, as far as the reader sees it.
    Optional<MailboxInfo> parent(MailboxInfo mailbox) {
        return mailbox.name().parent().flatMap(this::find);
    }

    List<MailboxInfo> children(MailboxInfo mailbox) {
        return snapshot.mailboxes().stream()
                .filter(each -> each.name().parent().filter(mailbox.name()::equals).isPresent())
                .toList();
    }

    /// The last level; all that is left of the name where the one above is not to be seen.
    String name(MailboxInfo mailbox) {
        return mailbox.name().levels().getLast();
    }

    long order(MailboxInfo mailbox) {
        Long own = orders.get(MailboxServices.orderId(account, mailbox.id()));
        if (own != null) {
            return own;
        }
        if (mailbox.name().isInbox()) {
            return 1;
        }
        return mailbox.specialUse().map(MailboxView::orderOf).orElse(OTHERS_ORDER);
    }

    private static long orderOf(SpecialUse use) {
        return switch (use) {
            case IMPORTANT -> 2;
            case SNOOZED -> 3;
            case DRAFTS -> 4;
            case SENT -> 5;
            case ARCHIVE -> 6;
            case JUNK -> 7;
            case TRASH -> 8;
        };
    }

    /// As registered: what IMAP calls it, in lower case and without its backslash.
    static Optional<String> role(MailboxInfo mailbox) {
        return mailbox.name().isInbox()
                ? Optional.of("inbox")
                : mailbox.specialUse().map(MailboxView::role);
    }

    private static String role(SpecialUse use) {
        return use.attribute().substring(1).toLowerCase(Locale.ROOT);
    }

    static Optional<SpecialUse> useOf(String role) {
        for (SpecialUse each : SpecialUse.values()) {
            if (role(each).equals(role)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    Optional<ObjectNode> json(String id) {
        return find(id).map(this::json);
    }

    /// With its size.
    Optional<ObjectNode> weighed(String id) {
        return find(id).map(mailbox -> json(mailbox).put(SIZE, octets(mailbox)));
    }

    private long octets(MailboxInfo mailbox) {
        return snapshot.messages(mailbox.id()).map(MailboxSnapshot::octets).orElse(0L);
    }

    ObjectNode json(MailboxInfo mailbox) {
        ObjectNode json = settable(mailbox);
        json.put("id", ObjectIds.of(mailbox.id()));
        Counts counts = snapshot.counts(mailbox.id());
        json.put("totalEmails", counts.totalEmails());
        json.put("unreadEmails", counts.unreadEmails());
        json.put("totalThreads", counts.totalThreads());
        json.put("unreadThreads", counts.unreadThreads());
        json.set("myRights", MailboxRights.json(mailbox, sharing));
        if (sharing) {
            json.set(SharedWith.NAME, SharedWith.json(account, mailbox));
        }
        return json;
    }

    /// What a client may change.
    private ObjectNode settable(MailboxInfo mailbox) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name(mailbox));
        json.put("parentId", parent(mailbox).map(each -> ObjectIds.of(each.id())).orElse(null));
        json.put("role", role(mailbox).orElse(null));
        json.put("sortOrder", order(mailbox));
        json.put("isSubscribed", mailbox.subscribed());
        return json;
    }

    /// Down from the top, each above those below it.
    List<MailboxInfo> path(MailboxInfo mailbox) {
        List<MailboxInfo> path = new ArrayList<>();
        Optional<MailboxInfo> at = Optional.of(mailbox);
        while (at.isPresent()) {
            path.addFirst(at.get());
            at = parent(at.get());
        }
        return path;
    }
}
