// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Objects;

/// Octets in a transfer encoding, in lines of at most 76 characters. RFC 2045 §6.7, §6.8.
///
/// CRLF stays a line end in quoted-printable; a CR or LF alone is an octet like any other, and so
/// comes back as it was. No line end is added at the end of base64.
final class EncodingStream extends InputStream {
    private static final int LINE_CHARACTERS = 76;
    private static final int LINE_OCTETS = LINE_CHARACTERS / 4 * 3;
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };
    private static final int END = -1;

    private final InputStream plain;
    private final boolean quoted;
    private final byte[] encoded = new byte[LINE_CHARACTERS + 8];
    private int next;
    private int end;
    private boolean begun;

    // Quoted-printable: octets that were looked at already.
    private final byte[] piece = new byte[8192];
    private int pieceNext;
    private int pieceEnd;
    private int column;

    EncodingStream(String encoding, InputStream plain) {
        this.plain = plain;
        this.quoted = encoding.equals("quoted-printable");
    }

    @Override
    public int read() throws IOException {
        return fill() ? encoded[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, octets.length);
        int count = 0;
        while (count < length && fill()) {
            int some = Math.min(length - count, end - next);
            System.arraycopy(encoded, next, octets, offset + count, some);
            next += some;
            count += some;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    private boolean fill() throws IOException {
        if (next < end) {
            return true;
        }
        next = 0;
        end = 0;
        if (quoted) {
            quote();
        } else {
            encodeLine();
        }
        return end > 0;
    }

    private void encodeLine() throws IOException {
        byte[] octets = plain.readNBytes(LINE_OCTETS);
        if (octets.length == 0) {
            return;
        }
        if (begun) {
            put('\r');
            put('\n');
        }
        begun = true;
        byte[] line = Base64.getEncoder().encode(octets);
        System.arraycopy(line, 0, encoded, end, line.length);
        end += line.length;
    }

    /// Adds to the current line until that ends or there is no room for more.
    private void quote() throws IOException {
        while (end < LINE_CHARACTERS) {
            int octet = take();
            if (octet == END) {
                return;
            }
            if (octet == '\r' && peek() == '\n') {
                take();
                put('\r');
                put('\n');
                column = 0;
                return;
            }
            boolean space = octet == ' ' || octet == '\t';
            boolean plainly =
                    octet > ' ' && octet < 0x7F && octet != '=' && !mayBeginDelimiter(octet)
                            || space && !isEndOfLine();
            int width = plainly ? 1 : 3;
            if (column + width > LINE_CHARACTERS - 1) {
                put('=');
                put('\r');
                put('\n');
                column = 0;
            }
            if (plainly) {
                put(octet);
            } else {
                put('=');
                put(HEX[octet >> 4]);
                put(HEX[octet & 15]);
            }
            column += width;
        }
    }

    /// A line that begins anew must not become a delimiter of the multipart around it.
    private boolean mayBeginDelimiter(int octet) {
        return octet == '-' && (column == 0 || column == LINE_CHARACTERS - 1);
    }

    /// White space must not end a line. A CR alone is quoted, which ends none.
    private boolean isEndOfLine() throws IOException {
        int following = peek();
        return following == END || following == '\r';
    }

    private int take() throws IOException {
        int octet = peek();
        if (octet != END) {
            pieceNext++;
        }
        return octet;
    }

    private int peek() throws IOException {
        if (pieceNext == pieceEnd) {
            int count = plain.read(piece, 0, piece.length);
            if (count <= 0) {
                return END;
            }
            pieceNext = 0;
            pieceEnd = count;
        }
        return piece[pieceNext] & 0xFF;
    }

    private void put(int octet) {
        encoded[end++] = (byte) octet;
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
