// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pabal.imap.ImapConfig;
import org.pabal.imap.command.CommandTable;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Client;
import org.pabal.imap.state.NotAuthenticated;
import org.pabal.imap.state.Notifier;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;

/// Reads whole commands, with their literals, within the limits of the session's state (THREATS
/// I01, I02). The message of an APPEND is left on the connection.
final class CommandReader {
    private static final int MAX_SKIPPED = 64 << 10;
    private static final int MAX_NON_SYNCHRONISING = 4096; // LITERAL-, RFC 7888 §5

    /// What was read.
    sealed interface Read {
        /// @param octets without the final CRLF
        record Command(byte[] octets) implements Read {}

        /// Not to be run, and the answer.
        record Refused(String tag, TaggedResponse response) implements Read {}

        /// The next command cannot be found any more.
        record Lost(String reason) implements Read {}

        record EndOfStream() implements Read {}
    }

    private final Client client;
    private final Connection connection;

    CommandReader(Client client) {
        this.client = client;
        this.connection = client.connection();
    }

    private boolean isBeforeLogin() {
        return client.state() instanceof NotAuthenticated;
    }

    private int limit() {
        ImapConfig config = client.config();
        return isBeforeLogin() ? config.commandOctetsBeforeLogin() : config.commandOctets();
    }

    Read read() throws IOException {
        return switch (awaitLine()) {
            case Line.Complete(byte[] line) -> {
                Optional<Literal> literal = Literal.atEndOf(line);
                if (hasControls(line)) {
                    yield refusedControls(line);
                }
                yield literal.isEmpty() ? new Read.Command(line) : readOn(line, literal.get());
            }
            case Line.TooLong(boolean endFound) -> tooLong(endFound);
            case Line.EndOfStream _ -> new Read.EndOfStream();
        };
    }

    /// Meanwhile a client that asked for it by NOTIFY hears of changes.
    private Line awaitLine() throws IOException {
        Optional<Notifier> notifier = client.notifier();
        if (notifier.isEmpty() || connection.hasBuffered()) {
            return connection.readLine(limit(), MAX_SKIPPED);
        }
        notifier.get().open(Notifier.Moment.BETWEEN_COMMANDS);
        try {
            return connection.readLine(limit(), MAX_SKIPPED);
        } finally {
            notifier.get().hold();
        }
    }

    private Read tooLong(boolean endFound) {
        String reason = "A command may have " + limit() + " octets";
        return endFound ? new Read.Refused("*", TaggedResponse.bad(reason)) : new Read.Lost(reason);
    }

    /// Takes literals and the lines behind them until the command is whole.
    private Read readOn(byte[] firstLine, Literal firstLiteral) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream(firstLine.length + 256);
        command.writeBytes(firstLine);
        Optional<Literal> literal = Optional.of(firstLiteral);
        int literals = 0;
        while (literal.isPresent()) {
            byte[] soFar = command.toByteArray();
            if (CommandTable.endsBeforeMessage(soFar, client.config().depth())) {
                return new Read.Command(soFar);
            }
            Optional<Read> refused = refuse(soFar, literal.get(), ++literals);
            if (refused.isPresent()) {
                return refused.get();
            }
            if (literal.get().sending() == Literal.Sending.WHEN_ASKED) {
                client.out().continuation("OK");
            }
            command.writeBytes(new byte[] {'\r', '\n'});
            connection.readExactly(literal.get().octets(), command::write);
            switch (connection.readLine(limit() - command.size(), MAX_SKIPPED)) {
                case Line.Complete(byte[] line) -> {
                    if (hasControls(line)) {
                        return refusedControls(soFar);
                    }
                    command.writeBytes(line);
                    literal = Literal.atEndOf(line);
                }
                case Line.TooLong(boolean endFound) -> {
                    return tooLong(endFound);
                }
                case Line.EndOfStream _ -> {
                    return new Read.EndOfStream();
                }
            }
        }
        return new Read.Command(command.toByteArray());
    }

    /// A literal that waits for `+` is refused by not giving it; one that comes at once ends the
    /// session when it is too large, since what follows could not be told from commands.
    private Optional<Read> refuse(byte[] soFar, Literal literal, int count) {
        boolean atOnce = literal.sending() == Literal.Sending.AT_ONCE;
        boolean tooMany = count > client.config().literals();
        boolean tooBig =
                literal.octets() > limit() - soFar.length - 4
                        || (atOnce && isBeforeLogin() && literal.octets() > MAX_NON_SYNCHRONISING);
        if (!tooMany && !tooBig) {
            return Optional.empty();
        }
        String reason =
                tooMany
                        ? "A command may have " + client.config().literals() + " literals"
                        : "A command may have " + limit() + " octets with its literals";
        return Optional.of(
                atOnce
                        ? new Read.Lost(reason)
                        : new Read.Refused(
                                tag(soFar), TaggedResponse.no(ResponseCodes.TOOBIG, reason)));
    }

    /// A CR or LF alone, or NUL. RFC 9051 §2.2, THREATS I03.
    private static boolean hasControls(byte[] line) {
        for (byte c : line) {
            if (c == '\r' || c == '\n' || c == 0) {
                return true;
            }
        }
        return false;
    }

    private static Read refusedControls(byte[] line) {
        return new Read.Refused(
                tag(line), TaggedResponse.bad("A command has no NUL and no CR or LF alone"));
    }

    static String tag(byte[] command) {
        try {
            return new ImapParser(command, 1).tag();
        } catch (ImapSyntaxException _) {
            return "*";
        }
    }

    /// `{n}` or `{n+}` at the end of a line. RFC 9051 §4.3.
    record Literal(long octets, Sending sending) {
        enum Sending {
            WHEN_ASKED,
            AT_ONCE
        }

        private static final int MAX_DIGITS = 20;

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
            return Optional.of(
                    new Literal(number(digits), plus ? Sending.AT_ONCE : Sending.WHEN_ASKED));
        }

        /// What does not fit is too large for anything.
        private static long number(String digits) {
            if (digits.length() > MAX_DIGITS) {
                return Long.MAX_VALUE;
            }
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException _) {
                return Long.MAX_VALUE;
            }
        }
    }
}
