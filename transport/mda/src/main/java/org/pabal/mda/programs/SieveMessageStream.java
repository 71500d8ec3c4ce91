// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import java.io.InputStream;
import java.util.Objects;
import org.pabal.sieve.SieveMessage;

/// A script's message as a stream.
final class SieveMessageStream extends InputStream {
    private final SieveMessage message;
    private long position;

    SieveMessageStream(SieveMessage message) {
        this.message = message;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        if (length == 0) {
            return 0;
        }
        int read = message.read(position, octets, offset, length);
        position += read;
        return read == 0 ? -1 : read;
    }
}
