// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.deleted;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.deleted.DeletedEmails.Wanted;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.DeletedId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// DeletedEmail/destroy: gives messages up for good, those of `ids` or those that `filter` finds; with
/// `hasMore` the filter finds others, for another call.
record DeletedEmailDestroy(DeletedEmails emails) implements JmapMethod {

    @Override
    public String name() {
        return "DeletedEmail/destroy";
    }

    @Override
    public String capability() {
        return RestoreCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        AccountMailboxes mailboxes = emails.mailboxes(account);
        Wanted wanted = DeletedEmails.wanted(call, mailboxes);
        List<DeletedId> gone = mailboxes.deleted().destroy(wanted.ids());
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        ArrayNode destroyed = response.putArray("destroyed");
        gone.forEach(id -> destroyed.add(id.toString()));
        ObjectNode not = response.putObject("notDestroyed");
        wanted.unknown().forEach(id -> not.set(id, SetError.notFound().json()));
        Set<DeletedId> known = new HashSet<>(gone);
        wanted.ids().stream()
                .filter(id -> !known.contains(id))
                .forEach(id -> not.set(id.toString(), SetError.notFound().json()));
        response.put("hasMore", wanted.hasMore());
        return response;
    }
}
