// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.edit;

import java.nio.charset.StandardCharsets;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.sieve.SieveMessage;

/// A message in memory. Gives its octets a few at a time, and counts how many it gave.
final class HeldMessage implements SieveMessage {
    private static final int AT_A_TIME = 1000;

    private final byte[] octets;
    private final ScannedMessage scan;
    long given;

    HeldMessage(byte[] octets) {
        this.octets = octets;
        this.scan = scan(octets);
    }

    static HeldMessage of(String latin1) {
        return new HeldMessage(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    static ScannedMessage scan(byte[] octets) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        return scanner.finish();
    }

    static byte[] all(SieveMessage message) {
        byte[] all = new byte[Math.toIntExact(message.octets())];
        Pieces.fully(message, 0, all, 0, all.length);
        return all;
    }

    static String text(SieveMessage message) {
        return new String(all(message), StandardCharsets.ISO_8859_1);
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
    public int read(long position, byte[] target, int offset, int length) {
        int count = (int) Math.min(Math.min(length, AT_A_TIME), octets.length - position);
        if (count <= 0) {
            return 0;
        }
        System.arraycopy(octets, (int) position, target, offset, count);
        given += count;
        return count;
    }
}
