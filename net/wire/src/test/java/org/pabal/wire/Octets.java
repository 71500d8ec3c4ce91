// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Octets for tests.
final class Octets {

    private Octets() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /// Two pieces.
    static List<byte[]> splitAt(byte[] all, int place) {
        List<byte[]> pieces = new ArrayList<>();
        for (byte[] piece :
                List.of(Arrays.copyOf(all, place), Arrays.copyOfRange(all, place, all.length))) {
            if (piece.length > 0) {
                pieces.add(piece);
            }
        }
        return pieces;
    }

    /// Pieces of random sizes, most of them small.
    static List<byte[]> cut(byte[] all, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        while (from < all.length) {
            int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 1000 : 6);
            int end = Math.min(all.length, from + length);
            pieces.add(Arrays.copyOfRange(all, from, end));
            from = end;
        }
        return pieces;
    }

    /// Octets of which many are those that matter.
    static String random(Random random, int most) {
        String alphabet = "..\r\n\r\n\r\nab\0";
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(most);
        while (text.length() < length) {
            if (random.nextInt(4) == 0) {
                text.append("\r\n");
            } else if (random.nextInt(10) == 0) {
                text.append("x".repeat(random.nextInt(40)));
            } else {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
        }
        return text.toString();
    }
}
