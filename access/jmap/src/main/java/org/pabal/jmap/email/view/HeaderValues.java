// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.message.Domain;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.Charsets;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;
import org.pabal.message.mime.MessageIds;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// The values of header fields in JMAP's forms. RFC 8621 §4.1.2.
///
/// Total: what cannot be read in a form is null, or as much of it as can be read.
public final class HeaderValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_IDS = 10_000; // of one field
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

    private HeaderValues() {}

    /// The value of a property; null when the message has no such field.
    static JsonNode of(HeaderSection header, HeaderProperty wanted) {
        List<HeaderField> fields = header.all(wanted.field());
        if (!wanted.all() && wanted.isOfRecipients()) {
            return recipients(fields, wanted.form());
        }
        if (!wanted.all()) {
            return wanted.chosen(fields)
                    .map(field -> of(field.value(), wanted.form()))
                    .orElse(NullNode.getInstance());
        }
        ArrayNode all = JSON.arrayNode(fields.size());
        fields.forEach(field -> all.add(of(field.value(), wanted.form())));
        return all;
    }

    /// Where a broken program wrote the field twice, all recipients, as IMAP shows them.
    private static JsonNode recipients(List<HeaderField> fields, HeaderForm form) {
        if (fields.isEmpty()) {
            return nothing();
        }
        List<AddressList.Entry> entries = new ArrayList<>();
        fields.forEach(field -> entries.addAll(AddressList.parse(field)));
        return form == HeaderForm.ADDRESSES ? addresses(entries) : groups(entries);
    }

    /// @param value each octet as one char
    static JsonNode of(String value, HeaderForm form) {
        return switch (form) {
            case RAW -> JSON.stringNode(raw(value));
            case TEXT -> JSON.stringNode(text(value));
            case ADDRESSES -> addresses(AddressList.parse(value));
            case GROUPED_ADDRESSES -> groups(AddressList.parse(value));
            case MESSAGE_IDS -> messageIds(raw(value));
            case DATE -> MailDate.parse(value).map(HeaderValues::date).orElse(nothing());
            case URLS -> urls(value);
        };
    }

    private static JsonNode nothing() {
        return NullNode.getInstance();
    }

    /// Octets that are no UTF-8 are read as our other readers read them (THREATS S29).
    private static String raw(String value) {
        return Charsets.repair(value.getBytes(StandardCharsets.ISO_8859_1)).replace("\0", "");
    }

    private static String text(String value) {
        return composed(HeaderText.decode(value));
    }

    static String composed(String text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static ArrayNode addresses(List<AddressList.Entry> entries) {
        ArrayNode all = JSON.arrayNode(entries.size());
        for (AddressList.Entry entry : entries) {
            switch (entry) {
                case AddressList.Mailbox mailbox -> all.add(address(mailbox));
                case AddressList.Group(_, var members) ->
                        members.forEach(member -> all.add(address(member)));
            }
        }
        return all;
    }

    /// Addresses that stand alone one after the other are a group without a name.
    private static ArrayNode groups(List<AddressList.Entry> entries) {
        ArrayNode all = JSON.arrayNode();
        Optional<ArrayNode> alone = Optional.empty();
        for (AddressList.Entry entry : entries) {
            switch (entry) {
                case AddressList.Mailbox mailbox -> {
                    ArrayNode members = alone.orElseGet(() -> group(all, nothing()));
                    members.add(address(mailbox));
                    alone = Optional.of(members);
                }
                case AddressList.Group(String name, var members) -> {
                    ArrayNode named = group(all, JSON.stringNode(text(name)));
                    members.forEach(member -> named.add(address(member)));
                    alone = Optional.empty();
                }
            }
        }
        return all;
    }

    private static ArrayNode group(ArrayNode all, JsonNode name) {
        ObjectNode group = all.addObject();
        group.set("name", name);
        return group.putArray("addresses");
    }

    private static ObjectNode address(AddressList.Mailbox mailbox) {
        String name = mailbox.displayName().map(HeaderValues::text).orElse("");
        return address(name, HeaderText.decode(mailbox.localPart()), domain(mailbox.domain()));
    }

    /// A domain that is not ASCII has an ASCII form of its own. RFC 5890 §2.3.2.1.
    private static String domain(String raw) {
        String shown = HeaderText.decode(raw);
        boolean ascii = shown.chars().allMatch(c -> c < 0x80);
        return ascii ? shown : Domain.parse(shown).map(Domain::toAscii).orElse(shown);
    }

    /// @param name empty for none
    /// @param localPart without quotes
    static ObjectNode address(String name, String localPart, String domain) {
        ObjectNode address = JSON.objectNode();
        if (name.isEmpty()) {
            address.putNull("name");
        } else {
            address.put("name", name);
        }
        return address.put("email", spec(localPart, domain));
    }

    /// `addr-spec`, the local-part in quotes where it needs them.
    private static String spec(String localPart, String domain) {
        String local = isDotAtom(localPart) ? localPart : quoted(localPart);
        return domain.isEmpty() ? local : local + "@" + domain;
    }

    private static boolean isDotAtom(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7F || "()<>[]:;@\\,\"".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static String quoted(String localPart) {
        return "\"" + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /// Null when there is none to be read.
    static JsonNode messageIds(String value) {
        List<String> ids = MessageIds.last(value, MAX_IDS);
        if (ids.isEmpty()) {
            return nothing();
        }
        ArrayNode all = JSON.arrayNode(ids.size());
        ids.forEach(all::add);
        return all;
    }

    static JsonNode date(OffsetDateTime date) {
        return JSON.stringNode(DATE.format(date));
    }

    /// `<url>` one after the other with commas between; null when there is none. RFC 2369 §2.
    private static JsonNode urls(String value) {
        List<String> urls = new ArrayList<>();
        int open = value.indexOf('<');
        while (open >= 0) {
            int close = value.indexOf('>', open);
            if (close < 0) {
                break;
            }
            String url = raw(value.substring(open + 1, close)).replaceAll("\\s", "");
            if (!url.isEmpty()) {
                urls.add(url);
            }
            open = value.indexOf('<', close);
        }
        if (urls.isEmpty()) {
            return nothing();
        }
        ArrayNode all = JSON.arrayNode(urls.size());
        urls.forEach(all::add);
        return all;
    }
}
