// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream with `?` for each octet that a transport does not carry.
final class MaskingStream extends FilterInputStream {
    private final NarrowedMessage.Carrier carrier;

    MaskingStream(InputStream plain, NarrowedMessage.Carrier carrier) {
        super(plain);
        this.carrier = carrier;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        return octet < 0 ? octet : masked((byte) octet) & 0xFF;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        int count = super.read(octets, offset, length);
        for (int i = offset; i < offset + count; i++) {
            octets[i] = masked(octets[i]);
        }
        return count;
    }

    private byte masked(byte octet) {
        return carrier.carries(octet) ? octet : (byte) '?';
    }
}
