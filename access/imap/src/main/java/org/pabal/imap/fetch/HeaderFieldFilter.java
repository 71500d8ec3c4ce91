// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.pabal.wire.Connection.Sink;

/// Lets the header fields through that are asked for, octets unchanged, and the empty line at the
/// end. RFC 9051 §6.4.5.1. Bounded whatever the fields: only a field's name is held.
final class HeaderFieldFilter {
    private static final int MAX_NAME = 998; // a line's length, RFC 5322 §2.1.1

    private final Set<String> fields;
    private final boolean passesListed;
    private final Sink to;
    private final byte[] name = new byte[MAX_NAME];
    private int nameLength;
    private Within within = Within.LINE_START;
    private boolean passing;

    private enum Within {
        LINE_START,
        NAME,
        REST
    }

    HeaderFieldFilter(Section section, Sink to) {
        this.fields = section.fields();
        this.passesListed = section.kind() == Section.Kind.HEADER_FIELDS;
        this.to = to;
    }

    void write(byte[] octets, int offset, int length) throws IOException {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at =
                    switch (within) {
                        case LINE_START -> begin(octets, at);
                        case NAME -> readName(octets, at, end);
                        case REST -> passRest(octets, at, end);
                    };
        }
    }

    /// A line that begins with white space goes on with the field before it.
    private int begin(byte[] octets, int at) {
        boolean folded = octets[at] == ' ' || octets[at] == '\t';
        within = folded ? Within.REST : Within.NAME;
        nameLength = 0;
        return at;
    }

    private int readName(byte[] octets, int from, int end) throws IOException {
        int at = from;
        while (at < end) {
            byte c = octets[at];
            if (c == ':' || c == '\n' || nameLength == MAX_NAME) {
                decide(c == '\n');
                return at;
            }
            name[nameLength++] = c;
            at++;
        }
        return at;
    }

    private void decide(boolean withoutColon) throws IOException {
        String text = new String(name, 0, nameLength, StandardCharsets.ISO_8859_1);
        boolean empty = withoutColon && (text.isEmpty() || text.equals("\r"));
        passing = empty || fields.contains(text.strip().toUpperCase(Locale.ROOT)) == passesListed;
        if (passing) {
            to.write(name, 0, nameLength);
        }
        within = Within.REST;
    }

    private int passRest(byte[] octets, int from, int end) throws IOException {
        int at = from;
        while (at < end && octets[at] != '\n') {
            at++;
        }
        if (at < end) {
            at++;
            within = Within.LINE_START;
        }
        if (passing) {
            to.write(octets, from, at - from);
        }
        return at;
    }

    /// What stands behind the last line end and never got a colon.
    void finish() throws IOException {
        if (within == Within.NAME && nameLength > 0) {
            decide(false);
        }
    }
}
