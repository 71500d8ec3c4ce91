// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.util.Arrays;
import org.pabal.wire.Connection.Line;

/// Reads lines that end with CRLF, or with LF where a protocol of programs has it so. A CR or LF alone is part of its line, which the protocol's parser
/// refuses: no peer may see two lines where another saw one (RFC 5321 §2.3.8).
final class LineReader {

    private static final byte[] NONE = {};

    private final Inbound in;

    // Of a line whose end was not here yet. Kept over a time-out.
    private byte[] part = NONE;
    private int partLength;
    private long dropped;
    private boolean endsWithCr;
    private int endOctets = 2;

    LineReader(Inbound in) {
        this.in = in;
    }

    Line read(int maxOctets, int maxSkipped) throws IOException {
        endOctets = 2;
        return readLine(maxOctets, maxSkipped);
    }

    /// A line that ends with LF; a CR before it is part of it.
    Line readLf(int maxOctets, int maxSkipped) throws IOException {
        endOctets = 1;
        return readLine(maxOctets, maxSkipped);
    }

    private Line readLine(int maxOctets, int maxSkipped) throws IOException {
        ReadBuffer buffer = in.buffer();
        if (!isWithinLine() && buffer.length() > 0) {
            int end = endOfLine(buffer);
            if (end >= 0 && end - endOctets - buffer.pos <= maxOctets) {
                byte[] line = Arrays.copyOfRange(buffer.octets, buffer.pos, end - endOctets);
                buffer.pos = end;
                return new Line.Complete(line);
            }
        }
        return readInParts(buffer, maxOctets, maxSkipped, in.deadline());
    }

    private Line readInParts(ReadBuffer buffer, int maxOctets, int maxSkipped, long until)
            throws IOException {
        while (true) {
            if (buffer.length() > 0) {
                boolean complete = gather(buffer, maxOctets);
                if (complete) {
                    return finished();
                }
                if (dropped > maxSkipped) {
                    forget();
                    return new Line.TooLong(false);
                }
            }
            boolean more = isWithinLine() ? in.fill(until, false) : in.fillWhenIdle(until);
            if (!more) {
                forget();
                return new Line.EndOfStream();
            }
        }
    }

    /// Takes from the buffer what belongs to the line.
    ///
    /// @return whether its end was there
    private boolean gather(ReadBuffer buffer, int maxOctets) {
        int end = endOfLine(buffer);
        int until = end >= 0 ? end : buffer.end;
        int count = until - buffer.pos;
        // The end is not counted, but kept until the line is complete.
        int room = Math.clamp((long) maxOctets + endOctets - partLength, 0, count);
        if (dropped > 0) {
            room = 0;
        }
        if (partLength + room > part.length) {
            part = Arrays.copyOf(part, Math.max(partLength + room, 2 * partLength));
        }
        System.arraycopy(buffer.octets, buffer.pos, part, partLength, room);
        partLength += room;
        dropped += count - room;
        endsWithCr = buffer.octets[until - 1] == '\r';
        buffer.pos = until;
        return end >= 0;
    }

    private Line finished() {
        Line line =
                dropped > 0
                        ? new Line.TooLong(true)
                        : new Line.Complete(Arrays.copyOf(part, partLength - endOctets));
        forget();
        return line;
    }

    /// The place behind the next end, whose CR may have come before, or -1.
    private int endOfLine(ReadBuffer buffer) {
        byte[] octets = buffer.octets;
        int begin = buffer.pos;
        for (int i = begin; i < buffer.end; i++) {
            if (octets[i] == '\n'
                    && (endOctets == 1 || (i > begin ? octets[i - 1] == '\r' : endsWithCr))) {
                return i + 1;
            }
        }
        return -1;
    }

    private boolean isWithinLine() {
        return partLength > 0 || dropped > 0;
    }

    private void forget() {
        part = NONE;
        partLength = 0;
        dropped = 0;
        endsWithCr = false;
    }
}
