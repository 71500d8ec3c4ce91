// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Optional;
import org.pabal.fetch.FetchException.Reason;
import org.pabal.fetch.ImapReply.Tagged;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.sasl.SaslClientMechanism;
import org.pabal.sasl.SaslClientStep;
import org.pabal.wire.Connection;

/// Commands and their responses, one command at a time. For one thread, but for {@link #close}.
final class Dialogue implements Closeable {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_CHALLENGES = 10;

    private final Connection connection;
    private final FetchLimits limits;
    private final ReplyReader replies;
    private int commands;

    /// Takes note of the responses that it knows.
    interface Listener {
        Listener DEAF = _ -> {};

        /// @param in behind `* `
        void hear(ImapParser in) throws ImapSyntaxException, FetchException;
    }

    /// The words of a command: what stands for itself, and strings.
    static final class Command {
        private final StringBuilder text = new StringBuilder();

        Command(String text) {
            this.text.append(text);
        }

        Command with(String more) {
            text.append(' ').append(more);
            return this;
        }

        /// `string = quoted / literal`, of octets as characters. RFC 3501 §9.
        Command string(String octets) {
            boolean quotable = octets.chars().allMatch(c -> c >= ' ' && c < 127);
            return quotable
                    ? with('"' + octets.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                    : with("{" + octets.length() + "}\r\n" + octets);
        }
    }

    Dialogue(Connection connection, FetchLimits limits) {
        this.connection = connection;
        this.limits = limits;
        this.replies = new ReplyReader(connection, limits.maxResponseOctets());
        connection.readDeadline(limits.read());
    }

    void greeting() throws IOException {
        broken(() -> {
            if (!(replies.next(Optional.empty()) instanceof ImapReply.Untagged(byte[] octets))) {
                throw new FetchException(Reason.PROTOCOL, "the server does not greet");
            }
            String text = new String(octets, ISO_8859_1);
            Tagged status = status(text);
            if (status.status().equals("BYE")) {
                throw new FetchException(Reason.UNAVAILABLE, status.text());
            }
            if (!status.isOk()) {
                throw new FetchException(Reason.PROTOCOL, "a greeting that is none: " + text);
            }
            return status;
        });
    }

    /// @throws FetchException when the command does not succeed
    Tagged run(Command command, Listener listener) throws IOException {
        return require(outcome(command, listener, Optional.empty()));
    }

    /// Runs one that brings messages.
    void run(Command command, Listener listener, BodyTaker messages) throws IOException {
        require(outcome(command, listener, Optional.of(messages)));
    }

    Tagged outcome(Command command, Listener listener, Optional<BodyTaker> messages)
            throws IOException {
        String tag = "f" + ++commands;
        return broken(() -> {
            String text = tag + " " + command.text + "\r\n";
            int sent = 0;
            long until = System.nanoTime() + limits.command().toNanos();
            for (int end = literalEnd(text, 0); end > 0; end = literalEnd(text, sent)) {
                send(text.substring(sent, end));
                sent = end;
                Optional<Tagged> refused = await(tag, until);
                if (refused.isPresent()) {
                    return refused.get();
                }
            }
            send(text.substring(sent));
            return hear(tag, listener, messages, until);
        });
    }

    /// Behind the CRLF of the next literal's size; -1 for no more.
    private static int literalEnd(String text, int from) {
        int at = text.indexOf("}\r\n", from);
        return at < 0 ? -1 : at + 3;
    }

    private void send(String octets) throws IOException {
        connection.write(octets.getBytes(ISO_8859_1));
        connection.flush();
    }

    /// Waits until the server asks for a literal.
    ///
    /// @return its refusal
    private Optional<Tagged> await(String tag, long until) throws IOException {
        for (int heard = 0; ; heard++) {
            switch (next(heard, until, Optional.empty())) {
                case ImapReply.Continuation _ -> {
                    return Optional.empty();
                }
                case Tagged tagged -> {
                    return Optional.of(checked(tagged, tag));
                }
                case ImapReply.Untagged _ -> {
                    // of no interest here
                }
            }
        }
    }

    private Tagged hear(String tag, Listener listener, Optional<BodyTaker> messages, long until)
            throws IOException {
        for (int heard = 0; ; heard++) {
            long limit = messages.isPresent() ? Long.MAX_VALUE : until;
            switch (next(heard, limit, messages)) {
                case ImapReply.Untagged(byte[] octets) -> tell(octets, listener);
                case ImapReply.Continuation _ ->
                        throw new FetchException(
                                Reason.PROTOCOL, "the server asks for more where there is none");
                case Tagged tagged -> {
                    return checked(tagged, tag);
                }
            }
        }
    }

    /// What a listener does not understand, a server may say all the same: it is passed over.
    private static void tell(byte[] octets, Listener listener) throws IOException {
        try {
            listener.hear(new ImapParser(octets, MAX_DEPTH));
        } catch (ImapSyntaxException _) {
            // no response that we know
        }
    }

    private ImapReply next(int heard, long until, Optional<BodyTaker> messages) throws IOException {
        if (heard >= limits.maxResponses()) {
            throw new FetchException(
                    Reason.PROTOCOL, "more than " + limits.maxResponses() + " responses");
        }
        if (until != Long.MAX_VALUE && until - System.nanoTime() <= 0) {
            throw new FetchException(Reason.TIMEOUT, "a command took too long");
        }
        ImapReply reply = replies.next(messages);
        if (reply instanceof ImapReply.Untagged(byte[] octets)) {
            String text = new String(octets, 0, Math.min(octets.length, 1_000), ISO_8859_1);
            if (text.toUpperCase(Locale.ROOT).startsWith("BYE")) {
                throw new FetchException(Reason.UNAVAILABLE, status(text).text());
            }
        }
        return reply;
    }

    private static Tagged status(String text) {
        String[] words = text.split(" ", 2);
        return ReplyReader.tagged(
                "*", words[0].toUpperCase(Locale.ROOT), words.length < 2 ? "" : words[1]);
    }

    private static Tagged checked(Tagged reply, String tag) throws FetchException {
        if (!reply.tag().equals(tag)) {
            throw new FetchException(
                    Reason.PROTOCOL, "an answer to another command: " + reply.tag());
        }
        return reply;
    }

    private static Tagged require(Tagged outcome) throws FetchException {
        if (!outcome.isOk()) {
            throw new FetchException(refusal(outcome, Reason.REFUSED), outcome.text());
        }
        return outcome;
    }

    /// RFC 5530 §3.
    static Reason refusal(Tagged outcome, Reason otherwise) {
        return switch (outcome.code()) {
            case "UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG" -> Reason.UNAVAILABLE;
            default -> otherwise;
        };
    }

    /// AUTHENTICATE, with its first response at once where the server takes that. RFC 3501 §6.2.2,
    /// RFC 4959.
    Tagged authenticate(SaslClientMechanism mechanism, boolean saslIr) throws IOException {
        String tag = "f" + ++commands;
        return broken(() -> {
            boolean first = saslIr && mechanism.clientFirst();
            String command = tag + " AUTHENTICATE " + mechanism.name();
            send((first ? command + " " + base64(mechanism.initialResponse()) : command) + "\r\n");
            long until = System.nanoTime() + limits.command().toNanos();
            int challenges = 0;
            for (int heard = 0; ; heard++) {
                switch (next(heard, until, Optional.empty())) {
                    case ImapReply.Continuation(String text) -> {
                        if (++challenges > MAX_CHALLENGES) {
                            throw new FetchException(Reason.PROTOCOL, "too many challenges");
                        }
                        send(response(mechanism, text) + "\r\n");
                    }
                    case Tagged tagged -> {
                        return checked(tagged, tag);
                    }
                    case ImapReply.Untagged _ -> {
                        // of no interest here
                    }
                }
            }
        });
    }

    private static String response(SaslClientMechanism mechanism, String challenge) {
        try {
            byte[] octets = java.util.Base64.getDecoder().decode(challenge.strip());
            return switch (mechanism.respond(octets)) {
                case SaslClientStep.Response(byte[] answer) -> base64(answer);
                case SaslClientStep.Failed _ -> "*";
            };
        } catch (IllegalArgumentException notBase64) {
            return "*";
        }
    }

    private static String base64(byte[] octets) {
        return new String(java.util.Base64.getEncoder().encode(octets), US_ASCII);
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    /// A connection that breaks has a reason, too.
    private static <T> T broken(Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (FetchException known) {
            throw known;
        } catch (SocketTimeoutException late) {
            throw new FetchException(Reason.TIMEOUT, "the server sent nothing in time");
        } catch (EOFException gone) {
            throw new FetchException(Reason.UNREACHABLE, "the server closed the connection");
        } catch (javax.net.ssl.SSLException insecure) {
            throw new FetchException(Reason.UNREACHABLE, String.valueOf(insecure.getMessage()));
        }
    }

    static String utf8(String octets) {
        return new String(octets.getBytes(ISO_8859_1), UTF_8);
    }

    static String octets(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    @Override
    public void close() {
        connection.close();
    }
}
