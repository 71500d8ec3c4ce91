// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.run.Run;

/// A boundary for a multipart around a message. RFC 2046 §5.1.1.
///
/// It is made from the header section, in which are fields of this server's that no sender knows
/// beforehand, and the time; and then the message is read to see that it does not hold it.
final class Boundary {
    private static final int PIECE_OCTETS = 64 << 10;

    private Boundary() {}

    static String absentIn(Run run, SieveMessage message, byte[] section) {
        for (int i = 0; ; i++) {
            String candidate = "=_" + hash(section, run.now() + " " + i);
            if (!isIn(run, message, candidate)) {
                return candidate;
            }
        }
    }

    private static String hash(byte[] section, String more) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(section);
            digest.update(more.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }

    private static boolean isIn(Run run, SieveMessage message, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        byte[] piece = new byte[PIECE_OCTETS];
        int kept = 0;
        long at = 0;
        while (true) {
            int count = message.read(at, piece, kept, piece.length - kept);
            if (count <= 0) {
                return false;
            }
            run.charge(count);
            int end = kept + count;
            if (contains(piece, end, wanted)) {
                return true;
            }
            kept = Math.min(end, wanted.length - 1);
            System.arraycopy(piece, end - kept, piece, 0, kept);
            at += count;
        }
    }

    private static boolean contains(byte[] octets, int end, byte[] wanted) {
        for (int i = 0; i + wanted.length <= end; i++) {
            int same = 0;
            while (same < wanted.length && octets[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
