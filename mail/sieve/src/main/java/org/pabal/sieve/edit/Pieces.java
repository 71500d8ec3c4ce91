// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.edit;

import java.util.ArrayList;
import java.util.List;
import org.pabal.sieve.SieveMessage;

/// The octets of a message, of which some are new and all others are where they were.
final class Pieces {
    private final Piece[] pieces;

    /// Where each begins, and behind the last one.
    private final long[] starts;

    /// A message that knows its pieces.
    interface Held {
        Pieces pieces();
    }

    private sealed interface Piece {
        long length();
    }

    private record New(byte[] octets, int from, int to) implements Piece {
        @Override
        public long length() {
            return (long) to - from;
        }
    }

    private record Kept(SieveMessage source, long from, long to) implements Piece {
        @Override
        public long length() {
            return to - from;
        }
    }

    private Pieces(List<Piece> list) {
        pieces = list.toArray(Piece[]::new);
        starts = new long[pieces.length + 1];
        for (int i = 0; i < pieces.length; i++) {
            starts[i + 1] = starts[i] + pieces[i].length();
        }
    }

    long octets() {
        return starts[pieces.length];
    }

    /// @return the octets read, 0 at or past the end
    int read(long position, byte[] target, int offset, int length) {
        int done = 0;
        for (int i = at(position); i < pieces.length && done < length; i++) {
            long within = position + done - starts[i];
            int wanted = (int) Math.min(length - done, pieces[i].length() - within);
            int count = read(pieces[i], within, target, offset + done, wanted);
            done += count;
            if (count < wanted) {
                break;
            }
        }
        return done;
    }

    private static int read(Piece piece, long within, byte[] target, int offset, int length) {
        return switch (piece) {
            case New(byte[] octets, int from, _) -> {
                System.arraycopy(octets, from + (int) within, target, offset, length);
                yield length;
            }
            case Kept(SieveMessage source, long from, _) ->
                    fully(source, from + within, target, offset, length);
        };
    }

    /// As much as there is: a source may give less at a time.
    static int fully(SieveMessage source, long position, byte[] target, int offset, int length) {
        int done = 0;
        while (done < length) {
            int count = source.read(position + done, target, offset + done, length - done);
            if (count <= 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    /// The piece with this position, or the number of pieces.
    private int at(long position) {
        int low = 0;
        int high = pieces.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle + 1] <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Puts pieces together. Pieces of a message that is itself in pieces are taken over, so that
    /// reading never goes through a chain of versions.
    static final class Builder {
        private final List<Piece> list = new ArrayList<>();

        Builder add(byte[] octets) {
            if (octets.length > 0) {
                list.add(new New(octets, 0, octets.length));
            }
            return this;
        }

        Builder add(SieveMessage source, long from, long to) {
            if (source instanceof Held held) {
                add(held.pieces(), from, to);
            } else if (from < to) {
                list.add(new Kept(source, from, to));
            }
            return this;
        }

        private void add(Pieces other, long from, long to) {
            for (int i = other.at(from); i < other.pieces.length && other.starts[i] < to; i++) {
                long start = Math.max(from - other.starts[i], 0);
                long end = Math.min(to - other.starts[i], other.pieces[i].length());
                if (start < end) {
                    list.add(part(other.pieces[i], start, end));
                }
            }
        }

        private static Piece part(Piece piece, long start, long end) {
            return switch (piece) {
                case New(byte[] octets, int from, _) ->
                        new New(octets, from + (int) start, from + (int) end);
                case Kept(SieveMessage source, long from, _) ->
                        new Kept(source, from + start, from + end);
            };
        }

        Pieces build() {
            return new Pieces(list);
        }
    }
}
