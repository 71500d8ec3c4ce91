// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.TransferDecoding;

/// The octets of a message, opened when they are first needed. For one thread.
public final class OpenMessage implements AutoCloseable {
    private static final int PIECE_OCTETS = 64 << 10;

    /// THREATS §4. More of a header section is not read.
    private static final int MAX_HEADER_OCTETS = 1 << 20;

    private final Supplier<MessageOctets> opener;
    private @Nullable MessageOctets octets;

    public OpenMessage(Supplier<MessageOctets> opener) {
        this.opener = opener;
    }

    /// The header section of a part or of the message.
    public HeaderSection header(MimePart part) {
        if (!part.header().fields().isEmpty()) {
            return part.header();
        }
        int length = (int) Math.min(MAX_HEADER_OCTETS, part.bodyOffset() - part.headerOffset());
        if (length <= 0) {
            return new HeaderSection(List.of());
        }
        byte[] section = new byte[length];
        int read = read(part.headerOffset(), section, length);
        return HeaderSection.parse(section, 0, read);
    }

    private int read(long position, byte[] into, int length) {
        int have = 0;
        while (have < length) {
            int read = octets().read(position + have, into, have, length - have);
            if (read <= 0) {
                break;
            }
            have += read;
        }
        return have;
    }

    /// How many octets a part has once its transfer encoding is undone.
    long decodedOctets(MimePart part) {
        String encoding = part.content().transferEncoding();
        if (!encoding.equals("base64") && !encoding.equals("quoted-printable")) {
            return part.bodyOctets();
        }
        long[] count = new long[1];
        decode(part, Long.MAX_VALUE, (_, _, length) -> count[0] += length);
        return count[0];
    }

    /// @param octets of the part, its transfer encoding undone
    /// @param whole there are no more
    public record Decoded(byte[] octets, boolean whole) {}

    /// The octets of a part.
    ///
    /// @param most octets, or a piece more
    public Decoded decoded(MimePart part, int most) {
        ByteArrayOutputStream decoded =
                new ByteArrayOutputStream(Math.clamp(part.bodyOctets(), 32, PIECE_OCTETS));
        boolean whole = decode(part, most, decoded::write);
        return new Decoded(decoded.toByteArray(), whole);
    }

    private boolean decode(MimePart part, long most, TransferDecoding.Sink sink) {
        long[] given = new long[1];
        TransferDecoding.Decoder decoder =
                TransferDecoding.decoder(
                        part.content().transferEncoding(),
                        (some, offset, length) -> {
                            given[0] += length;
                            sink.write(some, offset, length);
                        });
        byte[] piece = new byte[Math.clamp(part.bodyOctets(), 1, PIECE_OCTETS)];
        long at = part.bodyOffset();
        while (at < part.endOffset() && given[0] <= most) {
            int wanted = (int) Math.min(piece.length, part.endOffset() - at);
            int count = octets().read(at, piece, 0, wanted);
            if (count <= 0) {
                break;
            }
            decoder.write(piece, 0, count);
            at += count;
        }
        decoder.finish();
        return at >= part.endOffset();
    }

    private MessageOctets octets() {
        MessageOctets open = octets;
        if (open == null) {
            open = opener.get();
            octets = open;
        }
        return open;
    }

    @Override
    public void close() {
        MessageOctets open = octets;
        if (open != null) {
            open.close();
        }
    }
}
