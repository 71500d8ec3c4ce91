// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Takes the octets of one canonical form and hands them on to its digests in large pieces.
final class CanonicalBody {
    /// Pieces of this length and more are digested where they are.
    private static final int DIRECT = 1_024;

    private static final int GATHERED = 8_192;

    private static final byte[] LINE_ENDS = lineEnds();

    private final List<BodyDigest> digests = new ArrayList<>(2);
    private final byte[] gathered = new byte[GATHERED];
    private int count;

    private static byte[] lineEnds() {
        byte[] octets = new byte[DIRECT];
        Arrays.fill(octets, (byte) '\r');
        for (int i = 1; i < octets.length; i += 2) {
            octets[i] = '\n';
        }
        return octets;
    }

    BodyDigest digest(HashAlgorithm algorithm) {
        for (BodyDigest digest : digests) {
            if (digest.algorithm() == algorithm) {
                return digest;
            }
        }
        BodyDigest digest = new BodyDigest(algorithm);
        digests.add(digest);
        return digest;
    }

    void add(byte[] octets, int offset, int length) {
        if (length > GATHERED - count) {
            flush();
        }
        if (length >= DIRECT) {
            flush();
            update(octets, offset, length);
        } else {
            System.arraycopy(octets, offset, gathered, count, length);
            count += length;
        }
    }

    void add(byte octet) {
        if (count == GATHERED) {
            flush();
        }
        gathered[count++] = octet;
    }

    void addLineEnds(long lines) {
        for (long left = 2 * lines; left > 0; left -= LINE_ENDS.length) {
            add(LINE_ENDS, 0, (int) Math.min(left, LINE_ENDS.length));
        }
    }

    void end() {
        flush();
        digests.forEach(BodyDigest::end);
    }

    private void flush() {
        if (count > 0) {
            update(gathered, 0, count);
            count = 0;
        }
    }

    private void update(byte[] octets, int offset, int length) {
        for (BodyDigest digest : digests) {
            digest.update(octets, offset, length);
        }
    }
}
