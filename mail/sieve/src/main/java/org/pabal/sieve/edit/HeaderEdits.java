// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.edit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.PlacedField;

/// Changes to the octets of a header section. What is not changed stays as it is, octet for octet; the
/// result ends in an empty line.
public final class HeaderEdits {
    private static final byte[] LINE_END = {'\r', '\n'};

    private HeaderEdits() {}

    /// @param fields whole fields, each with its line end
    public static byte[] addedFirst(byte[] section, String fields) {
        return added(section, HeaderSection.firstPlace(section), fields);
    }

    /// @param fields whole fields, each with its line end
    public static byte[] addedLast(byte[] section, String fields) {
        return added(section, end(section, HeaderSection.places(section)), fields);
    }

    private static byte[] added(byte[] section, int at, String fields) {
        var out = new ByteArrayOutputStream(section.length + fields.length() + 4);
        out.write(section, 0, at);
        if (at > 0 && section[at - 1] != '\n') {
            out.writeBytes(LINE_END); // the message ends within its last field
        }
        out.writeBytes(fields.getBytes(StandardCharsets.UTF_8));
        out.write(section, at, section.length - at);
        close(out, section);
        return out.toByteArray();
    }

    /// Without the fields that are unwanted.
    public static byte[] without(byte[] section, Predicate<PlacedField> unwanted) {
        List<PlacedField> places = HeaderSection.places(section);
        var out = new ByteArrayOutputStream(section.length + 2);
        int at = 0;
        for (PlacedField place : places) {
            if (unwanted.test(place)) {
                out.write(section, at, place.from() - at);
                at = place.to();
            }
        }
        out.write(section, at, section.length - at);
        close(out, section);
        return out.toByteArray();
    }

    /// With another name for the fields of this name.
    public static byte[] renamed(byte[] section, String name, String other) {
        var out = new ByteArrayOutputStream(section.length + 64);
        int at = 0;
        for (PlacedField place : HeaderSection.places(section)) {
            if (place.field().name().equalsIgnoreCase(name)) {
                out.write(section, at, place.from() - at);
                out.writeBytes(other.getBytes(StandardCharsets.US_ASCII));
                at = place.from() + place.field().name().length();
            }
        }
        out.write(section, at, section.length - at);
        close(out, section);
        return out.toByteArray();
    }

    /// An empty line, if the section had none of its own: it ended where no field followed.
    private static void close(ByteArrayOutputStream out, byte[] section) {
        if (end(section, HeaderSection.places(section)) == section.length) {
            byte[] sofar = out.toByteArray();
            if (sofar.length > 0 && sofar[sofar.length - 1] != '\n') {
                out.writeBytes(LINE_END);
            }
            out.writeBytes(LINE_END);
        }
    }

    /// Behind the last field.
    private static int end(byte[] section, List<PlacedField> places) {
        return places.isEmpty() ? HeaderSection.firstPlace(section) : places.getLast().to();
    }
}
