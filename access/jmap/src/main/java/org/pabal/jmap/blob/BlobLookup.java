// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.email.view.EmailBlobId;
import org.pabal.mailbox.Emails.Email;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Blob/lookup: which emails, threads and mailboxes a blob is in. RFC 9404 §4.3.
public record BlobLookup(MailboxStore store, Blobs blobs) implements JmapMethod {

    @Override
    public String name() {
        return "Blob/lookup";
    }

    @Override
    public String capability() {
        return Capability.BLOB;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.account();
        JmapObject arguments = call.arguments();
        List<String> types =
                arguments
                        .findStrings("typeNames")
                        .orElseThrow(() -> MethodError.invalidArgument("typeNames", "is required"));
        List<String> ids =
                arguments
                        .findIds("ids")
                        .orElseThrow(() -> MethodError.invalidArgument("ids", "is required"));
        arguments.nothingElse();
        if (!BlobCapability.TYPES.containsAll(types)) {
            throw MethodError.of(
                    "unknownDataType", "Blobs are looked up in " + BlobCapability.TYPES + ".");
        }
        if (ids.size() > call.limits().maxObjectsInGet()) {
            throw MethodError.requestTooLarge("Too many blobs at once.");
        }
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        ArrayNode list = response.putArray("list");
        List<String> notFound = new ArrayList<>();
        for (String id : ids) {
            if (blobs.find(account, id).isEmpty()) {
                notFound.add(id);
                continue;
            }
            ObjectNode matched = list.addObject().put("id", id).putObject("matchedIds");
            Optional<Email> email = email(account, id);
            for (String type : types) {
                ArrayNode matches = matched.putArray(type);
                email.ifPresent(found -> matches(found, type).forEach(matches::add));
            }
        }
        notFound.forEach(response.putArray("notFound")::add);
        return response;
    }

    private Optional<Email> email(JmapAccount account, String blobId) {
        return EmailBlobId.parse(blobId)
                .flatMap(id ->
                        store.open(account.owner(), account.reader())
                                .state()
                                .emails()
                                .find(id.email()));
    }

    private static List<String> matches(Email email, String type) {
        return switch (type) {
            case "Mailbox" -> email.mailboxes().stream().map(ObjectIds::of).toList();
            case "Thread" -> List.of(ObjectIds.of(email.thread()));
            default -> List.of(ObjectIds.of(email.id()));
        };
    }
}
