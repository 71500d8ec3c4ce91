// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.nio.charset.StandardCharsets;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.ScannedMessage;

/// A message in memory.
public final class OctetsMessage implements SieveMessage {
    private final byte[] octets;
    private final ScannedMessage scan;

    public OctetsMessage(byte[] octets) {
        this.octets = octets.clone();
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        this.scan = scanner.finish();
    }

    /// @param text with LF or CRLF; `{hex:BEC6}` stands for octets
    public static OctetsMessage of(String text) {
        String crlf = text.replace("\r\n", "\n").replace("\n", "\r\n");
        StringBuilder latin1 =
                new StringBuilder(
                        new String(
                                crlf.getBytes(StandardCharsets.UTF_8),
                                StandardCharsets.ISO_8859_1));
        int at = latin1.indexOf("{hex:");
        while (at >= 0) {
            int end = latin1.indexOf("}", at);
            String hex = latin1.substring(at + 5, end);
            StringBuilder raw = new StringBuilder();
            for (int i = 0; i < hex.length(); i += 2) {
                raw.append((char) Integer.parseInt(hex.substring(i, i + 2), 16));
            }
            latin1.replace(at, end + 1, raw.toString());
            at = latin1.indexOf("{hex:", at);
        }
        return new OctetsMessage(latin1.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public ScannedMessage scan() {
        return scan;
    }

    @Override
    public long octets() {
        return octets.length;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
        int count = Math.clamp(octets.length - position, 0, length);
        System.arraycopy(octets, (int) Math.min(position, octets.length), into, offset, count);
        return count;
    }
}
