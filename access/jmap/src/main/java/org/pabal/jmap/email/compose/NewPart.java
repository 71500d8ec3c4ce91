// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.compose;

import java.util.List;
import org.pabal.jmap.JmapBlob;

/// A part of a message that is to be made.
///
/// Its fields are whole, without their last line ends.
sealed interface NewPart {
    List<String> fields();

    record Multipart(List<String> fields, String boundary, List<NewPart> parts)
            implements NewPart {}

    /// @param octets in the transfer encoding that the fields name
    record Text(List<String> fields, byte[] octets) implements NewPart {}

    record OfBlob(List<String> fields, JmapBlob blob, Encoding encoding) implements NewPart {
        enum Encoding {
            BASE64,
            /// Lines of mail, as a message is.
            NONE
        }
    }
}
