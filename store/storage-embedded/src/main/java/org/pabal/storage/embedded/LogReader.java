// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/// Reads the records of a segment through a window of bounded size.
final class LogReader {
    private static final int WINDOW = 1 << 18;

    private final Segment segment;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private int windowStart;

    LogReader(Segment segment) {
        this.segment = segment;
    }

    /// The frame at an offset if it is valid and its record ends within the segment.
    Optional<Frame> frame(int offset) throws IOException {
        if (offset > segment.end() - Frame.HEADER) {
            return Optional.empty();
        }
        ByteBuffer in = window(offset, Frame.HEADER);
        return Frame.decode(in, segment.salt(), offset)
                .filter(frame -> frame.length() >= 0)
                .filter(frame -> (long) offset + frame.octets() <= segment.end());
    }

    boolean payloadHolds(int offset, Frame frame) throws IOException {
        CRC32C crc = new CRC32C();
        int at = offset + Frame.HEADER;
        for (int left = frame.length(); left > 0; ) {
            int count = Math.min(left, WINDOW);
            crc.update(window(at, count));
            at += count;
            left -= count;
        }
        return (int) crc.getValue() == frame.payloadChecksum();
    }

    /// The beginning of a record's payload.
    ByteBuffer payload(int offset, int length) throws IOException {
        if (length <= WINDOW) {
            return window(offset + Frame.HEADER, length);
        }
        ByteBuffer whole = ByteBuffer.allocate(length);
        segment.file().read(whole, offset + Frame.HEADER);
        return whole.flip();
    }

    /// Looks for what shows that a bad record had been on the disk before: a valid record behind
    /// it that was written when that was known already.
    ///
    /// @return the offset of the first valid record behind, when there is such proof
    OptionalInt validBehind(int bad) throws IOException {
        OptionalInt first = OptionalInt.empty();
        int at = bad + frame(bad).map(Frame::octets).orElse(Frame.ALIGNMENT);
        while (at <= segment.end() - Frame.HEADER) {
            Optional<Frame> frame = frame(at);
            if (frame.isEmpty()) {
                at += Frame.ALIGNMENT;
                continue;
            }
            if (first.isEmpty()) {
                first = OptionalInt.of(at);
            }
            if (frame.get().synced() > bad) {
                return first;
            }
            at += frame.get().octets();
        }
        return OptionalInt.empty();
    }

    /// The first valid record from an offset on.
    OptionalInt nextValid(int from) throws IOException {
        for (int at = from; at <= segment.end() - Frame.HEADER; at += Frame.ALIGNMENT) {
            if (frame(at).isPresent()) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }

    /// A view of so many octets at the offset; fewer when the file ends.
    private ByteBuffer window(int offset, int count) throws IOException {
        if (offset < windowStart || offset + count > windowStart + window.limit()) {
            window.clear();
            segment.file().read(window, offset);
            window.flip();
            windowStart = offset;
        }
        int start = offset - windowStart;
        int length = Math.clamp(window.limit() - (long) start, 0, count);
        return window.slice(start, length);
    }
}
