// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A message as it comes over the network: what is in files has LF alone, and may have the line on
/// top with which an mbox begins a message (RFC 4155).
final class WithLineEnds {
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    private WithLineEnds() {}

    /// @param most octets of the result
    static byte[] of(byte[] message, int most) {
        int start = startsWith(message, FROM) ? afterLine(message) : 0;
        int bare = bareLineEnds(message, start);
        int length = Math.min(most, message.length - start + bare);
        if (bare == 0) {
            return start == 0 && length == message.length
                    ? message
                    : Arrays.copyOfRange(message, start, start + length);
        }
        byte[] out = new byte[length];
        int at = 0;
        for (int i = start; i < message.length && at < length; i++) {
            if (message[i] == '\n' && (i == 0 || message[i - 1] != '\r')) {
                out[at++] = '\r';
            }
            if (at < length) {
                out[at++] = message[i];
            }
        }
        return out;
    }

    private static int bareLineEnds(byte[] message, int start) {
        int bare = 0;
        for (int i = start; i < message.length; i++) {
            if (message[i] == '\n' && (i == 0 || message[i - 1] != '\r')) {
                bare++;
            }
        }
        return bare;
    }

    private static boolean startsWith(byte[] message, byte[] beginning) {
        return message.length >= beginning.length
                && Arrays.equals(message, 0, beginning.length, beginning, 0, beginning.length);
    }

    private static int afterLine(byte[] message) {
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '\n') {
                return i + 1;
            }
        }
        return message.length;
    }
}
