// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.io.InputStream;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;

/// A stretch of a message as a stream, which is closed with it.
public final class OctetsStream extends InputStream {
    private final MessageOctets octets;
    private final long end;
    private long at;

    /// @param from the first octet, counted from 0
    /// @param end one past the last
    public OctetsStream(MessageOctets octets, long from, long end) {
        this.octets = octets;
        this.at = from;
        this.end = end;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int count = at < end ? octets.read(at, into, offset, (int) Math.min(length, end - at)) : 0;
        at += Math.max(0, count);
        return count <= 0 ? -1 : count;
    }

    @Override
    public void close() {
        octets.close();
    }
}
