// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

import java.util.HexFormat;

/// Quoted-printable of lines that end in CRLF. RFC 2045 §6.7.
final class QuotedPrintableWriter {
    private static final int MAX_LINE_CHARS = 76;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private QuotedPrintableWriter() {}

    static String write(byte[] lines) {
        StringBuilder out = new StringBuilder(lines.length * 3 / 2);
        int column = 0;
        for (int i = 0; i < lines.length; i++) {
            if (isLineEnd(lines, i)) {
                out.append("\r\n");
                column = 0;
                i++;
                continue;
            }
            byte octet = lines[i];
            boolean space = octet == ' ' || octet == '\t';
            boolean plain =
                    octet > ' ' && octet < 0x7F && octet != '='
                            || space && !isLineEnd(lines, i + 1) && i + 1 < lines.length;
            String text = plain ? Character.toString(octet) : "=" + HEX.toHexDigits(octet);
            if (column + text.length() > MAX_LINE_CHARS - 1) {
                out.append("=\r\n");
                column = 0;
            }
            out.append(text);
            column += text.length();
        }
        return out.toString();
    }

    private static boolean isLineEnd(byte[] lines, int i) {
        return i + 1 < lines.length && lines[i] == '\r' && lines[i + 1] == '\n';
    }
}
