// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.MailDate;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.ScannedMessage;

/// A mail whose kind is known.
///
/// @param folder where it comes from, by its name
/// @param number its place in the folder
/// @param octets as they go over the wire: lines end in CRLF, without mbox's `From ` line
/// @param at when the last host received it, as its fields say; the epoch when they do not
record CorpusMail(String folder, int number, boolean spam, byte[] octets, Instant at) {
    static CorpusMail of(Path folder, int number, boolean spam, byte[] stored) {
        byte[] octets = onTheWire(stored);
        return new CorpusMail(
                folder.getFileName().toString(), number, spam, octets, received(octets));
    }

    private static byte[] onTheWire(byte[] stored) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream(stored.length + stored.length / 40);
        int at = startsWithFrom(stored) ? afterLine(stored) : 0;
        byte before = 0;
        for (; at < stored.length; at++) {
            if (stored[at] == '\n' && before != '\r') {
                wire.write('\r');
            }
            before = stored[at];
            wire.write(before);
        }
        return wire.toByteArray();
    }

    static boolean startsWithFrom(byte[] octets) {
        return octets.length > 5
                && octets[0] == 'F'
                && octets[1] == 'r'
                && octets[2] == 'o'
                && octets[3] == 'm'
                && octets[4] == ' ';
    }

    private static int afterLine(byte[] octets) {
        int at = 0;
        while (at < octets.length && octets[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, octets.length);
    }

    private static Instant received(byte[] octets) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        ScannedMessage scan = scanner.finish();
        for (HeaderField field : scan.header().all("Received")) {
            int date = field.value().lastIndexOf(';');
            var at = MailDate.parse(field.value().substring(date + 1).strip());
            if (date >= 0 && at.isPresent()) {
                return at.get().toInstant();
            }
        }
        return Instant.EPOCH;
    }
}
