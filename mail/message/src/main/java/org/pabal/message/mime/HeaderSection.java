// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.List;
import java.util.Optional;

/// The header section of a message or of a part, in the order of its fields. RFC 5322 §2.1.
public record HeaderSection(List<HeaderField> fields) {
    public HeaderSection {
        fields = List.copyOf(fields);
    }

    /// The fields in the octets of a header section, up to its empty line or the first line that is
    /// no field: the same reading that {@link MessageScanner} does, without its limits.
    public static HeaderSection parse(byte[] octets, int offset, int length) {
        return new HeaderSection(HeaderFieldReader.read(octets, offset, length));
    }

    /// The same fields and where they stand, for whoever changes some of them and leaves the others
    /// octet for octet.
    ///
    /// @param octets of a header section
    public static List<PlacedField> places(byte[] octets) {
        return HeaderFieldReader.places(octets);
    }

    /// Where the first field stands or would stand: behind an mbox line, if there is one.
    public static int firstPlace(byte[] octets) {
        return HeaderFieldReader.begin(octets, 0, octets.length);
    }

    /// The first field of this name, compared without ASCII case: where a field stands twice, the
    /// first counts in every reader (THREATS M07).
    public Optional<HeaderField> first(String name) {
        for (HeaderField field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    public List<HeaderField> all(String name) {
        return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).toList();
    }
}
