// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;

/// A mail to be sent to one peer.
///
/// @param recipients at least one
public record OutgoingMail(ReversePath from, List<ForwardPath> recipients, Content content) {
    public OutgoingMail {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a mail has at least one recipient");
        }
    }

    /// The message, as it is stored.
    public interface Content {

        /// For SIZE. RFC 1870.
        long octets();

        /// What the peer must offer for this content.
        Set<Need> needs();

        /// Reads it from its beginning; closed by the client. A failure defers the mail.
        InputStream open() throws IOException;
    }

    public enum Need {
        /// Octets above 127 in the body. RFC 6152.
        EIGHT_BIT_MIME,
        /// Octets above 127 in the header section. RFC 6532.
        SMTPUTF8
    }
}
