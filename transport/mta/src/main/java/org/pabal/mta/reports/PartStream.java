// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import java.io.InputStream;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.message.mime.MimePart;

/// The body of a part, encoded as it is stored.
final class PartStream extends InputStream {
    private final MessageOctets octets;
    private final long end;
    private long position;

    /// @param octets of the message; left open
    PartStream(MessageOctets octets, MimePart part) {
        this.octets = octets;
        this.position = part.bodyOffset();
        this.end = part.endOffset();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int most = (int) Math.min(length, end - position);
        int count = most <= 0 ? 0 : octets.read(position, target, offset, most);
        position += count;
        return count > 0 || length == 0 ? count : -1;
    }
}
