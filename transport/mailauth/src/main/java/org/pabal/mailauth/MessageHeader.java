// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The header section of a message as the octets that it came in, cut into fields. All that is
/// signed, verified or taken out is told by it.
///
/// A line that begins no field and goes on with none ends the fields, as if an empty line stood before
/// it: so it is read when the message is shown, and what stands there is read as body. It must be
/// hashed as body then, or anybody could put text above a signed one.
///
/// @param fields from the top
/// @param rest what the section has behind them other than its empty line
public record MessageHeader(List<RawField> fields, byte[] rest) {
    /// A name that is longer is none: as where the message is shown.
    private static final int MAX_NAME_OCTETS = 998;

    private static final byte[] MBOX = {'F', 'r', 'o', 'm', ' '};
    private static final byte[] NOTHING = {};

    /// Of a message without header fields.
    public static final MessageHeader EMPTY = new MessageHeader(List.of(), NOTHING);

    public MessageHeader {
        fields = List.copyOf(fields);
    }

    /// Cuts a section with or without the empty line at its end. An mbox `From ` line on top is passed
    /// over. The array is kept and must not be changed any more.
    public static MessageHeader parse(byte[] section) {
        List<RawField> fields = new ArrayList<>();
        int at = colon(section, 0) < 0 && isMboxLine(section) ? end(section, 0) : 0;
        while (at < section.length) {
            int colon = colon(section, at);
            if (colon < 0) {
                break;
            }
            int end = end(section, colon);
            fields.add(new RawField(section, at, colon, end));
            at = end;
        }
        return new MessageHeader(fields, rest(section, at));
    }

    private static byte[] rest(byte[] section, int at) {
        boolean emptyLine =
                at == section.length
                        || section[at] == '\n'
                        || section[at] == '\r'
                                && at + 1 < section.length
                                && section[at + 1] == '\n';
        return emptyLine ? NOTHING : Arrays.copyOfRange(section, at, section.length);
    }

    private static boolean isMboxLine(byte[] section) {
        int start = section.length > 0 && section[0] == '>' ? 1 : 0;
        for (int i = 0; i < MBOX.length; i++) {
            if (start + i >= section.length || section[start + i] != MBOX[i]) {
                return false;
            }
        }
        return true;
    }

    /// Of the name that begins here; -1 when no field begins here. RFC 5322 §2.2, §4.5.
    private static int colon(byte[] section, int start) {
        int last = Math.min(section.length, start + MAX_NAME_OCTETS + 1);
        int at = start;
        while (at < last && section[at] > ' ' && section[at] < 0x7F && section[at] != ':') {
            at++;
        }
        int name = at;
        while (at < last && (section[at] == ' ' || section[at] == '\t')) {
            at++;
        }
        return name > start && at < last && section[at] == ':' ? at : -1;
    }

    /// Behind the field's last line: lines that begin with a blank go on with it.
    private static int end(byte[] section, int from) {
        int at = from;
        do {
            while (at < section.length && section[at] != '\n') {
                at++;
            }
            at = Math.min(at + 1, section.length);
        } while (at < section.length && (section[at] == ' ' || section[at] == '\t'));
        return at;
    }

    /// The first of this name from the top.
    public Optional<RawField> first(String name) {
        for (RawField field : fields) {
            if (field.is(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /// From the top.
    public List<RawField> all(String name) {
        return fields.stream().filter(field -> field.is(name)).toList();
    }
}
