// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.ScannedMessage;

/// Scans messages that tests write down.
final class Scan {
    private Scan() {}

    static ScannedMessage message(byte[] octets) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        return scanner.finish();
    }

    /// Lines end in LF here and in CRLF there.
    static ScannedMessage message(String text, Charset charset) {
        return message(text.replace("\n", "\r\n").getBytes(charset));
    }

    static ScannedMessage message(String text) {
        return message(text, StandardCharsets.UTF_8);
    }

    static String envelope(ScannedMessage message) {
        return ascii(EnvelopeWriter.envelope(message.header()));
    }

    static String bodyStructure(String text) {
        return ascii(BodyStructureWriter.bodyStructure(message(text).root()));
    }

    static String body(String text) {
        return ascii(BodyStructureWriter.body(message(text).root()));
    }

    static String ascii(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
