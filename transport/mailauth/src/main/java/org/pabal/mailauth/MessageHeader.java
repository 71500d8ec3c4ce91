// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The header section of a message as the octets that it came in, cut into fields. All that is
/// signed, verified or taken out is told by it.
///
/// @param fields from the top
public record MessageHeader(List<RawField> fields) {
    public MessageHeader {
        fields = List.copyOf(fields);
    }

    /// The fields up to the empty line, or the first line that is no field and goes on with none, or
    /// the end of the octets. The array is kept and must not be changed any more.
    public static MessageHeader parse(byte[] section) {
        List<RawField> fields = new ArrayList<>();
        int at = 0;
        while (at < section.length) {
            int colon = colon(section, at);
            if (colon < 0) {
                break;
            }
            int end = end(section, colon);
            fields.add(new RawField(section, at, colon, end));
            at = end;
        }
        return new MessageHeader(fields);
    }

    /// Of the name that begins here; -1 when no field begins here. RFC 5322 §2.2, §4.5.
    private static int colon(byte[] section, int start) {
        int at = start;
        while (at < section.length && section[at] > ' ' && section[at] < 0x7F) {
            if (section[at] == ':') {
                return at > start ? at : -1;
            }
            at++;
        }
        int name = at;
        while (at < section.length && (section[at] == ' ' || section[at] == '\t')) {
            at++;
        }
        return name > start && at < section.length && section[at] == ':' ? at : -1;
    }

    /// Behind the field's last line: lines that begin with a blank go on with it.
    private static int end(byte[] section, int colon) {
        int at = colon;
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
