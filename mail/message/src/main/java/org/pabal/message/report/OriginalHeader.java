// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The original's header section as ASCII lines ending in CRLF.
///
/// @param isQuotedPrintable when it has 8-bit octets or lines too long
record OriginalHeader(String text, boolean isQuotedPrintable) {
    private static final int MAX_OCTETS = 64 << 10; // the report stays small
    private static final int MAX_LINE_OCTETS = 998; // RFC 5322 §2.1.1

    static OriginalHeader of(byte[] octets) {
        byte[] lines = canonical(octets);
        boolean plain = isPlain(lines);
        return new OriginalHeader(
                plain
                        ? new String(lines, StandardCharsets.US_ASCII)
                        : QuotedPrintableWriter.write(lines),
                !plain);
    }

    /// Line ends to CRLF, cut at a line within the limit, nothing behind the empty line.
    private static byte[] canonical(byte[] octets) {
        var lines = new ByteArrayOutputStream(octets.length);
        int i = 0;
        while (i < octets.length) {
            int end = i;
            while (end < octets.length && octets[end] != '\n' && octets[end] != '\r') {
                end++;
            }
            if (end == i || lines.size() + end - i > MAX_OCTETS) {
                break;
            }
            lines.write(octets, i, end - i);
            lines.write('\r');
            lines.write('\n');
            boolean crlf =
                    end + 1 < octets.length && octets[end] == '\r' && octets[end + 1] == '\n';
            i = crlf ? end + 2 : end + 1;
        }
        return lines.toByteArray();
    }

    private static boolean isPlain(byte[] lines) {
        int lineStart = 0;
        for (int i = 0; i < lines.length; i++) {
            byte octet = lines[i];
            boolean control = octet < ' ' && octet != '\r' && octet != '\n' && octet != '\t';
            if (control || octet == 0x7F) {
                return false;
            }
            if (octet == '\n') {
                lineStart = i + 1;
            } else if (i - lineStart >= MAX_LINE_OCTETS + 1) {
                return false;
            }
        }
        return true;
    }
}
