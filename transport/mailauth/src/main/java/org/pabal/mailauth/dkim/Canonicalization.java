// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.util.Arrays;
import java.util.Optional;
import org.pabal.mailauth.RawField;

/// The forms in which header fields and bodies are hashed. RFC 6376 §3.4.
public enum Canonicalization {
    SIMPLE("simple"),
    RELAXED("relaxed");

    private static final byte[] CRLF = {'\r', '\n'};

    private final String text;

    Canonicalization(String text) {
        this.text = text;
    }

    /// As written in `c=`.
    public String text() {
        return text;
    }

    public static Optional<Canonicalization> of(String text) {
        for (Canonicalization one : values()) {
            if (one.text.equalsIgnoreCase(text)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /// A header field as it is hashed, with CRLF at its end.
    public byte[] field(RawField field) {
        byte[] unended = unended(field.source(), field.start(), field.colon(), field.end());
        byte[] ended = Arrays.copyOf(unended, unended.length + 2);
        System.arraycopy(CRLF, 0, ended, unended.length, 2);
        return ended;
    }

    /// A header field as it is hashed, without a line end: the last one, which carries the signature.
    ///
    /// @param field name, colon and value, without a line end
    public byte[] unended(byte[] field) {
        int colon = 0;
        while (colon < field.length - 1 && field[colon] != ':') {
            colon++;
        }
        return unended(field, 0, colon, field.length);
    }

    private byte[] unended(byte[] section, int start, int colon, int end) {
        return switch (this) {
            case SIMPLE -> Arrays.copyOfRange(section, start, end);
            case RELAXED -> relaxed(section, start, colon, end);
        };
    }

    /// RFC 6376 §3.4.2: the name in lower case, lines unfolded, each run of blanks one space, no
    /// blanks around the colon and at the end.
    private static byte[] relaxed(byte[] section, int start, int colon, int end) {
        byte[] to = new byte[end - start + 1];
        int length = 0;
        for (int at = start; at < colon; at++) {
            byte octet = section[at];
            if (!isBlank(octet)) {
                to[length++] = octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
            }
        }
        to[length++] = ':';
        int value = length;
        boolean blank = false;
        for (int at = colon + 1; at < end; at++) {
            byte octet = section[at];
            if (isBlank(octet)) {
                blank = true;
            } else if (!isLineEnd(section, at, end)) {
                if (blank && length > value) {
                    to[length++] = ' ';
                }
                blank = false;
                to[length++] = octet;
            }
        }
        return Arrays.copyOf(to, length);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /// A bare CR is an octet like any other; a LF inside a field is always a fold.
    private static boolean isLineEnd(byte[] section, int at, int end) {
        return section[at] == '\n'
                || section[at] == '\r' && at + 1 < end && section[at + 1] == '\n';
    }
}
