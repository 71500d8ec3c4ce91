// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.body;

import java.io.ByteArrayOutputStream;
import org.pabal.message.mime.Charsets;
import org.pabal.message.mime.HtmlText;
import org.pabal.message.mime.MimeContent;
import org.pabal.message.mime.TransferDecoding;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.edit.MessagePart;
import org.pabal.sieve.run.Run;

/// The text of a part, its transfer encoding and charset undone, as far as a limit lets see.
///
/// No label and no octets are an error: what is wrong is read by the fallback that everything in this
/// server shares (THREATS M08, M12).
public final class PartText {
    /// Looked at of one part, when decoded.
    public static final int MAX_OCTETS = 1 << 20;

    /// Read of one part, before decoding: quoted-printable triples.
    private static final int MAX_ENCODED_OCTETS = 4 << 20;

    private static final int PIECE_OCTETS = 16 << 10;

    private PartText() {}

    /// The text of a leaf.
    ///
    /// @param most octets, when decoded
    public static String of(Run run, MessagePart part, int most) {
        MimeContent content = part.part().content();
        byte[] octets =
                octets(
                        run,
                        part.source(),
                        part.part().bodyOffset(),
                        part.part().endOffset(),
                        content.transferEncoding(),
                        most + 1);
        int length = Math.min(octets.length, most);
        String label = content.parameters().getOrDefault("charset", "");
        return Charsets.decode(octets, 0, length, label, length == octets.length);
    }

    /// The same as people read it: HTML without its markup.
    public static String readable(Run run, MessagePart part, int most) {
        String text = of(run, part, most);
        return part.part().content().subtype().equals("html") ? HtmlText.of(text) : text;
    }

    /// A stretch of a message, as far as the limits go.
    static byte[] octets(
            Run run, SieveMessage source, long from, long to, String encoding, int most) {
        long end = Math.min(to, from + MAX_ENCODED_OCTETS);
        var decoded = new ByteArrayOutputStream(Math.clamp(end - from, 16, most));
        TransferDecoding.Decoder decoder =
                TransferDecoding.decoder(
                        encoding,
                        (octets, offset, length) ->
                                decoded.write(
                                        octets, offset, Math.min(length, most - decoded.size())));
        byte[] piece = new byte[Math.clamp(end - from, 1, PIECE_OCTETS)];
        long at = from;
        while (at < end && decoded.size() < most) {
            int count = source.read(at, piece, 0, (int) Math.min(piece.length, end - at));
            if (count <= 0) {
                break;
            }
            run.charge(count);
            decoder.write(piece, 0, count);
            at += count;
        }
        decoder.finish();
        return decoded.toByteArray();
    }
}
