// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.mta.policy.Edit;

/// A header section that is changed field by field. What is not changed keeps its octets.
final class EditedHeader {
    private static final byte[] CRLF = {'\r', '\n'};

    private final List<Part> parts = new ArrayList<>();
    private byte[] ending = CRLF;

    /// @param octets with the line end
    private record Part(HeaderField field, byte[] octets) {
        boolean is(String name) {
            return field.name().equalsIgnoreCase(name);
        }
    }

    private EditedHeader() {}

    /// @param octets a header section with its empty line, if it has one
    static EditedHeader parse(byte[] octets) {
        EditedHeader header = new EditedHeader();
        int at = 0;
        while (at < octets.length) {
            int next = endOfField(octets, at);
            List<HeaderField> found = HeaderSection.parse(octets, at, next - at).fields();
            if (found.isEmpty()) {
                header.ending = Arrays.copyOfRange(octets, at, octets.length);
                break;
            }
            header.parts.add(new Part(found.getFirst(), Arrays.copyOfRange(octets, at, next)));
            at = next;
        }
        return header;
    }

    private static int endOfField(byte[] octets, int start) {
        int at = start;
        do {
            while (at < octets.length && octets[at] != '\n') {
                at++;
            }
            at = Math.min(at + 1, octets.length);
        } while (at < octets.length && (octets[at] == ' ' || octets[at] == '\t'));
        return at;
    }

    List<HeaderField> fields() {
        return parts.stream().map(Part::field).toList();
    }

    /// @return whether it is an edit of the header section
    boolean apply(Edit edit) {
        switch (edit) {
            case Edit.AddField(var field) -> parts.add(part(field));
            case Edit.InsertField(int index, var field) ->
                    parts.add(Math.clamp(index, 0, parts.size()), part(field));
            case Edit.ChangeField(int nth, var field) -> change(nth, field);
            case Edit.RemoveField(int nth, var name) -> remove(nth, name);
            case Edit.ReplaceBody _,
                    Edit.AddRecipient _,
                    Edit.RemoveRecipient _,
                    Edit.ChangeSender _,
                    Edit.Hold _ -> {
                return false;
            }
        }
        return true;
    }

    private void change(int nth, HeaderField field) {
        int at = find(nth, field.name());
        if (at < 0) {
            parts.add(part(field));
        } else {
            parts.set(at, part(field));
        }
    }

    private void remove(int nth, String name) {
        int at = find(nth, name);
        if (at >= 0) {
            parts.remove(at);
        }
    }

    private int find(int nth, String name) {
        int left = nth;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).is(name) && --left == 0) {
                return i;
            }
        }
        return -1;
    }

    private static Part part(HeaderField field) {
        String line = field.name() + ":" + field.value() + "\r\n";
        return new Part(field, line.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The section as it is now, with an empty line, whether there was one before or not.
    byte[] octets() {
        ByteArrayOutputStream all = new ByteArrayOutputStream(4096);
        parts.forEach(part -> writeLine(all, part.octets));
        all.writeBytes(ending);
        return all.toByteArray();
    }

    /// The last line of a chunked message may have come without its end.
    private static void writeLine(ByteArrayOutputStream all, byte[] line) {
        all.writeBytes(line);
        if (line.length > 0 && line[line.length - 1] != '\n') {
            all.writeBytes(CRLF);
        }
    }
}
