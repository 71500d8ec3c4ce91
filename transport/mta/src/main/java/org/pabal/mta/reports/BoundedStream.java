// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongPredicate;

/// A stream that ends with an exception where it has given more than it may.
final class BoundedStream extends FilterInputStream {
    private final LongPredicate allowed;
    private long octets;

    /// @param allowed whether so many octets may be read of it
    BoundedStream(InputStream in, LongPredicate allowed) {
        super(in);
        this.allowed = allowed;
    }

    long octets() {
        return octets;
    }

    @Override
    public int read() throws IOException {
        int octet = in.read();
        return count(octet < 0 ? -1 : 1) < 0 ? -1 : octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return count(in.read(target, offset, length));
    }

    @Override
    public long skip(long most) throws IOException {
        byte[] dropped = new byte[(int) Math.min(8192, most)];
        return Math.max(0, read(dropped, 0, dropped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /// What is below stays open: whoever reads an archive's file to its end closes it, and the next
    /// file is still to come.
    @Override
    public void close() {}

    private int count(int more) throws IOException {
        octets += Math.max(0, more);
        if (!allowed.test(octets)) {
            throw new IOException("a report is larger than reports may be, or packed too tightly");
        }
        return more;
    }
}
