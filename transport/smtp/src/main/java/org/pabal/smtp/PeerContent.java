// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.pabal.smtp.MailParameters.Body;
import org.pabal.smtp.OutgoingMail.Content;
import org.pabal.smtp.OutgoingMail.Need;
import org.pabal.smtp.PeerFacts.Offer;

/// A content in the form in which one peer takes it.
///
/// @param chunk the octets, when they are few enough to be sent along with the commands
record PeerContent(Content content, Body body, Optional<byte[]> chunk) {
    /// One flight of this length needs no reply in between, and a server that refuses the mail
    /// wastes no more than this.
    private static final int MAX_IN_FLIGHT = 64 * 1024;

    /// The peer cannot get this content, or not now.
    static final class Impossible extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient DeliveryOutcome outcome;

        Impossible(DeliveryOutcome outcome) {
            super(outcome.toString());
            this.outcome = outcome;
        }

        DeliveryOutcome outcome() {
            return outcome;
        }
    }

    static PeerContent of(Content content, SessionFacts session) throws Impossible {
        PeerFacts peer = session.peer();
        boolean eightBit = content.needs().contains(Need.EIGHT_BIT_MIME);
        boolean utf8 = content.needs().contains(Need.SMTPUTF8);
        boolean binary = content.needs().contains(Need.BINARY_MIME);
        if (binary && !(peer.offers(Offer.BINARY_MIME) && peer.offers(Offer.CHUNKING))) {
            throw new Impossible(
                    DeliveryOutcome.rejected("5.6.3", "the server does not offer BINARYMIME"));
        }
        if (eightBit && !peer.offers(Offer.EIGHT_BIT_MIME)) {
            throw new Impossible(
                    DeliveryOutcome.rejected("5.6.3", "the server does not offer 8BITMIME"));
        }
        Body body =
                binary
                        ? Body.BINARY_MIME
                        : (eightBit || utf8) && peer.offers(Offer.EIGHT_BIT_MIME)
                                ? Body.EIGHT_BIT_MIME
                                : Body.SEVEN_BIT;
        boolean inFlight =
                peer.offers(Offer.CHUNKING)
                        && peer.offers(Offer.PIPELINING)
                        && content.octets() <= MAX_IN_FLIGHT;
        return new PeerContent(
                content, body, inFlight ? Optional.of(read(content, body)) : Optional.empty());
    }

    /// What the peer is sent.
    long octets() {
        return chunk.isPresent() ? chunk.get().length : content.octets();
    }

    private static byte[] read(Content content, Body body) throws Impossible {
        try (InputStream in = content.open()) {
            byte[] octets = in.readAllBytes();
            return body == Body.BINARY_MIME ? octets : canonical(octets);
        } catch (IOException unreadable) {
            throw new Impossible(DeliveryOutcome.deferred("4.3.0", "the message cannot be read"));
        }
    }

    /// Every line ends with CRLF and in no other way (THREATS O08).
    private static byte[] canonical(byte[] octets) {
        if (isCanonical(octets)) {
            return octets;
        }
        var out = new ByteArrayOutputStream(octets.length + octets.length / 16 + 2);
        int i = 0;
        while (i < octets.length) {
            byte octet = octets[i++];
            if (octet == '\r' && i < octets.length && octets[i] == '\n') {
                i++;
            }
            if (octet == '\r' || octet == '\n') {
                out.write('\r');
                out.write('\n');
            } else {
                out.write(octet);
            }
        }
        byte[] lines = out.toByteArray();
        if (!endsWithLineEnd(lines)) {
            out.write('\r');
            out.write('\n');
        }
        return out.toByteArray();
    }

    private static boolean isCanonical(byte[] octets) {
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')
                    || octets[i] == '\r' && (i + 1 == octets.length || octets[i + 1] != '\n')) {
                return false;
            }
        }
        return endsWithLineEnd(octets);
    }

    private static boolean endsWithLineEnd(byte[] octets) {
        int length = octets.length;
        return length == 0
                || length > 1 && octets[length - 2] == '\r' && octets[length - 1] == '\n';
    }
}
