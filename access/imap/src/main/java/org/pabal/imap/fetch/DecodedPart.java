// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.fetch.SectionFinder.Place;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.TransferDecoding;
import org.pabal.wire.Connection.Sink;

/// A part with its transfer encoding undone.
///
/// @param encoding `7bit` where nothing is to be undone
record DecodedPart(Place place, String encoding) {

    /// Multiparts and messages are not encoded. RFC 2045 §6.4.
    static Optional<DecodedPart> find(
            MimePart message, List<Integer> numbers, MessageOctets octets) {
        if (numbers.isEmpty()) {
            return Optional.of(new DecodedPart(new Place(0, octets.size()), "7bit"));
        }
        return SectionFinder.part(message, numbers)
                .map(part ->
                        new DecodedPart(
                                new Place(part.bodyOffset(), part.bodyOctets()),
                                part.children().isEmpty()
                                        ? part.content().transferEncoding()
                                        : "7bit"));
    }

    /// False for an encoding that nobody here knows. RFC 3516 §4.3.
    boolean isKnown() {
        return switch (encoding) {
            case "7bit", "8bit", "binary", "base64", "quoted-printable" -> true;
            default -> false;
        };
    }

    Decoding decoding(Sink to) {
        return new Decoding(encoding, to);
    }

    /// Carries an `IOException` of the sink past the decoder, which knows none.
    static final class Decoding {
        private final TransferDecoding.Decoder decoder;
        private Optional<IOException> failure = Optional.empty();

        private Decoding(String encoding, Sink to) {
            this.decoder =
                    TransferDecoding.decoder(
                            encoding,
                            (octets, offset, length) -> {
                                if (failure.isEmpty()) {
                                    try {
                                        to.write(octets, offset, length);
                                    } catch (IOException e) {
                                        failure = Optional.of(e);
                                    }
                                }
                            });
        }

        void write(byte[] octets, int offset, int length) throws IOException {
            decoder.write(octets, offset, length);
            check();
        }

        void finish() throws IOException {
            decoder.finish();
            check();
        }

        private void check() throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }
}
