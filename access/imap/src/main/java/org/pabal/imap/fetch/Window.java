// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import java.io.IOException;
import org.pabal.imap.fetch.SectionFinder.Place;
import org.pabal.wire.Connection.Sink;

/// Lets a stretch of what passes through, and counts all of it.
final class Window implements Sink {
    private final Place wanted;
    private final Sink to;
    private long seen;

    Window(Place wanted, Sink to) {
        this.wanted = wanted;
        this.to = to;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        long first = Math.max(seen, wanted.offset());
        long last = Math.min(seen + length, saturated());
        if (first < last) {
            to.write(octets, offset + (int) (first - seen), (int) (last - first));
        }
        seen += length;
    }

    /// How many octets came.
    long seen() {
        return seen;
    }

    private long saturated() {
        return wanted.length() > Long.MAX_VALUE - wanted.offset()
                ? Long.MAX_VALUE
                : wanted.offset() + wanted.length();
    }
}
