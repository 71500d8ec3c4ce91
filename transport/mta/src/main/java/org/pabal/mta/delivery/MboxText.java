// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.pabal.message.ReversePath;

/// A message as an mbox holds it (RFC 4155): each line that begins with `From `, also behind `>`s,
/// gets one more `>`, so that it can be taken away again; and an empty line stands at the end.
final class MboxText extends InputStream {
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int UNKNOWN = -1;
    private static final int MOST_QUOTES = 1_000; // so that a line is not held whole
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final BufferedInputStream in;
    private byte[] ahead = NOTHING;
    private int next;
    private int last = '\n';
    private boolean atLineStart = true;
    private boolean ended;
    private int endOctets = UNKNOWN;

    /// @param message with lines that end in LF
    MboxText(InputStream message) {
        this.in = new BufferedInputStream(message, 64 * 1024);
    }

    /// The line before a message: whose it is and when it came, in UTC.
    static byte[] fromLine(ReversePath from, Instant at) {
        String sender =
                from instanceof ReversePath.To(var address)
                        ? address.toString().replaceAll("\\s", "-")
                        : "MAILER-DAEMON";
        return ("From " + sender + " " + ASCTIME.format(at) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// What has to stand between the end of a file and the next message.
    static byte[] gap(FileChannel file, long size) throws IOException {
        if (size == 0) {
            return NOTHING;
        }
        ByteBuffer end = ByteBuffer.allocate((int) Math.min(2, size));
        file.read(end, size - end.capacity());
        byte[] octets = end.array();
        if (octets[octets.length - 1] != '\n') {
            return new byte[] {'\n', '\n'};
        }
        return octets.length == 2 && octets[0] == '\n' ? NOTHING : new byte[] {'\n'};
    }

    /// Whether a file has nothing from some place on but the message that begins there with this
    /// line, or a part of it.
    static boolean isOursAlone(FileChannel file, long from, byte[] fromLine) throws IOException {
        long size = file.size();
        if (size <= from) {
            return false;
        }
        long start = from + gapOctets(file, from);
        ByteBuffer found = ByteBuffer.allocate((int) Math.min(fromLine.length, size - start));
        file.read(found, start);
        return Arrays.equals(found.array(), 0, found.capacity(), fromLine, 0, found.capacity())
                && !hasFromLine(file, start + found.capacity());
    }

    /// Empty lines that were written before our line.
    private static int gapOctets(FileChannel file, long from) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(2);
        int read = file.read(octets, from);
        int gap = 0;
        while (gap < read && octets.get(gap) == '\n') {
            gap++;
        }
        return gap;
    }

    private static boolean hasFromLine(FileChannel file, long from) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
        int matched = 0; // of "\nFrom "
        long at = from;
        while (file.read(piece.clear(), at) > 0) {
            at += piece.position();
            piece.flip();
            while (piece.hasRemaining()) {
                byte octet = piece.get();
                if (octet == '\n') {
                    matched = 1;
                } else if (matched > 0 && octet == FROM[matched - 1]) {
                    matched++;
                } else {
                    matched = 0;
                }
                if (matched == FROM.length + 1) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public int read() throws IOException {
        if (next < ahead.length) {
            last = ahead[next++];
            return last & 0xFF;
        }
        if (atLineStart && !ended) {
            atLineStart = false;
            quote();
            return read();
        }
        int octet = ended ? -1 : in.read();
        if (octet < 0) {
            return end();
        }
        atLineStart = octet == '\n';
        last = octet;
        return octet;
    }

    /// Reads as far as it takes to know whether a line is to be quoted.
    private void quote() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream(8);
        int octet = in.read();
        while (octet == '>' && read.size() < MOST_QUOTES) {
            read.write(octet);
            octet = in.read();
        }
        int matched = 0;
        while (matched < FROM.length && octet == FROM[matched]) {
            read.write(octet);
            matched++;
            if (matched < FROM.length) {
                octet = in.read();
            }
        }
        boolean whole = matched == FROM.length;
        if (!whole && octet >= 0) {
            read.write(octet);
            atLineStart = octet == '\n';
        }
        byte[] beginning = read.toByteArray();
        next = 0;
        ahead = beginning;
        if (whole) {
            ahead = new byte[beginning.length + 1];
            ahead[0] = '>';
            System.arraycopy(beginning, 0, ahead, 1, beginning.length);
        }
        ended = octet < 0;
    }

    private int end() {
        if (endOctets == UNKNOWN) {
            endOctets = last == '\n' ? 1 : 2;
        }
        ended = true;
        if (endOctets == 0) {
            return -1;
        }
        endOctets--;
        return '\n';
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
