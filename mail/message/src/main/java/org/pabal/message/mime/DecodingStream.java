// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.IOException;
import java.io.InputStream;

/// The decoded octets of an encoded stream, in bounded memory.
final class DecodingStream extends InputStream {
    private static final int PIECE_OCTETS = 8192;

    private final InputStream encoded;
    private final TransferDecoding.Decoder decoder;
    private final byte[] piece = new byte[PIECE_OCTETS];
    private byte[] decoded = new byte[PIECE_OCTETS];
    private int next;
    private int end;
    private boolean finished;

    DecodingStream(String transferEncoding, InputStream encoded) {
        this.encoded = encoded;
        this.decoder = TransferDecoding.decoder(transferEncoding, this::keep);
    }

    private void keep(byte[] octets, int offset, int length) {
        if (end + length > decoded.length) {
            decoded = java.util.Arrays.copyOf(decoded, Math.max(end + length, decoded.length * 2));
        }
        System.arraycopy(octets, offset, decoded, end, length);
        end += length;
    }

    @Override
    public int read() throws IOException {
        return fill() ? decoded[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, end - next);
        System.arraycopy(decoded, next, target, offset, count);
        next += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (next == end && !finished) {
            next = 0;
            end = 0;
            int count = encoded.read(piece, 0, piece.length);
            if (count < 0) {
                decoder.finish();
                finished = true;
            } else {
                decoder.write(piece, 0, count);
            }
        }
        return next < end;
    }

    @Override
    public void close() throws IOException {
        encoded.close();
    }
}
