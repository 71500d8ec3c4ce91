// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.mime.NarrowedMessage;
import org.pabal.message.mime.NarrowedMessage.Carrier;
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
        boolean binary = content.needs().contains(Need.BINARY_MIME);
        boolean eightBit = content.needs().contains(Need.EIGHT_BIT_MIME);
        boolean carried =
                binary
                        ? peer.offers(Offer.BINARY_MIME) && peer.offers(Offer.CHUNKING)
                        : !eightBit || peer.offers(Offer.EIGHT_BIT_MIME);
        if (!carried) {
            Carrier carrier =
                    peer.offers(Offer.EIGHT_BIT_MIME) ? Carrier.EIGHT_BIT : Carrier.SEVEN_BIT;
            return sent(narrowed(content, carrier, binary), peer);
        }
        return sent(content, peer);
    }

    private static PeerContent sent(Content content, PeerFacts peer) throws Impossible {
        Body body =
                content.needs().contains(Need.BINARY_MIME)
                        ? Body.BINARY_MIME
                        : !content.needs().isEmpty() && peer.offers(Offer.EIGHT_BIT_MIME)
                                ? Body.EIGHT_BIT_MIME
                                : Body.SEVEN_BIT;
        boolean inFlight =
                peer.offers(Offer.CHUNKING)
                        && peer.offers(Offer.PIPELINING)
                        && content.octets() <= MAX_IN_FLIGHT;
        return new PeerContent(
                content, body, inFlight ? Optional.of(read(content, body)) : Optional.empty());
    }

    /// RFC 6152 §3, RFC 3030 §3: encoded, or returned when that would damage it.
    private static Content narrowed(Content content, Carrier carrier, boolean binary)
            throws Impossible {
        try {
            Optional<NarrowedMessage> narrowed = NarrowedMessage.of(content::open, carrier);
            if (narrowed.isPresent()) {
                return new Narrowed(content, narrowed.get(), carrier);
            }
        } catch (IOException unreadable) {
            throw new Impossible(DeliveryOutcome.deferred("4.3.0", "the message cannot be read"));
        }
        throw new Impossible(
                DeliveryOutcome.rejected(
                        "5.6.3",
                        "the server does not offer "
                                + (binary ? "BINARYMIME" : "8BITMIME")
                                + ", and the message cannot be encoded without damage"));
    }

    private record Narrowed(Content whole, NarrowedMessage narrowed, Carrier carrier)
            implements Content {
        @Override
        public long octets() {
            return narrowed.octets();
        }

        @Override
        public Set<Need> needs() {
            Set<Need> left = EnumSet.noneOf(Need.class);
            left.addAll(whole.needs());
            left.remove(Need.BINARY_MIME);
            if (carrier == Carrier.SEVEN_BIT) {
                left.remove(Need.EIGHT_BIT_MIME);
            }
            return left;
        }

        @Override
        public InputStream open() throws IOException {
            return narrowed.open();
        }
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
