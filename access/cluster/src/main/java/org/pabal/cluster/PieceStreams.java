// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;

/// What hosts stream in pieces, as streams of numbers and octets, the highest octet first.
public final class PieceStreams {
    private PieceStreams() {}

    /// Writes pieces.
    @FunctionalInterface
    public interface Sink {
        void write(byte[] octets, int offset, int length) throws IOException;
    }

    /// Reads pieces; empty at the end.
    @FunctionalInterface
    public interface Source {
        Optional<byte[]> read() throws IOException;
    }

    public static DataOutputStream to(Sink sink) {
        return new DataOutputStream(
                new BufferedOutputStream(
                        new OutputStream() {
                            @Override
                            public void write(int octet) throws IOException {
                                write(new byte[] {(byte) octet}, 0, 1);
                            }

                            @Override
                            public void write(byte[] octets, int offset, int length)
                                    throws IOException {
                                sink.write(octets, offset, length);
                            }
                        },
                        HostConnection.MAX_PIECE_OCTETS));
    }

    public static DataInputStream from(Source source) {
        return new DataInputStream(new Pieces(source));
    }

    private static final class Pieces extends InputStream {
        private final Source source;
        private byte[] piece = {};
        private int at;

        Pieces(Source source) {
            this.source = source;
        }

        private boolean isAtEnd() throws IOException {
            while (at == piece.length) {
                Optional<byte[]> next = source.read();
                if (next.isEmpty()) {
                    return true;
                }
                piece = next.get();
                at = 0;
            }
            return false;
        }

        @Override
        public int read() throws IOException {
            return isAtEnd() ? -1 : piece[at++] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            if (isAtEnd()) {
                return -1;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, into, offset, count);
            at += count;
            return count;
        }
    }
}
