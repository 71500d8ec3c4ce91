// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.deleted;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.email.view.HeaderProperty;
import org.pabal.jmap.email.view.Keywords;
import org.pabal.jmap.email.view.StoredHeader;
import org.pabal.jmap.method.GetRequest;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.DeletedId;
import org.pabal.mailbox.DeletedMessage;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StoredMessage;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// DeletedEmail/get: of each deleted message what one recognizes it by, named as in an Email (RFC 8621
/// §4.1), and `deletedAt`, `mailboxName`, `mailboxExists`.
record DeletedEmailGet(DeletedEmails emails) implements JmapMethod {
    private static final List<String> PROPERTIES =
            List.of(
                    "id",
                    "emailId",
                    "subject",
                    "from",
                    "receivedAt",
                    "size",
                    "preview",
                    "keywords",
                    "deletedAt",
                    "mailboxName",
                    "mailboxExists");
    private static final HeaderProperty SUBJECT = field("header:Subject:asText");
    private static final HeaderProperty FROM = field("header:From:asAddresses");

    private static HeaderProperty field(String property) {
        return HeaderProperty.parse(property).orElseThrow();
    }

    @Override
    public String name() {
        return "DeletedEmail/get";
    }

    @Override
    public String capability() {
        return RestoreCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, PROPERTIES);
        AccountMailboxes mailboxes = emails.mailboxes(account);
        String state = mailboxes.deleted().state();
        List<DeletedMessage> found =
                request.ids()
                        .map(ids ->
                                mailboxes
                                        .deleted()
                                        .get(
                                                ids.stream()
                                                        .map(DeletedId::parse)
                                                        .flatMap(Optional::stream)
                                                        .toList()))
                        .orElseGet(() -> mailboxes.deleted().newest(_ -> true, request.most() + 1));
        Map<String, ObjectNode> objects = objects(mailboxes, found);
        List<String> all = found.stream().map(each -> each.id().toString()).toList();
        return request.response(state, all, id -> Optional.ofNullable(objects.get(id)));
    }

    private static Map<String, ObjectNode> objects(
            AccountMailboxes mailboxes, Collection<DeletedMessage> found) {
        Map<EmailId, StoredMessage> records = new HashMap<>();
        mailboxes
                .messages(found.stream().map(DeletedMessage::email).toList())
                .forEach(record -> records.put(record.id(), record));
        Map<String, ObjectNode> objects = new HashMap<>();
        for (DeletedMessage message : found) {
            StoredMessage record = records.get(message.email());
            if (record != null) { // else it was given up just now
                objects.put(message.id().toString(), object(message, record));
            }
        }
        return objects;
    }

    private static ObjectNode object(DeletedMessage message, StoredMessage record) {
        StoredHeader header = new StoredHeader(record);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", message.id().toString());
        json.put("emailId", ObjectIds.of(message.email()));
        json.set("subject", header.value(SUBJECT).orElse(NullNode.getInstance()));
        json.set("from", header.value(FROM).orElse(NullNode.getInstance()));
        json.put("receivedAt", JmapObject.utcDate(message.internalDate()));
        json.put("size", message.size());
        json.put("preview", record.preview());
        json.set("keywords", Keywords.json(message.flags()));
        json.put("deletedAt", JmapObject.utcDate(message.deletedAt()));
        json.put("mailboxName", message.mailbox().text());
        json.put("mailboxExists", message.mailboxExists());
        return json;
    }
}
