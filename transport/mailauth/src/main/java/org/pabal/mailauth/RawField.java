// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One header field as it stands in its section: signatures are made over its very octets. RFC 5322
/// §2.2.
///
/// Shares the section's array, which nobody changes.
public final class RawField {
    private final byte[] section;
    private final int start;
    private final int colon;
    private final int end;
    private final String name;

    RawField(byte[] section, int start, int colon, int end) {
        this.section = section;
        this.start = start;
        this.colon = colon;
        this.end = end;
        this.name = text(start, endOfName());
    }

    /// Blanks before the colon are of the obsolete syntax, RFC 5322 §4.5.
    private int endOfName() {
        int at = colon;
        while (at > start && (section[at - 1] == ' ' || section[at - 1] == '\t')) {
            at--;
        }
        return at;
    }

    private String text(int from, int to) {
        return new String(section, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// As written, without the colon and blanks before it.
    public String name() {
        return name;
    }

    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /// What stands behind the colon, folding kept, without the final line end; each octet as one char
    /// (ISO-8859-1).
    public String value() {
        return text(colon + 1, end());
    }

    /// The array that {@link #start}, {@link #colon} and {@link #end} count in.
    public byte[] source() {
        return section;
    }

    public int start() {
        return start;
    }

    public int colon() {
        return colon;
    }

    /// Where the field's final line end begins.
    public int end() {
        int at = end;
        if (at > start && section[at - 1] == '\n') {
            at--;
        }
        if (at > start && section[at - 1] == '\r') {
            at--;
        }
        return Math.max(at, colon + 1);
    }

    /// A copy of the field with its line end.
    public byte[] octets() {
        return Arrays.copyOfRange(section, start, end);
    }

    @Override
    public String toString() {
        return name + ":" + value();
    }
}
