// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.mime.AddressList;

/// The value of a From field that names exactly one author. RFC 5322 §3.4.
///
/// Stricter than readers are: whatever could be read as a second address, or as another one, is no
/// author. `mailbox = name-addr / addr-spec`, with comments, without groups and obsolete routes.
final class FromField {
    private static final int MAX_COMMENT_DEPTH = 20;

    private final String text;
    private int at;

    private FromField(String text) {
        this.text = text;
    }

    /// @param value its octets, each as one char
    static Optional<Address> author(String value) {
        return new FromField(utf8(value)).mailbox().filter(author -> isReadAs(author, value));
    }

    /// The parser that all our readers use sees the same one author.
    private static boolean isReadAs(Address author, String value) {
        List<AddressList.Entry> entries = AddressList.parse(value);
        return entries.size() == 1
                && entries.getFirst() instanceof AddressList.Mailbox mailbox
                && mailbox.route().isEmpty()
                && Normalizer.normalize(utf8(mailbox.localPart()), Normalizer.Form.NFC)
                        .equals(author.localPart())
                && Domain.parse(utf8(mailbox.domain())).equals(Optional.of(author.domain()));
    }

    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private Optional<Address> mailbox() {
        StringBuilder outside = new StringBuilder();
        Optional<String> inside = Optional.empty();
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '(' -> {
                    if (!skipComment()) {
                        return Optional.empty();
                    }
                }
                case '"' -> {
                    Optional<String> quoted = quotedString();
                    if (quoted.isEmpty() || inside.isPresent()) {
                        return Optional.empty();
                    }
                    outside.append(quoted.get());
                }
                case '<' -> {
                    int end = text.indexOf('>', at);
                    if (end < 0 || inside.isPresent()) {
                        return Optional.empty();
                    }
                    inside = Optional.of(text.substring(at + 1, end));
                    at = end + 1;
                }
                case ',', ':', ';', '>', ')', '\\' -> {
                    return Optional.empty();
                }
                default -> {
                    boolean space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
                    if (!space && inside.isPresent()) {
                        return Optional.empty(); // text behind the address
                    }
                    outside.append(space ? ' ' : c);
                    at++;
                }
            }
        }
        return inside.isPresent()
                ? inAngles(inside.get(), outside)
                : Address.parse(outside.toString().strip());
    }

    /// A display name that holds a bare address is a disguise, one in quotes is just text.
    private static Optional<Address> inAngles(String inside, StringBuilder outside) {
        String name = outside.toString().strip();
        boolean disguise = name.indexOf('@') >= 0 && !name.startsWith("\"");
        return disguise ? Optional.empty() : Address.parse(inside.strip());
    }

    private boolean skipComment() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '(' && ++depth > MAX_COMMENT_DEPTH) {
                return false;
            } else if (c == ')' && --depth == 0) {
                return true;
            }
        }
        return false;
    }

    /// With its quotes, so that an address parser sees them.
    private Optional<String> quotedString() {
        int start = at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                return Optional.of(text.substring(start, Math.min(at, text.length())));
            }
        }
        return Optional.empty();
    }
}
