// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import java.util.List;
import java.util.Set;

/// A part of a message's octets. RFC 9051 §6.4.5.1.
///
/// @param part numbers from the outside in; none for the message itself
/// @param fields names in upper case, for HEADER_FIELDS and HEADER_FIELDS_NOT
public record Section(List<Integer> part, Kind kind, Set<String> fields) {
    /// The message from end to end.
    public static final Section ALL = new Section(List.of(), Kind.WHOLE, Set.of());

    public enum Kind {
        /// The message, or the body of a part.
        WHOLE,
        HEADER,
        HEADER_FIELDS,
        HEADER_FIELDS_NOT,
        TEXT,
        MIME
    }
}
