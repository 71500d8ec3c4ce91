// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// One line of Dovecot's protocol as fields, and back. A tab, line end or NUL within a field is
/// written as octet 1 and a letter.
final class AuthText {
    private static final String ESCAPED = "\0\1\t\r\n";
    private static final String LETTERS = "01trn";
    private static final char ESCAPE = '\1';

    private AuthText() {}

    /// Empty for what is not UTF-8, and for an escape that is none.
    static Optional<List<String>> fields(byte[] line) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        for (String field : text.split("\t", -1)) {
            Optional<String> plain = unescape(field);
            if (plain.isEmpty()) {
                return Optional.empty();
            }
            fields.add(plain.get());
        }
        return Optional.of(fields);
    }

    private static Optional<String> unescape(String field) {
        if (field.indexOf(ESCAPE) < 0) {
            return Optional.of(field);
        }
        StringBuilder plain = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == ESCAPE) {
                i++;
                int which = i < field.length() ? LETTERS.indexOf(field.charAt(i)) : -1;
                if (which < 0) {
                    return Optional.empty();
                }
                c = ESCAPED.charAt(which);
            }
            plain.append(c);
        }
        return Optional.of(plain.toString());
    }

    /// With its line end.
    static byte[] line(String... fields) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                line.append('\t');
            }
            escape(fields[i], line);
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void escape(String field, StringBuilder to) {
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            int which = ESCAPED.indexOf(c);
            if (which < 0) {
                to.append(c);
            } else {
                to.append(ESCAPE).append(LETTERS.charAt(which));
            }
        }
    }

    static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
