// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/// A message with each of its regions rewritten.
final class RegionStream extends InputStream {
    private final InputStream source;
    private final Iterator<NarrowedRegion> regions;
    private InputStream current = InputStream.nullInputStream();

    RegionStream(InputStream source, List<NarrowedRegion> regions) {
        this.source = source;
        this.regions = regions.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, octets.length);
        if (length == 0) {
            return 0;
        }
        int count = current.read(octets, offset, length);
        while (count < 0 && regions.hasNext()) {
            NarrowedRegion next = regions.next();
            current = next.rewrite(new Run(source, next.octets()));
            count = current.read(octets, offset, length);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /// So many octets of a stream, all of which must be there.
    private static final class Run extends InputStream {
        private final InputStream source;
        private long left;

        Run(InputStream source, long octets) {
            this.source = source;
            this.left = octets;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            int octet = source.read();
            taken(octet < 0 ? -1 : 1);
            return octet;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            if (left == 0 || length == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = source.read(octets, offset, (int) Math.min(left, length));
            taken(count);
            return count;
        }

        private void taken(int count) throws IOException {
            if (count < 0) {
                throw new IOException("the message has become shorter");
            }
            left -= count;
        }
    }
}
