// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.deleted;

import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.deleted.DeletedEmails.Wanted;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.DeletedMessages.Refusal;
import org.pabal.mailbox.DeletedMessages.RestoreOutcome;
import org.pabal.mailbox.ObjectIds;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// DeletedEmail/restore: puts messages back, those of `ids` or those that `filter` finds, in one commit;
/// with `hasMore` the filter finds others, for another call. They are Emails again, with their ids.
record DeletedEmailRestore(DeletedEmails emails) implements JmapMethod {

    @Override
    public String name() {
        return "DeletedEmail/restore";
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
        RestoreOutcome outcome = mailboxes.deleted().restore(wanted.ids());
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        ObjectNode restored = response.putObject("restored");
        outcome.restored()
                .forEach((id, mailbox) ->
                        restored.putObject(id.toString())
                                .put("emailId", ObjectIds.of(id.email()))
                                .put("mailboxName", mailbox.text()));
        ObjectNode not = response.putObject("notRestored");
        wanted.unknown().forEach(id -> not.set(id, SetError.notFound().json()));
        outcome.refused().forEach((id, why) -> not.set(id.toString(), error(why).json()));
        ArrayNode made = response.putArray("mailboxesMade");
        outcome.made().forEach(name -> made.add(name.text()));
        response.put("hasMore", wanted.hasMore());
        return response;
    }

    private static SetError error(Refusal why) {
        return switch (why) {
            case NOT_FOUND -> SetError.notFound();
            case OVER_QUOTA -> SetError.overQuota("There is no room for it within the quota.");
            case NO_MAILBOX ->
                    SetError.of(
                            "noMailbox",
                            "Its mailbox is gone, and no other can be made: delete one first.");
        };
    }
}
