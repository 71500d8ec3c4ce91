// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapBlob;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.email.view.EmailBlobs;
import org.pabal.jmap.email.view.EmailBlobs.BlobMessage;
import org.pabal.jmap.email.view.EmailContent;
import org.pabal.jmap.email.view.EmailProperties;
import org.pabal.jmap.email.view.EmailProperties.Kind;
import org.pabal.jmap.email.view.EmailProperties.ValuesOf;
import org.pabal.jmap.email.view.OpenMessage;
import org.pabal.jmap.email.view.PartProperties;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Email/parse: blobs as messages, without importing them. RFC 8621 §4.9.
final class EmailParse implements JmapMethod {
    /// Octets of texts in one response.
    private static final int MAX_VALUES_OCTETS = 16 << 20;

    /// Each is held in memory while it is looked at.
    private static final int MAX_BLOBS = 32;

    private final EmailServices services;

    EmailParse(EmailServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "Email/parse";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.account();
        JmapObject arguments = call.arguments();
        List<String> blobIds =
                arguments
                        .findIds("blobIds")
                        .orElseThrow(() -> arguments.wrong("blobIds", "is required"));
        PartProperties body = EmailGet.bodyProperties(arguments);
        Set<ValuesOf> values = EmailGet.valuesOf(arguments);
        int maxValue = EmailGet.maxValueOctets(arguments);
        EmailProperties wanted = EmailProperties.of(properties(arguments), body, values, maxValue);
        arguments.nothingElse();
        if (blobIds.size() > MAX_BLOBS) {
            throw MethodError.requestTooLarge(
                    "At most " + MAX_BLOBS + " blobs are parsed at once.");
        }
        return parsed(account, blobIds, wanted);
    }

    private static Set<String> properties(JmapObject arguments) {
        Set<String> names =
                new LinkedHashSet<>(
                        arguments.findStrings("properties").orElse(EmailProperties.OF_PARSE));
        for (String name : names) {
            if (!EmailProperties.isProperty(name)) {
                throw arguments.wrong("properties", "names one that is not known here: " + name);
            }
        }
        return names;
    }

    private ObjectNode parsed(JmapAccount account, List<String> blobIds, EmailProperties wanted) {
        ObjectNode parsed = JsonNodeFactory.instance.objectNode();
        List<String> notParsable = new ArrayList<>();
        List<String> notFound = new ArrayList<>();
        EmailContent.Room room = new EmailContent.Room(MAX_VALUES_OCTETS);
        for (String blobId : blobIds) {
            Optional<JmapBlob> blob = services.blobs().find(account, blobId);
            if (blob.isEmpty()) {
                notFound.add(blobId);
                continue;
            }
            EmailBlobs.message(blob.get())
                    .ifPresentOrElse(
                            message -> parsed.set(blobId, object(blobId, message, wanted, room)),
                            () -> notParsable.add(blobId));
        }
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        ObjectMaps.putUnlessEmpty(response, "parsed", parsed);
        put(response, "notParsable", notParsable);
        put(response, "notFound", notFound);
        return response;
    }

    private static void put(ObjectNode response, String name, List<String> ids) {
        if (ids.isEmpty()) {
            response.putNull(name);
        } else {
            ids.forEach(response.putArray(name)::add);
        }
    }

    private static ObjectNode object(
            String blobId, BlobMessage message, EmailProperties wanted, EmailContent.Room room) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Kind kind :
                List.of(
                        Kind.ID,
                        Kind.THREAD_ID,
                        Kind.MAILBOX_IDS,
                        Kind.KEYWORDS,
                        Kind.RECEIVED_AT,
                        Kind.SNOOZED)) {
            if (wanted.has(kind)) {
                json.putNull(kind.property());
            }
        }
        if (wanted.has(Kind.BLOB_ID)) {
            json.put(Kind.BLOB_ID.property(), blobId);
        }
        if (wanted.has(Kind.SIZE)) {
            json.put(Kind.SIZE.property(), message.octets().length);
        }
        try (OpenMessage open = new OpenMessage(message::open)) {
            EmailContent.of(
                            message.scan().root(),
                            message.scan().preview(),
                            open,
                            part -> EmailBlobs.partOf(blobId, part))
                    .write(json, wanted, room);
        }
        return json;
    }
}
