// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;

/// Reads whole commands with their literals within a limit (THREATS V02).
///
/// Literals of clients come at once (`{5+}`), so one that is too large is either read to its end and
/// dropped, or ends the session: nothing of it is ever taken for a command. RFC 5804 §4.
final class CommandReader {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final Connection.Sink NOWHERE = (octets, offset, length) -> {};

    /// What was read.
    sealed interface Read {
        /// @param octets without the final CRLF
        record Command(byte[] octets) implements Read {}

        /// Read to its end, but not kept: it was too large.
        ///
        /// @param beginning as far as it was kept
        record TooLarge(byte[] beginning) implements Read {}

        /// The next command cannot be found any more.
        record Lost(String reason) implements Read {}

        record EndOfStream() implements Read {}
    }

    private final Connection connection;

    CommandReader(Connection connection) {
        this.connection = connection;
    }

    /// Reads the next command, or the next string of a client that is asked for one.
    ///
    /// @param limit of what is kept of it
    /// @param skipped how much more is read and dropped, so that it can be refused in words
    Read read(int limit, int skipped) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(128);
        boolean tooLarge = false;
        int left = skipped;
        while (true) {
            Line next = connection.readLine(Math.max(0, limit - kept.size()), left);
            switch (next) {
                case Line.Complete(byte[] line) -> {
                    if (hasControls(line)) {
                        return new Read.Lost("A line has no NUL and no CR or LF alone");
                    }
                    Optional<Literal> literal = Literal.atEndOf(line);
                    if (!tooLarge) {
                        kept.writeBytes(line);
                    }
                    if (literal.isEmpty()) {
                        return tooLarge
                                ? new Read.TooLarge(kept.toByteArray())
                                : new Read.Command(kept.toByteArray());
                    }
                    if (!literal.get().atOnce()) {
                        return new Read.Lost("A literal of a client ends in '+': {5+}");
                    }
                    long octets = literal.get().octets();
                    if (!tooLarge && octets <= limit - kept.size() - CRLF.length) {
                        kept.writeBytes(CRLF);
                        connection.readExactly(octets, kept::write);
                    } else if (octets <= left) {
                        tooLarge = true;
                        left -= (int) octets;
                        connection.readExactly(octets, NOWHERE);
                    } else {
                        return new Read.Lost("A command may have " + limit + " octets");
                    }
                }
                case Line.TooLong(boolean endFound) -> {
                    return endFound && skipped > 0
                            ? new Read.TooLarge(kept.toByteArray())
                            : new Read.Lost("A command may have " + limit + " octets");
                }
                case Line.EndOfStream _ -> {
                    return new Read.EndOfStream();
                }
            }
        }
    }

    private static boolean hasControls(byte[] line) {
        for (byte c : line) {
            if (c == '\r' || c == '\n' || c == 0) {
                return true;
            }
        }
        return false;
    }

    /// `{n+}` at the end of a line; `{n}` is only for servers.
    record Literal(long octets, boolean atOnce) {
        private static final int MAX_DIGITS = 10; // RFC 5804 §4: number is less than 2^32

        static Optional<Literal> atEndOf(byte[] line) {
            int end = line.length - 1;
            if (end < 2 || line[end] != '}') {
                return Optional.empty();
            }
            boolean plus = line[end - 1] == '+';
            int digitsEnd = plus ? end - 1 : end;
            int at = digitsEnd;
            while (at > 0 && line[at - 1] >= '0' && line[at - 1] <= '9') {
                at--;
            }
            if (at == digitsEnd || at == 0 || line[at - 1] != '{') {
                return Optional.empty();
            }
            String digits = new String(line, at, digitsEnd - at, StandardCharsets.US_ASCII);
            long octets = digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
            return Optional.of(new Literal(octets, plus));
        }
    }
}
