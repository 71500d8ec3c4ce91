// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A message from standard input: with CRLF at the end of each line, in memory or, when it is large,
/// in a file that goes with it.
final class GivenMessage implements AutoCloseable {
    private static final int MOST_IN_MEMORY = 4 * 1024 * 1024;

    /// THREATS §4: more than any header section that the server takes.
    private static final int MAX_HEADER_OCTETS = 2 * 1024 * 1024;

    private final byte[] small;
    private final Optional<Path> large;

    private GivenMessage(byte[] small, Optional<Path> large) {
        this.small = small;
        this.large = large;
    }

    /// Where it ends.
    enum End {
        /// At a line with nothing but a dot, as at a terminal.
        DOT,
        INPUT
    }

    /// Reads it; a line `From …` of mailbox files on top is left out.
    static GivenMessage read(InputStream in, End end) throws IOException {
        try (Spool spool = new Spool()) {
            new Lines(new BufferedInputStream(in, 64 * 1024), end, spool).copy();
            return spool.finished();
        }
    }

    /// Its octets, which are few or lie in a file.
    InputStream open() throws IOException {
        return large.isPresent()
                ? new BufferedInputStream(Files.newInputStream(large.get()))
                : new ByteArrayInputStream(small);
    }

    /// Up to the empty line.
    byte[] header() throws IOException {
        byte[] start;
        try (InputStream in = open()) {
            start = in.readNBytes(MAX_HEADER_OCTETS);
        }
        int line = 0;
        for (int i = 0; i < start.length; i++) {
            if (start[i] == '\n') {
                if (i - line <= 1) {
                    return java.util.Arrays.copyOf(start, line);
                }
                line = i + 1;
            }
        }
        return start;
    }

    void writeTo(OutputStream out) throws IOException {
        try (InputStream in = open()) {
            in.transferTo(out);
        }
    }

    /// With the dots of RFC 5321 §4.5.2 and the line that ends it.
    void writeDotted(OutputStream out) throws IOException {
        try (InputStream in = open()) {
            boolean lineStart = true;
            byte[] piece = new byte[64 * 1024];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                int from = 0;
                for (int i = 0; i < count; i++) {
                    if (lineStart && piece[i] == '.') {
                        out.write(piece, from, i - from);
                        out.write('.');
                        from = i;
                    }
                    lineStart = piece[i] == '\n';
                }
                out.write(piece, from, count - from);
            }
        }
        out.write(new byte[] {'.', '\r', '\n'});
    }

    @Override
    public void close() throws IOException {
        if (large.isPresent()) {
            Files.deleteIfExists(large.get());
        }
    }

    /// Copies lines, whatever they end with.
    private static final class Lines {
        private final InputStream in;
        private final End end;
        private final OutputStream out;
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private boolean first = true;

        Lines(InputStream in, End end, OutputStream out) {
            this.in = in;
            this.end = end;
            this.out = out;
        }

        void copy() throws IOException {
            int octet = in.read();
            while (octet >= 0) {
                if (octet == '\r' || octet == '\n') {
                    if (isLast()) {
                        return;
                    }
                    line();
                    boolean cr = octet == '\r';
                    octet = in.read();
                    if (cr && octet == '\n') {
                        octet = in.read();
                    }
                } else {
                    held.write(octet);
                    if (held.size() > MOST_IN_MEMORY) {
                        held.writeTo(out); // of a line without an end
                        held.reset();
                        first = false;
                    }
                    octet = in.read();
                }
            }
            if (held.size() > 0 && !isLast()) {
                line();
            }
        }

        private boolean isLast() {
            return end == End.DOT && held.size() == 1 && held.toByteArray()[0] == '.';
        }

        private void line() throws IOException {
            boolean envelope = first && startsLikeMailbox(held.toByteArray());
            first = false;
            if (!envelope) {
                held.writeTo(out);
                out.write('\r');
                out.write('\n');
            }
            held.reset();
        }

        private static boolean startsLikeMailbox(byte[] line) {
            return line.length > 5
                    && line[0] == 'F'
                    && line[1] == 'r'
                    && line[2] == 'o'
                    && line[3] == 'm'
                    && line[4] == ' ';
        }
    }

    /// Grows into a file when it is large.
    private static final class Spool extends OutputStream {
        private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private Optional<Path> file = Optional.empty();
        private Optional<OutputStream> out = Optional.empty();
        private boolean kept;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            if (out.isEmpty() && memory.size() + length > MOST_IN_MEMORY) {
                Path made = Files.createTempFile("pabal-", ".message"); // for its owner only
                file = Optional.of(made);
                out = Optional.of(new BufferedOutputStream(Files.newOutputStream(made)));
                memory.writeTo(out.get());
                memory.reset();
            }
            if (out.isPresent()) {
                out.get().write(octets, offset, length);
            } else {
                memory.write(octets, offset, length);
            }
        }

        GivenMessage finished() throws IOException {
            if (out.isPresent()) {
                out.get().close();
            }
            kept = true;
            return new GivenMessage(memory.toByteArray(), file);
        }

        @Override
        public void close() throws IOException {
            if (!kept && file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        }
    }
}
