// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;

/// A mail to be sent to one peer.
///
/// @param recipients at least one
/// @param request what travels on with the mail; the seconds of BY= are those that are left
/// @param handedOn told to a peer that is a host of ours and offers XFORWARD
public record OutgoingMail(
        ReversePath from,
        List<Recipient> recipients,
        Content content,
        MailRequest request,
        Optional<HandedOn> handedOn) {

    /// For somebody else's host.
    public OutgoingMail(
            ReversePath from, List<Recipient> recipients, Content content, MailRequest request) {
        this(from, recipients, content, request, Optional.empty());
    }

    public OutgoingMail {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a mail has at least one recipient");
        }
    }

    /// A mail that asks for nothing.
    public static OutgoingMail of(ReversePath from, List<ForwardPath> to, Content content) {
        List<Recipient> recipients =
                to.stream().map(path -> new Recipient(path, RecipientRequest.NONE)).toList();
        return new OutgoingMail(from, recipients, content, MailRequest.NONE);
    }

    /// @param request what travels on with the recipient
    public record Recipient(ForwardPath to, RecipientRequest request) {}

    OutgoingMail to(List<Recipient> some) {
        return new OutgoingMail(from, some, content, request, handedOn);
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
        SMTPUTF8,
        /// NUL, bare CR or LF, or lines of any length. RFC 3030 §3.
        BINARY_MIME
    }
}
