// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.compose;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.SetError;
import org.pabal.jmap.email.view.HeaderProperty;
import org.pabal.message.Address;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;
import tools.jackson.databind.JsonNode;

/// Writes header fields from the values that a client gives for them. RFC 8621 §4.1.2, RFC 5322 §3.4,
/// RFC 2047, RFC 6532.
final class FieldWriter {
    private static final int LINE_CHARS = 78;
    private static final int MAX_LINE_OCTETS = 998; // RFC 5322 §2.1.1

    /// Of one property: some ten thousand addresses.
    private static final int MAX_VALUES = 10_000;

    private FieldWriter() {}

    /// Whole fields without their last line end; several where `all` of a name are given.
    ///
    /// @throws SetError `invalidProperties`
    static List<String> write(HeaderProperty property, JsonNode value) {
        if (!property.all()) {
            return List.of(field(property, value));
        }
        if (!value.isArray() || value.size() > MAX_VALUES) {
            throw wrong(property, "must be an array");
        }
        List<String> fields = new ArrayList<>();
        value.values().forEach(each -> fields.add(field(property, each)));
        return fields;
    }

    private static SetError wrong(HeaderProperty property, String what) {
        return SetError.invalidProperty(property.property(), what);
    }

    private static String field(HeaderProperty property, JsonNode value) {
        return switch (property.form()) {
            case RAW -> raw(property, string(property, value));
            case TEXT -> HeaderText.field(property.field(), text(property, value));
            case ADDRESSES -> listed(property, addresses(property, array(property, value)));
            case GROUPED_ADDRESSES -> listed(property, groups(property, array(property, value)));
            case MESSAGE_IDS -> spaced(property, ids(property, array(property, value)));
            case DATE -> property.field() + ": " + date(property, string(property, value));
            case URLS -> listed(property, urls(property, array(property, value)));
        };
    }

    private static String string(HeaderProperty property, JsonNode value) {
        if (!value.isString()) {
            throw wrong(property, "must be a string");
        }
        return value.stringValue();
    }

    private static JsonNode array(HeaderProperty property, JsonNode value) {
        if (!value.isArray() || value.size() > MAX_VALUES) {
            throw wrong(property, "must be an array of at most " + MAX_VALUES);
        }
        return value;
    }

    /// As it is to stand behind the colon: lines end in CRLF and go on with white space.
    private static String raw(HeaderProperty property, String value) {
        String[] lines = value.split("\r\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean folded = i == 0 || lines[i].startsWith(" ") || lines[i].startsWith("\t");
            boolean printable = lines[i].chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7F);
            if (!folded || !printable || i > 0 && lines[i].isBlank()) {
                throw wrong(property, "must be ASCII without control characters, well folded");
            }
            int name = i == 0 ? property.field().length() + 1 : 0;
            if (lines[i].length() + name > MAX_LINE_OCTETS) {
                throw wrong(property, "has a line of more than 998 octets");
            }
        }
        return property.field() + ":" + value;
    }

    private static String text(HeaderProperty property, JsonNode value) {
        return clean(property, string(property, value));
    }

    /// Control characters have no place in a field.
    private static String clean(HeaderProperty property, String text) {
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7F)) {
            throw wrong(property, "must not have control characters");
        }
        return text;
    }

    private static List<String> addresses(HeaderProperty property, JsonNode values) {
        List<String> all = new ArrayList<>();
        for (JsonNode each : values.values()) {
            all.add(address(property, each));
        }
        return all;
    }

    private static String address(HeaderProperty property, JsonNode value) {
        JsonNode email = value.path("email");
        JsonNode name = value.path("name");
        if (!email.isString()) {
            throw wrong(property, "must have a string `email` in each address");
        }
        String spec = spec(property, clean(property, email.stringValue().strip()));
        if (name.isMissingNode() || name.isNull() || name.asString().isBlank()) {
            return spec;
        }
        if (!name.isString()) {
            throw wrong(property, "must have a string as `name`");
        }
        return phrase(clean(property, name.stringValue().strip())) + " <" + spec + ">";
    }

    /// An address, or what will be one when a draft is finished.
    private static String spec(HeaderProperty property, String email) {
        Optional<Address> address = Address.parse(email);
        if (address.isPresent()) {
            String domain = address.get().domain().toAscii();
            String local = email.substring(0, email.lastIndexOf('@'));
            return local + "@" + domain;
        }
        boolean harmless =
                !email.isEmpty()
                        && email.chars()
                                .allMatch(
                                        c -> c > ' ' && c < 0x7F && "()<>[]:;,\\\"".indexOf(c) < 0);
        if (!harmless) {
            throw wrong(property, "has an `email` that is no address: " + email);
        }
        return email;
    }

    private static String phrase(String name) {
        String encoded = HeaderText.encode(name);
        boolean words = encoded.startsWith("=?") && !name.startsWith("=?") || !encoded.equals(name);
        boolean atoms = name.matches("[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+");
        if (words) {
            return encoded;
        }
        return atoms ? name : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static List<String> groups(HeaderProperty property, JsonNode values) {
        List<String> all = new ArrayList<>();
        for (JsonNode each : values.values()) {
            List<String> members = addresses(property, array(property, each.path("addresses")));
            JsonNode name = each.path("name");
            if (name.isString()) {
                String phrase = phrase(clean(property, name.stringValue()));
                all.add(phrase + ": " + String.join(",\r\n ", members) + ";");
            } else {
                all.addAll(members);
            }
        }
        return all;
    }

    private static List<String> ids(HeaderProperty property, JsonNode values) {
        List<String> all = new ArrayList<>();
        for (JsonNode each : values.values()) {
            String id = string(property, each);
            boolean good =
                    !id.isEmpty()
                            && id.length() < MAX_LINE_OCTETS - 10
                            && id.chars()
                                    .allMatch(c -> c > ' ' && c < 0x7F && c != '<' && c != '>');
            if (!good) {
                throw wrong(property, "has what is no message id: " + id);
            }
            all.add("<" + id + ">");
        }
        return all;
    }

    private static String date(HeaderProperty property, String value) {
        try {
            return MailDate.format(OffsetDateTime.parse(value));
        } catch (DateTimeException _) {
            throw wrong(property, "must be a date: 2014-10-30T14:12:00+08:00");
        }
    }

    private static List<String> urls(HeaderProperty property, JsonNode values) {
        List<String> all = new ArrayList<>();
        for (JsonNode each : values.values()) {
            String url = string(property, each);
            boolean good =
                    !url.isEmpty()
                            && url.length() < MAX_LINE_OCTETS - 10
                            && url.chars()
                                    .allMatch(c -> c > ' ' && c < 0x7F && c != '<' && c != '>');
            if (!good) {
                throw wrong(property, "has what is no URL: " + url);
            }
            all.add("<" + url + ">");
        }
        return all;
    }

    private static String listed(HeaderProperty property, List<String> items) {
        return folded(property.field(), items, ",");
    }

    private static String spaced(HeaderProperty property, List<String> items) {
        return folded(property.field(), items, "");
    }

    /// Lines end between items.
    private static String folded(String name, List<String> items, String separator) {
        StringBuilder field = new StringBuilder(name).append(':');
        int lineStart = 0;
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i) + (i + 1 < items.size() ? separator : "");
            int octets = item.getBytes(StandardCharsets.UTF_8).length;
            if (i > 0 && field.length() - lineStart + octets + 1 > LINE_CHARS) {
                field.append("\r\n");
                lineStart = field.length();
            }
            field.append(' ').append(wrapped(item, field.length() - lineStart));
        }
        return field.toString();
    }

    /// An item longer than a line may be, such as a long name in encoded words, breaks at its spaces.
    private static String wrapped(String item, int column) {
        if (item.length() + column <= MAX_LINE_OCTETS - 10) {
            return item;
        }
        return item.replace("?= =?", "?=\r\n =?");
    }
}
