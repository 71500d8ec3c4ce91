// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.AddressList.Entry;
import org.pabal.message.mime.AddressList.Group;
import org.pabal.message.mime.AddressList.Mailbox;
import org.pabal.message.mime.HeaderText;

/// The header section of what a program of this host submits, made one of the Internet: bare names
/// (`root`, `bob`) get their domain, and an author is added where there is none. RFC 6409 §8.1, §8.3.
final class LocalHeader {
    private static final Set<String> OF_ADDRESSES =
            Set.of(
                    "from",
                    "sender",
                    "reply-to",
                    "to",
                    "cc",
                    "resent-from",
                    "resent-sender",
                    "resent-to",
                    "resent-cc");

    /// Longer ones name addresses, not users of this host.
    private static final int MAX_FIELD_OCTETS = 16 * 1024;

    private final LocalSubmitter user;

    LocalHeader(LocalSubmitter user) {
        this.user = user;
    }

    /// @param section with or without the empty line
    byte[] completed(byte[] section) {
        String text = new String(section, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream(section.length + 128);
        boolean author = false;
        int at = 0;
        while (at < text.length() && text.charAt(at) != '\r' && text.charAt(at) != '\n') {
            int end = endOfField(text, at);
            String field = text.substring(at, end);
            author |= isNamed(field, "from");
            write(out, completed(field));
            at = end;
        }
        if (!author) {
            write(out, "From: " + octets(author()) + "\r\n");
        }
        write(out, text.substring(at));
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String octets) {
        out.writeBytes(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String author() {
        String address = user.address().toString();
        if (user.name().isBlank()) {
            return address;
        }
        String shown = HeaderText.encode(user.name());
        return (shown.startsWith("=?") ? shown : quoted(shown)) + " <" + address + ">";
    }

    /// UTF-8, each octet one char.
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static int endOfField(String text, int start) {
        int end = text.indexOf('\n', start) + 1;
        while (end > 0
                && end < text.length()
                && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end = text.indexOf('\n', end) + 1;
        }
        return end <= 0 ? text.length() : end;
    }

    private static boolean isNamed(String field, String name) {
        return fieldName(field).equals(name);
    }

    private static String fieldName(String field) {
        int colon = field.indexOf(':');
        return colon < 0 ? "" : field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    }

    private String completed(String field) {
        if (field.length() > MAX_FIELD_OCTETS || !OF_ADDRESSES.contains(fieldName(field))) {
            return field;
        }
        int colon = field.indexOf(':');
        List<Entry> entries = AddressList.parse(field.substring(colon + 1));
        if (entries.stream().noneMatch(LocalHeader::isBare)) {
            return field;
        }
        List<String> written = entries.stream().map(this::written).toList();
        return field.substring(0, colon) + ": " + String.join(",\r\n\t", written) + "\r\n";
    }

    private static boolean isBare(Entry entry) {
        return switch (entry) {
            case Mailbox mailbox -> mailbox.domain().isEmpty() && !mailbox.localPart().isBlank();
            case Group(_, var members) -> members.stream().anyMatch(LocalHeader::isBare);
        };
    }

    private String written(Entry entry) {
        return switch (entry) {
            case Mailbox mailbox -> mailbox(mailbox.displayName(), address(mailbox));
            case Group(var name, var members) ->
                    quoted(name)
                            + ": "
                            + String.join(", ", members.stream().map(this::written).toList())
                            + ";";
        };
    }

    private String address(Mailbox mailbox) {
        boolean atom = mailbox.localPart().matches("[^\\x00- \"(),:;<>@\\[\\\\\\]\\x7f]+");
        String local = atom ? mailbox.localPart() : quoted(mailbox.localPart());
        return local
                + "@"
                + (mailbox.domain().isEmpty() ? octets(user.domain().name()) : mailbox.domain());
    }

    private static String mailbox(Optional<String> name, String address) {
        return name.map(shown -> quoted(shown) + " <" + address + ">").orElse(address);
    }

    /// A word as it is, anything else in quotes; encoded words, which quotes would spoil, as they are.
    private static String quoted(String text) {
        boolean plain = text.matches("[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+") && !text.strip().isEmpty();
        return plain
                ? text
                : "\""
                        + text.replaceAll("[\\x00-\\x1f\\x7f]", " ")
                                .replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                        + "\"";
    }
}
