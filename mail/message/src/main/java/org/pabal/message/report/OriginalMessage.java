// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

/// Whether a whole message can be a part of another as it is.
final class OriginalMessage {
    private static final int MAX_LINE_OCTETS = 998; // RFC 5322 §2.1.1

    private OriginalMessage() {}

    /// The header section is ASCII (else it would be message/global, which few programs show), the
    /// lines end in CRLF and are no longer than mail allows, and there is no NUL.
    static boolean canComeBack(byte[] octets) {
        boolean header = true;
        int line = 0;
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            if (octet == '\n') {
                if (i == 0 || octets[i - 1] != '\r') {
                    return false;
                }
                header &= i - line > 1;
                line = i + 1;
            } else if (octet == 0 || header && octet < 0 || i - line > MAX_LINE_OCTETS) {
                return false;
            } else if (octet == '\r' && (i + 1 == octets.length || octets[i + 1] != '\n')) {
                return false;
            }
        }
        return octets.length > 0;
    }
}
