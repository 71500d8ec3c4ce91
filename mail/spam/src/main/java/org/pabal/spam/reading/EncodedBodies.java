// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pabal.message.mime.TransferDecoding;

/// Bodies in base64, wherever they stand: what a program finds in a message that takes another of two
/// boundaries, types or encodings than we do (THREATS M07).
final class EncodedBodies {
    private static final String FIELD = "content-transfer-encoding:";
    private static final int JUDGED_OCTETS = 64 << 10;

    private EncodedBodies() {}

    /// What stands between a header section that names base64 and the next line that may be a
    /// delimiter, decoded.
    static List<byte[]> in(byte[] window, int most) {
        List<byte[]> bodies = new ArrayList<>();
        boolean base64 = false;
        int body = -1;
        int line = 0;
        while (line < window.length && bodies.size() < most) {
            int next = endOfLine(window, line);
            if (body >= 0 && window[line] == '-' && line + 1 < next && window[line + 1] == '-') {
                bodies.add(TransferDecoding.decode("base64", window, body, line - body));
                body = -1;
                base64 = false;
            } else if (body < 0 && isEmpty(window, line)) {
                body = base64 ? next : -1;
            } else if (body < 0) {
                base64 |= namesBase64(window, line, next);
            }
            line = next;
        }
        if (body >= 0 && bodies.size() < most) {
            bodies.add(TransferDecoding.decode("base64", window, body, window.length - body));
        }
        return bodies;
    }

    private static int endOfLine(byte[] octets, int from) {
        int i = from;
        while (i < octets.length && octets[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, octets.length);
    }

    private static boolean isEmpty(byte[] octets, int line) {
        return octets[line] == '\n'
                || octets[line] == '\r' && line + 1 < octets.length && octets[line + 1] == '\n';
    }

    private static boolean namesBase64(byte[] octets, int line, int next) {
        if ((octets[line] | 0x20) != 'c' || next - line < FIELD.length()) {
            return false;
        }
        int end = Math.min(next, line + 200);
        String text =
                new String(octets, line, end - line, StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        return text.startsWith(FIELD) && text.contains("base64");
    }

    /// Whether there is more than a slip beyond the alphabet, or text behind the padding.
    static boolean isGarbled(byte[] octets, int from, int to) {
        int strange = 0;
        int behindPadding = 0;
        boolean padded = false;
        for (int i = from; i < Math.min(to, from + JUDGED_OCTETS); i++) {
            byte c = octets[i];
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (letter || c == '+' || c == '/') {
                behindPadding += padded ? 1 : 0;
            } else if (c == '=') {
                padded = true;
            } else if (c > ' ' || c < 0) {
                strange++;
            }
        }
        return strange > 2 || behindPadding > 4;
    }
}
