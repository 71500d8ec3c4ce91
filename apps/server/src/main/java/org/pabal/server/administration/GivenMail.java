// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/// A message that an administrator or another program gives, as files have it: with LF alone as line ends, and
/// perhaps an mbox `From ` line on top.
public final class GivenMail {
    private static final byte[] MBOX_LINE = {'F', 'r', 'o', 'm', ' '};

    private GivenMail() {}

    /// As it would have come in.
    ///
    /// @param base64 of the file's octets
    static byte[] parse(String base64) {
        try {
            return asItCame(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            throw new Arguments.Unusable("the message is not in base64");
        }
    }

    /// With the line ends that it would have come in with, and without an mbox line.
    public static byte[] asItCame(byte[] octets) {
        return withLineEnds(withoutMboxLine(octets));
    }

    private static byte[] withoutMboxLine(byte[] octets) {
        if (octets.length < MBOX_LINE.length
                || !Arrays.equals(octets, 0, MBOX_LINE.length, MBOX_LINE, 0, MBOX_LINE.length)) {
            return octets;
        }
        int end = 0;
        while (end < octets.length && octets[end] != '\n') {
            end++;
        }
        return Arrays.copyOfRange(octets, Math.min(end + 1, octets.length), octets.length);
    }

    private static byte[] withLineEnds(byte[] octets) {
        ByteArrayOutputStream mended = new ByteArrayOutputStream(octets.length + 512);
        int from = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) {
                mended.write(octets, from, i - from);
                mended.write('\r');
                from = i;
            }
        }
        mended.write(octets, from, octets.length - from);
        return mended.toByteArray();
    }
}
