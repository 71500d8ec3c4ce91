// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.deleted;

import java.util.List;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.deleted.DeletedEmails.Found;
import org.pabal.jmap.method.QueryRequest;
import org.pabal.jmap.method.QueryRequest.Window;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.DeletedMessage;
import tools.jackson.databind.node.ObjectNode;

/// DeletedEmail/query, the newest deletions first. As RFC 8620 §5.5 has it; its filter is one condition,
/// and with `hasMore` it says that older ones were not looked through for a text.
record DeletedEmailQuery(DeletedEmails emails) implements JmapMethod {
    private static final int MOST = 1_000;

    /// An anchor, or a position from the end, is looked for among so many.
    private static final int MOST_BEHIND = 50_000;

    @Override
    public String name() {
        return "DeletedEmail/query";
    }

    @Override
    public String capability() {
        return RestoreCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        QueryRequest<DeletedFilter> request = QueryRequest.read(call, account, DeletedFilter::read);
        if (!request.sort().isEmpty()) {
            throw MethodError.unsupportedSort("The newest deletions come first.");
        }
        AccountMailboxes mailboxes = emails.mailboxes(account);
        DeletedFilter filter = DeletedFilter.of(request.filter());
        Found found = DeletedEmails.find(mailboxes, filter, looked(request), counted(request));
        List<String> ids =
                found.newest().stream().map(DeletedMessage::id).map(Object::toString).toList();
        int total = (int) Math.min(Integer.MAX_VALUE, found.total());
        Window window = request.window(total, MOST, ids::indexOf);
        int end = Math.min(ids.size(), window.start() + window.count());
        List<String> part = window.start() >= end ? List.of() : ids.subList(window.start(), end);
        ObjectNode response =
                request.response(mailboxes.deleted().state(), false, window, part, total);
        response.put("hasMore", found.hasMore());
        return response;
    }

    private static boolean counted(QueryRequest<DeletedFilter> request) {
        return request.calculateTotal() || request.anchor().isPresent() || request.position() < 0;
    }

    private static int looked(QueryRequest<DeletedFilter> request) {
        return request.anchor().isPresent() || request.position() < 0
                ? MOST_BEHIND
                : (int) Math.min(request.position(), MOST_BEHIND)
                        + Math.min(request.limit().orElse(MOST), MOST);
    }
}
