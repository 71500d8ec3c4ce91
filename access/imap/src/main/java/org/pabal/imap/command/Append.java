// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Client;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.AccountMailboxes.AppendOutcome;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.NewMessage;

/// APPEND of one or several messages, all or none. RFC 9051 §6.3.12, RFC 3502, RFC 4315 §3,
/// RFC 7889.
///
/// The command that is parsed ends where the first message's literal begins. Messages go from the
/// connection to the store in pieces. A client that waits for `+` hears of a refusal before it sends;
/// from one that does not wait, what it sends is taken and thrown away, up to a limit.
public record Append(String mailbox, Part first) implements ImapCommand.InAuthenticatedState {

    /// What stands before a message, and how long that is.
    public record Part(Flags flags, Optional<Instant> date, long octets, Sending sending) {

        /// `[SP flag-list] [SP date-time] SP literal`, up to the literal's octets
        static Part parse(ImapParser in) throws ImapSyntaxException {
            in.space();
            Flags flags = Flags.NONE;
            if (in.isNext('(')) {
                flags = in.flagList();
                in.space();
            }
            Optional<Instant> date = Optional.empty();
            if (in.isNext('"')) {
                date = Optional.of(in.dateTime());
                in.space();
            }
            in.expect('{');
            long octets = in.number64();
            Sending sending = in.skip('+') ? Sending.AT_ONCE : Sending.WHEN_ASKED;
            in.expect('}');
            in.end();
            return new Part(flags, date, octets, sending);
        }
    }

    /// RFC 7888.
    public enum Sending {
        WHEN_ASKED,
        AT_ONCE
    }

    private static final int MAX_LINE = 8 << 10;

    /// Refused messages larger than this are not waited for.
    private static final long MAX_THROWN_AWAY = 1 << 20;

    /// `"APPEND" SP mailbox append-message *append-message`
    static Append parse(ImapParser in) throws ImapSyntaxException {
        String mailbox = in.space().astring();
        return new Append(mailbox, Part.parse(in));
    }

    /// True when the literal at the end of these octets is a message.
    ///
    /// @param command an unfinished command, ending in `{n}` or `{n+}`
    public static boolean endsBeforeMessage(byte[] command, int maxDepth) {
        try {
            ImapParser in = new ImapParser(command, maxDepth);
            in.tag();
            if (!in.space().atom().equalsIgnoreCase("APPEND")) {
                return false;
            }
            parse(in);
            return true;
        } catch (ImapSyntaxException _) {
            return false;
        }
    }

    @Override
    public void passOver(Client client) throws IOException {
        if (first.sending() == Sending.AT_ONCE) {
            client.bye("Log in before sending messages");
        }
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        try (Taking taking = new Taking(user)) {
            return taking.run();
        }
    }

    /// One run of the command.
    private final class Taking implements AutoCloseable {
        private final Authenticated user;
        private final Client client;
        private final List<NewMessage> messages = new ArrayList<>();
        private Optional<NamedMailbox> target = Optional.empty();

        /// Set once: then what still comes is thrown away.
        private Optional<TaggedResponse> refusal = Optional.empty();

        private Optional<RuntimeException> failure = Optional.empty();

        Taking(Authenticated user) {
            this.user = user;
            this.client = user.client();
        }

        TaggedResponse run() throws IOException {
            findTarget();
            Optional<Part> next = Optional.of(first);
            while (next.isPresent()) {
                Part part = next.get();
                refuseIfTooBig(part);
                if (part.sending() == Sending.WHEN_ASKED) {
                    if (isRefused()) {
                        return outcome();
                    }
                    client.out().continuation("Send the message");
                }
                if (!take(part)) {
                    return outcome();
                }
                next = nextPart();
            }
            return outcome();
        }

        private Instant now() {
            return client.services().clock().instant();
        }

        private boolean isRefused() {
            return refusal.isPresent() || failure.isPresent();
        }

        private void refuse(TaggedResponse response) {
            if (!isRefused()) {
                refusal = Optional.of(response);
            }
        }

        private void findTarget() {
            try {
                target = user.find(mailbox);
                if (target.isEmpty()) {
                    refuse(Refusals.tryCreate());
                }
            } catch (RuntimeException e) {
                failure = Optional.of(e); // told once the client has sent what it will send
            }
        }

        private void refuseIfTooBig(Part part) {
            if (part.octets() > client.config().appendOctets()) {
                refuse(
                        TaggedResponse.no(
                                ResponseCodes.TOOBIG,
                                "A message may have "
                                        + client.config().appendOctets()
                                        + " octets"));
            } else if (part.octets() == 0) {
                refuse(TaggedResponse.no(ResponseCodes.CANNOT, "A message cannot be empty"));
            } else if (messages.size() >= client.config().literals()) {
                refuse(
                        TaggedResponse.no(
                                ResponseCodes.LIMIT,
                                "At most " + client.config().literals() + " messages at once"));
            } else if (!isRefused()) {
                refuseIfOverQuota(part);
            }
        }

        private void refuseIfOverQuota(Part part) {
            try {
                if (target.isPresent()
                        && user.store().wouldExceedQuota(target.get().owner(), part.octets())) {
                    refuse(Refusals.overQuota());
                }
            } catch (RuntimeException e) {
                failure = Optional.of(e);
            }
        }

        /// @return false when the session is to end, since too much would have to be thrown away
        private boolean take(Part part) throws IOException {
            if (isRefused()) {
                if (part.octets() > MAX_THROWN_AWAY) {
                    client.bye("Not waiting for a message that was refused");
                    return false;
                }
                client.connection().readExactly(part.octets(), (_, _, _) -> {});
                return true;
            }
            try (MessageSink sink = new MessageSink(user.store())) {
                client.connection().readExactly(part.octets(), sink);
                sink.finish()
                        .ifPresentOrElse(
                                staged ->
                                        messages.add(
                                                new NewMessage(
                                                        staged,
                                                        part.flags(),
                                                        part.date().orElseGet(this::now))),
                                () -> refuse(sink.refusal()));
                failure = sink.failure();
            }
            return true;
        }

        /// What follows a message: the end of the command, or one more. A line that is neither ends
        /// the session if a message is on its way behind it.
        private Optional<Part> nextPart() throws IOException {
            byte[] line = client.readLine(MAX_LINE);
            if (line.length == 0) {
                return Optional.empty();
            }
            try {
                return Optional.of(Part.parse(new ImapParser(line, client.config().depth())));
            } catch (ImapSyntaxException e) {
                if (new String(line, StandardCharsets.ISO_8859_1).endsWith("+}")) {
                    client.bye("Expected a message: " + e.getMessage());
                }
                refusal = Optional.of(TaggedResponse.bad(e.getMessage()));
                return Optional.empty();
            }
        }

        private TaggedResponse outcome() {
            if (failure.isPresent()) {
                throw failure.get();
            }
            if (refusal.isPresent()) {
                return refusal.get();
            }
            NamedMailbox to = target.orElseThrow();
            return switch (to.mailboxes().append(to.id(), messages)) {
                case AppendOutcome.Appended appended ->
                        TaggedResponse.ok(
                                "APPENDUID " + appended.uidValidity() + " " + appended.uids(),
                                "Appended");
                case AppendOutcome.NoSuchMailbox _ -> Refusals.tryCreate();
                case AppendOutcome.OverQuota _ -> Refusals.overQuota();
            };
        }

        @Override
        public void close() {
            messages.clear(); // what was taken in and not appended is collected by the store
        }
    }
}
