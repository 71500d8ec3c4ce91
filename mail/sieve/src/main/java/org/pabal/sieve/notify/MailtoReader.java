// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.notify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Address;
import org.pabal.sieve.NotifyMethod.Field;
import org.pabal.sieve.NotifyMethod.Mailto;

/// Reads a `mailto` URI. RFC 6068 §2, as RFC 5436 §2.7 uses it.
///
/// Of the header fields that a URI may ask for, those that are known to do no harm are taken over;
/// others are passed over, as RFC 5436 asks for From, Auto-Submitted, Received, Date, Message-ID.
/// `bcc` is refused: who gets a notification is to be seen in it (THREATS V14).
final class MailtoReader {
    private static final int MAX_URI_CHARS = 4_096;
    private static final int MAX_FIELDS = 16;
    private static final Set<String> HARMLESS =
            Set.of("keywords", "comments", "organization", "sensitivity");

    private final Set<Address> to = new LinkedHashSet<>();
    private final Set<Address> cc = new LinkedHashSet<>();
    private final List<Field> fields = new ArrayList<>();
    private Optional<String> subject = Optional.empty();
    private Optional<String> body = Optional.empty();

    private MailtoReader() {}

    /// @param text behind `mailto:`
    /// @throws UnusableMethod says why it is none
    static Mailto read(String text) throws UnusableMethod {
        if (text.length() > MAX_URI_CHARS) {
            throw new UnusableMethod("is longer than " + MAX_URI_CHARS + " characters");
        }
        MailtoReader reader = new MailtoReader();
        int fragment = text.indexOf('#');
        String uri = fragment < 0 ? text : text.substring(0, fragment);
        int question = uri.indexOf('?');
        reader.addresses(question < 0 ? uri : uri.substring(0, question), reader.to);
        if (question >= 0) {
            reader.fields(uri.substring(question + 1));
        }
        return reader.mailto();
    }

    private Mailto mailto() throws UnusableMethod {
        cc.removeAll(to);
        if (to.isEmpty() && cc.isEmpty()) {
            throw new UnusableMethod("names nobody to write to");
        }
        return new Mailto(List.copyOf(to), List.copyOf(cc), subject, body, fields);
    }

    /// `to = addr-spec *("," addr-spec )`; a comma within an address is written `%2C`, and many
    /// write one between them so.
    private void addresses(String encoded, Set<Address> into) throws UnusableMethod {
        for (String part : encoded.split(",", -1)) {
            String decoded = decoded(part).strip();
            Optional<Address> whole = Address.parse(decoded);
            if (whole.isPresent()) {
                into.add(whole.get());
                continue;
            }
            for (String piece : decoded.split(",", -1)) {
                if (!piece.isBlank()) {
                    into.add(address(piece.strip()));
                }
            }
        }
    }

    private static Address address(String text) throws UnusableMethod {
        return Address.parse(text)
                .orElseThrow(() -> new UnusableMethod("has \"" + text + "\", which is no address"));
    }

    /// `hfields = "?" hfield *( "&" hfield )`, `hfield = hfname "=" hfvalue`
    private void fields(String encoded) throws UnusableMethod {
        String[] parts = encoded.split("&", -1);
        if (parts.length > MAX_FIELDS) {
            throw new UnusableMethod("asks for more than " + MAX_FIELDS + " header fields");
        }
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new UnusableMethod("has a header field without a name or a value");
            }
            field(decoded(part.substring(0, equals)), part.substring(equals + 1));
        }
    }

    private void field(String name, String encoded) throws UnusableMethod {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "to" -> addresses(encoded, to);
            case "cc" -> addresses(encoded, cc);
            case "bcc" ->
                    throw new UnusableMethod("has a bcc, and a notification shows who gets it");
            case "subject" ->
                    subject = subject.or(() -> Optional.of(oneLine(decodedOrSame(encoded))));
            case "body" -> body = body.or(() -> Optional.of(decodedOrSame(encoded)));
            default -> other(name, decoded(encoded));
        }
        decoded(encoded);
    }

    private void other(String name, String value) {
        String known = name.toLowerCase(Locale.ROOT);
        boolean ofOwn = known.matches("x-[a-z0-9-]{1,60}") && !known.startsWith("x-auto");
        if ((HARMLESS.contains(known) || ofOwn && !known.equals("x-priority"))
                && fields.stream().noneMatch(field -> field.name().equalsIgnoreCase(known))) {
            fields.add(new Field(capitalized(known), oneLine(value)));
        }
    }

    /// As fields are usually written.
    private static String capitalized(String name) {
        StringBuilder written = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            if (i == 0 || name.charAt(i - 1) == '-') {
                written.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        return written.toString();
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n]+[ \\t]*", " ").strip();
    }

    private static String decodedOrSame(String encoded) {
        try {
            return decoded(encoded);
        } catch (UnusableMethod refusedByTheCaller) {
            return encoded;
        }
    }

    /// RFC 3986 §2.1, UTF-8. A `+` is itself here.
    private static String decoded(String encoded) throws UnusableMethod {
        byte[] octets = encoded.getBytes(StandardCharsets.UTF_8);
        ByteBuffer plain = ByteBuffer.allocate(octets.length);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] != '%') {
                plain.put(octets[i]);
            } else if (i + 2 < octets.length
                    && hex(octets[i + 1]) >= 0
                    && hex(octets[i + 2]) >= 0) {
                plain.put((byte) (hex(octets[i + 1]) << 4 | hex(octets[i + 2])));
                i += 2;
            } else {
                throw new UnusableMethod("has a % that two hexadecimal digits do not follow");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(plain.flip()).toString();
        } catch (CharacterCodingException noText) {
            throw new UnusableMethod("has %-encoded octets that are not UTF-8");
        }
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
