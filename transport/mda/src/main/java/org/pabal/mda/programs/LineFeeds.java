// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Leaves out each CR before an LF: programs and files of this host have lines that end in LF.
public final class LineFeeds extends InputStream {
    private static final int NONE = -2;

    private final BufferedInputStream in;
    private int next = NONE;

    public LineFeeds(InputStream octets) {
        this.in = new BufferedInputStream(octets, 64 * 1024);
    }

    @Override
    public int read() throws IOException {
        int octet = take();
        if (octet != '\r') {
            return octet;
        }
        next = in.read();
        return next == '\n' ? take() : '\r';
    }

    private int take() throws IOException {
        if (next == NONE) {
            return in.read();
        }
        int taken = next;
        next = NONE;
        return taken;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        int read = 0;
        while (read < length) {
            int octet = read();
            if (octet < 0) {
                return read == 0 ? -1 : read;
            }
            octets[offset + read++] = (byte) octet;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
