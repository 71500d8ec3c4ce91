// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.email.view.EmailBlobId;
import org.pabal.jmap.email.view.EmailContent;
import org.pabal.jmap.email.view.EmailProperties;
import org.pabal.jmap.email.view.EmailProperties.Kind;
import org.pabal.jmap.email.view.EmailProperties.ValuesOf;
import org.pabal.jmap.email.view.Keywords;
import org.pabal.jmap.email.view.OpenMessage;
import org.pabal.jmap.email.view.PartProperties;
import org.pabal.jmap.method.GetRequest;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StoredMessage;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Email/get. RFC 8621 §4.2.
final class EmailGet implements JmapMethod {
    /// Octets of texts in one response: what goes beyond is cut, and says so.
    private static final int MAX_VALUES_OCTETS = 16 << 20;

    private final EmailServices services;

    EmailGet(EmailServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "Email/get";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.account();
        PartProperties body = bodyProperties(call.arguments());
        Set<ValuesOf> values = valuesOf(call.arguments());
        int maxValue = maxValueOctets(call.arguments());
        GetRequest request =
                GetRequest.read(
                        call,
                        account,
                        name -> EmailProperties.isProperty(name) && isAllowed(call, name),
                        EmailProperties.OF_GET);
        EmailProperties wanted = EmailProperties.of(request.properties(), body, values, maxValue);
        AccountMailboxes mailboxes = services.open(account);
        AccountSnapshot now = mailboxes.state();
        List<String> ids = request.idsOr(() -> allIds(now, request.most()));
        List<ObjectNode> list = new ArrayList<>(ids.size());
        List<String> notFound = new ArrayList<>();
        Snoozing snoozing = new Snoozing(account, mailboxes, now, call.created());
        write(ids, wanted, mailboxes, now, snoozing, list, notFound);
        return request.response(now.point().toString(), list, notFound);
    }

    private static boolean isAllowed(MethodCall call, String property) {
        return !property.equals(SnoozedProperty.NAME) || call.uses(Capability.SNOOZE);
    }

    static PartProperties bodyProperties(JmapObject arguments) {
        return arguments
                .findStrings("bodyProperties")
                .map(PartProperties::parse)
                .map(parsed -> {
                    parsed.unknown()
                            .ifPresent(name -> {
                                throw arguments.wrong(
                                        "bodyProperties",
                                        "names one that is not known here: " + name);
                            });
                    return parsed.properties();
                })
                .orElse(PartProperties.DEFAULT);
    }

    static Set<ValuesOf> valuesOf(JmapObject arguments) {
        Set<ValuesOf> values = EnumSet.noneOf(ValuesOf.class);
        if (arguments.bool("fetchTextBodyValues", false)) {
            values.add(ValuesOf.TEXT_BODY);
        }
        if (arguments.bool("fetchHTMLBodyValues", false)) {
            values.add(ValuesOf.HTML_BODY);
        }
        if (arguments.bool("fetchAllBodyValues", false)) {
            values.add(ValuesOf.EVERY_TEXT_PART);
        }
        return values;
    }

    /// 0 for all of a text.
    static int maxValueOctets(JmapObject arguments) {
        OptionalLong most = arguments.findUnsignedInt("maxBodyValueBytes");
        return (int) Math.min(most.orElse(0), MAX_VALUES_OCTETS);
    }

    /// One more than may be asked for shows that these are too many.
    private static List<String> allIds(AccountSnapshot now, int most) {
        List<String> ids = new ArrayList<>();
        Emails.Cursor cursor = now.emails().cursor();
        while (ids.size() <= most && cursor.next()) {
            ids.add(ObjectIds.of(new EmailId(cursor.email())));
        }
        return ids;
    }

    private static void write(
            List<String> ids,
            EmailProperties wanted,
            AccountMailboxes mailboxes,
            AccountSnapshot now,
            Snoozing snoozing,
            List<ObjectNode> list,
            List<String> notFound) {
        List<Emails.Email> found = new ArrayList<>(ids.size());
        for (String id : ids) {
            ObjectIds.parseEmail(id)
                    .flatMap(now.emails()::find)
                    .ifPresentOrElse(found::add, () -> notFound.add(id));
        }
        Map<EmailId, StoredMessage> records =
                wanted.needRecord() ? records(mailboxes, found) : Map.of();
        EmailContent.Room room = new EmailContent.Room(MAX_VALUES_OCTETS);
        for (Emails.Email email : found) {
            @Nullable StoredMessage record = records.get(email.id());
            if (record == null && wanted.needRecord()) {
                notFound.add(ObjectIds.of(email.id())); // it went a moment ago
            } else {
                ObjectNode json = object(email, record, wanted, mailboxes, room);
                if (wanted.has(Kind.SNOOZED)) {
                    snoozing.away(email)
                            .ifPresentOrElse(
                                    each -> json.set(SnoozedProperty.NAME, snoozing.json(each)),
                                    () -> json.putNull(SnoozedProperty.NAME));
                }
                list.add(json);
            }
        }
    }

    private static Map<EmailId, StoredMessage> records(
            AccountMailboxes mailboxes, List<Emails.Email> found) {
        Map<EmailId, StoredMessage> records = HashMap.newHashMap(found.size());
        mailboxes
                .messages(found.stream().map(Emails.Email::id).toList())
                .forEach(record -> records.put(record.id(), record));
        return records;
    }

    private static ObjectNode object(
            Emails.Email email,
            @Nullable StoredMessage record,
            EmailProperties wanted,
            AccountMailboxes mailboxes,
            EmailContent.Room room) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(Kind.ID.property(), ObjectIds.of(email.id()));
        writePlaces(json, email, wanted);
        if (record != null) {
            try (OpenMessage message = new OpenMessage(() -> mailboxes.octets(record))) {
                EmailContent.of(
                                record,
                                message,
                                part -> EmailBlobId.of(email.id(), part).toString())
                        .write(json, wanted, room);
            }
        }
        return json;
    }

    /// What only the account knows of it.
    private static void writePlaces(ObjectNode json, Emails.Email email, EmailProperties wanted) {
        if (wanted.has(Kind.BLOB_ID)) {
            json.put(Kind.BLOB_ID.property(), EmailBlobId.of(email.id()).toString());
        }
        if (wanted.has(Kind.THREAD_ID)) {
            json.put(Kind.THREAD_ID.property(), ObjectIds.of(email.thread()));
        }
        if (wanted.has(Kind.MAILBOX_IDS)) {
            ObjectNode places = json.putObject(Kind.MAILBOX_IDS.property());
            email.places().forEach(place -> places.put(ObjectIds.of(place.mailbox()), true));
        }
        if (wanted.has(Kind.KEYWORDS)) {
            json.set(Kind.KEYWORDS.property(), Keywords.json(email.flags()));
        }
        if (wanted.has(Kind.SIZE)) {
            json.put(Kind.SIZE.property(), email.size());
        }
        if (wanted.has(Kind.RECEIVED_AT)) {
            json.put(Kind.RECEIVED_AT.property(), JmapObject.utcDate(email.receivedAt()));
        }
    }
}
