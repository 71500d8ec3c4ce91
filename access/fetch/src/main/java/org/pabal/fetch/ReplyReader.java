// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.fetch.FetchException.Reason;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;

/// Puts responses together from lines and literals, within a limit. Messages (`BODY[] {n}`) go to
/// whom they are for as they arrive, and stand as `""` in what is put together.
final class ReplyReader {
    private static final Pattern LITERAL = Pattern.compile("~?\\{(\\d{1,18})\\+?}$");
    private static final Pattern CODE =
            Pattern.compile("\\[([^\\] ]+)[^\\]]*] ?(.*)", Pattern.DOTALL);
    private static final String BODY = "BODY[] ";

    private final Connection connection;
    private final int maxOctets;

    ReplyReader(Connection connection, int maxOctets) {
        this.connection = connection;
        this.maxOctets = maxOctets;
    }

    /// @param messages takes what BODY[] brings; without one it counts as any literal
    ImapReply next(Optional<BodyTaker> messages) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            String line = line(maxOctets - all.size());
            Matcher literal = LITERAL.matcher(line);
            if (!literal.find()) {
                all.writeBytes(line.getBytes(ISO_8859_1));
                return reply(all.toByteArray());
            }
            long octets = Long.parseLong(literal.group(1));
            String before = line.substring(0, literal.start());
            if (messages.isPresent() && before.toUpperCase(Locale.ROOT).endsWith(BODY)) {
                all.writeBytes((before + "\"\"").getBytes(ISO_8859_1));
                connection.readExactly(octets, messages.get().begin(octets)::write);
            } else {
                all.writeBytes((line + "\r\n").getBytes(ISO_8859_1));
                if (octets > maxOctets - all.size()) {
                    throw tooLarge();
                }
                connection.readExactly(octets, all::write);
            }
        }
    }

    /// One octet becomes one character.
    private String line(int most) throws IOException {
        try {
            return switch (connection.readLine(Math.max(most, 0), 0)) {
                case Line.Complete(byte[] octets) -> new String(octets, ISO_8859_1);
                case Line.TooLong _ -> throw tooLarge();
                case Line.EndOfStream _ ->
                        throw new FetchException(
                                Reason.UNREACHABLE, "the server closed the connection");
            };
        } catch (SocketTimeoutException late) {
            throw new FetchException(Reason.TIMEOUT, "the server sent nothing in time");
        } catch (EOFException gone) {
            throw new FetchException(Reason.UNREACHABLE, "the server closed the connection");
        }
    }

    private FetchException tooLarge() {
        return new FetchException(
                Reason.PROTOCOL, "a response of more than " + maxOctets + " octets");
    }

    private static ImapReply reply(byte[] octets) throws FetchException {
        String text = new String(octets, ISO_8859_1);
        if (text.startsWith("* ")) {
            byte[] rest = new byte[octets.length - 2];
            System.arraycopy(octets, 2, rest, 0, rest.length);
            return new ImapReply.Untagged(rest);
        }
        if (text.equals("+") || text.startsWith("+ ")) {
            return new ImapReply.Continuation(text.length() > 2 ? text.substring(2) : "");
        }
        String[] words = text.split(" ", 3);
        String status = words.length < 2 ? "" : words[1].toUpperCase(Locale.ROOT);
        return switch (status) {
            case "OK", "NO", "BAD" -> tagged(words[0], status, words.length < 3 ? "" : words[2]);
            default -> throw new FetchException(Reason.PROTOCOL, "not IMAP: " + text);
        };
    }

    /// Human words may be in UTF-8, whatever RFC 3501 says.
    static ImapReply.Tagged tagged(String tag, String status, String octets) {
        String text = new String(octets.getBytes(ISO_8859_1), UTF_8);
        Matcher code = CODE.matcher(text);
        return code.matches()
                ? new ImapReply.Tagged(
                        tag, status, code.group(1).toUpperCase(Locale.ROOT), code.group(2))
                : new ImapReply.Tagged(tag, status, "", text);
    }
}
