// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import java.nio.charset.StandardCharsets;
import org.pabal.message.mime.MessageScanner;

/// Mails from literals, read.
public final class Mails {
    private Mails() {}

    /// @param text each char up to U+00FF is an octet, others are UTF-8; lines end in LF
    public static MailReading read(String text) {
        return read(octets(text));
    }

    public static MailReading read(byte[] octets) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        return MailReading.of(scanner.finish(), octets);
    }

    /// With CRLF, as UTF-8.
    public static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
