// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// A text in the Content-Transfer-Encoding that suits it. RFC 2045 §6.
///
/// No line of the result can be taken for a delimiter, none is longer than mail allows, and all of
/// it is ASCII.
///
/// @param label the value of Content-Transfer-Encoding
public record TransferEncoding(String label, byte[] octets) {
    private static final int MAX_LINE_OCTETS = 998; // RFC 5322 §2.1.1

    /// @param lines ending in CRLF, the last one perhaps not
    public static TransferEncoding ofText(byte[] lines) {
        if (isPlain(lines)) {
            return new TransferEncoding("7bit", lines);
        }
        byte[] quoted = encode("quoted-printable", lines);
        byte[] base64 = encode("base64", lines);
        return quoted.length <= base64.length
                ? new TransferEncoding("quoted-printable", quoted)
                : new TransferEncoding("base64", base64);
    }

    private static boolean isPlain(byte[] lines) {
        int lineStart = 0;
        for (int i = 0; i < lines.length; i++) {
            byte octet = lines[i];
            boolean mayBeDelimiter = i == lineStart && octet == '-';
            if (octet <= 0 || mayBeDelimiter || i - lineStart > MAX_LINE_OCTETS) {
                return false;
            }
            if (octet == '\n') {
                if (i == 0 || lines[i - 1] != '\r') {
                    return false;
                }
                lineStart = i + 1;
            } else if (octet == '\r' && (i + 1 == lines.length || lines[i + 1] != '\n')) {
                return false;
            }
        }
        return true;
    }

    private static byte[] encode(String encoding, byte[] plain) {
        try (InputStream in = new EncodingStream(encoding, new ByteArrayInputStream(plain))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // octets in memory can always be read
        }
    }
}
