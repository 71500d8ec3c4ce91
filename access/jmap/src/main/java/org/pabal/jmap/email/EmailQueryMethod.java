// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.email.query.EmailCondition;
import org.pabal.jmap.email.query.EmailQuery;
import org.pabal.jmap.email.query.EmailSort;
import org.pabal.jmap.method.QueryRequest;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.ObjectIds;
import tools.jackson.databind.node.ObjectNode;

/// Email/query. RFC 8621 §4.4.
final class EmailQueryMethod implements JmapMethod {
    /// Ids in one response.
    static final int MAX_IDS = 10_000;

    private final EmailServices services;

    EmailQueryMethod(EmailServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "Email/query";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        boolean collapse = call.arguments().bool("collapseThreads", false);
        QueryRequest<List<EmailCondition>> request =
                QueryRequest.read(call, call.account(), EmailCondition::read);
        EmailQuery query = new EmailQuery(request.filter(), EmailSort.of(request.sort()), collapse);
        AccountMailboxes mailboxes = services.open(request.account());
        AccountSnapshot now = mailboxes.state();
        long[] found = services.queries().run(query, mailboxes, now);
        QueryRequest.Window window =
                request.window(found.length, MAX_IDS, id -> indexOf(found, id));
        ObjectNode response =
                request.response(
                        now.point().toString(), true, window, page(found, window), found.length);
        response.put("collapseThreads", collapse);
        return response;
    }

    private static int indexOf(long[] found, String id) {
        Optional<EmailId> wanted = ObjectIds.parseEmail(id);
        for (int i = 0; wanted.isPresent() && i < found.length; i++) {
            if (found[i] == wanted.get().value()) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> page(long[] found, QueryRequest.Window window) {
        List<String> page = new ArrayList<>(window.count());
        for (int i = 0; i < window.count(); i++) {
            page.add(ObjectIds.of(new EmailId(found[window.start() + i])));
        }
        return page;
    }
}
