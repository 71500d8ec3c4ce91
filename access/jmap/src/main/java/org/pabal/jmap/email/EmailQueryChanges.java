// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.email.query.EmailCondition;
import org.pabal.jmap.email.query.EmailQuery;
import org.pabal.jmap.email.query.EmailSort;
import org.pabal.jmap.method.ListChanges;
import org.pabal.jmap.method.QueryChangesRequest;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot;
import tools.jackson.databind.node.ObjectNode;

/// Email/queryChanges. RFC 8621 §4.5.
///
/// `upToId` is read and makes no difference: it would only allow to tell less.
final class EmailQueryChanges implements JmapMethod {
    private final EmailServices services;

    EmailQueryChanges(EmailServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "Email/queryChanges";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        boolean collapse = call.arguments().bool("collapseThreads", false);
        QueryChangesRequest<List<EmailCondition>> request =
                QueryChangesRequest.read(call, call.account(), EmailCondition::read);
        EmailQuery query = new EmailQuery(request.filter(), EmailSort.of(request.sort()), collapse);
        AccountPoint since =
                AccountPoint.parse(request.sinceQueryState())
                        .orElseThrow(MethodError::cannotCalculateChanges);
        AccountMailboxes mailboxes = services.open(request.account());
        AccountSnapshot now = mailboxes.state();
        ListChanges changes = services.queries().changes(query, mailboxes, since, now);
        int total = services.queries().run(query, mailboxes, now).length;
        ObjectNode response = request.response(now.point().toString(), changes, total);
        response.put("collapseThreads", collapse);
        return response;
    }
}
