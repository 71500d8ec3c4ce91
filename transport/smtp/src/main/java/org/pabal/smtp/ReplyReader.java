// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.EnhancedStatus;
import org.pabal.wire.Connection;

/// Reads a server's replies, which are foreign input. RFC 5321 §4.2, RFC 2034, THREATS O01, O02.
final class ReplyReader {
    private static final int MAX_LINES = 100; // THREATS §4

    private static final int MAX_LINE_OCTETS = 510; // RFC 5321 §4.5.3.1.5, without CRLF

    /// Longer lines are cut, but only in a reply that says yes: not to hear a yes would mean to
    /// send the mail again.
    private static final int MAX_READ_OCTETS = 4096;

    private static final int MAX_SKIPPED_OCTETS = 64 * 1024;

    private final Connection connection;

    ReplyReader(Connection connection) {
        this.connection = connection;
    }

    /// `Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF`
    ///
    /// @param begin how long the first line may take
    /// @param whole how long the lines behind it may take together
    SmtpReply read(Duration begin, Duration whole) throws IOException {
        byte[] line = line(begin);
        int code = code(line);
        long end = System.nanoTime() + whole.toNanos();
        List<byte[]> lines = new ArrayList<>(1);
        lines.add(line);
        while (isContinued(line)) {
            if (lines.size() == MAX_LINES) {
                throw new MalformedReply("a reply of more than " + MAX_LINES + " lines");
            }
            line = line(remaining(end));
            if (code(line) != code) {
                throw new MalformedReply("a reply of two codes");
            }
            lines.add(line);
        }
        return reply(code, lines);
    }

    private static Duration remaining(long end) throws SocketTimeoutException {
        long nanos = end - System.nanoTime();
        if (nanos <= 0) {
            throw new SocketTimeoutException("a reply that does not end");
        }
        return Duration.ofNanos(nanos);
    }

    private byte[] line(Duration limit) throws IOException {
        connection.readDeadline(limit);
        return switch (connection.readLine(MAX_READ_OCTETS, MAX_SKIPPED_OCTETS)) {
            case Connection.Line.Complete(var octets) -> octets;
            case Connection.Line.TooLong(_) ->
                    throw new MalformedReply("a line of a reply is too long");
            case Connection.Line.EndOfStream() ->
                    throw new EOFException("the server closed the connection");
        };
    }

    /// `Reply-code = %x32-35 %x30-35 %x30-39`; any second digit is taken.
    private static int code(byte[] line) throws MalformedReply {
        boolean codeOnly = line.length == 3;
        if (line.length < 3
                || line[0] < '2'
                || line[0] > '5'
                || !isDigit(line[1])
                || !isDigit(line[2])
                || !codeOnly && line[3] != ' ' && line[3] != '-') {
            throw new MalformedReply("a reply without a reply code");
        }
        return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isContinued(byte[] line) {
        return line.length > 3 && line[3] == '-';
    }

    private static SmtpReply reply(int code, List<byte[]> lines) throws MalformedReply {
        boolean tooLong = lines.stream().anyMatch(line -> line.length > MAX_LINE_OCTETS);
        if (tooLong && code >= 400) {
            throw new MalformedReply("a line of a reply is too long");
        }
        List<String> texts = lines.stream().map(ReplyReader::text).toList();
        Optional<EnhancedStatus> status = status(code, texts.getLast());
        if (status.isEmpty()) {
            return new SmtpReply(code, status, texts);
        }
        String prefix = status.get().toString();
        return new SmtpReply(
                code, status, texts.stream().map(text -> without(prefix, text)).toList());
    }

    /// Printable ASCII: nothing of it can end a line or a field in a log or a delivery report.
    private static String text(byte[] line) {
        int end = Math.min(line.length, MAX_LINE_OCTETS);
        StringBuilder text = new StringBuilder(Math.max(end - 4, 0));
        for (int i = 4; i < end; i++) {
            text.append(line[i] >= ' ' && line[i] <= '~' ? (char) line[i] : '?');
        }
        return text.toString();
    }

    /// `status-code ::= class "." subject "." detail`, RFC 2034 §3; one that contradicts the reply
    /// code is text.
    private static Optional<EnhancedStatus> status(int code, String text) {
        int end = text.indexOf(' ');
        String[] parts = (end < 0 ? text : text.substring(0, end)).split("\\.", -1);
        boolean wellFormed =
                parts.length == 3
                        && parts[0].equals(Integer.toString(code / 100))
                        && code / 100 != 3
                        && isNumber(parts[1])
                        && isNumber(parts[2]);
        return wellFormed
                ? Optional.of(
                        new EnhancedStatus(
                                code / 100, Integer.parseInt(parts[1]), Integer.parseInt(parts[2])))
                : Optional.empty();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= 3
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String without(String prefix, String text) {
        return text.startsWith(prefix) ? text.substring(prefix.length()).strip() : text;
    }
}
