// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.append;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.imap.append.AppendText.Begin;
import org.pabal.imap.append.AppendText.End;
import org.pabal.imap.append.AppendText.Form;
import org.pabal.imap.append.AppendText.Literal;
import org.pabal.imap.append.AppendText.Sending;
import org.pabal.imap.append.AppendText.Url;
import org.pabal.imap.append.AppendText.UrlLiteral;
import org.pabal.imap.append.AppendText.Within;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Client;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.mime.MimePart;

/// Takes in the messages of one command, all or none.
///
/// A client that waits for `+` hears of a refusal before it sends; from one that does not wait, what
/// it sends is taken and thrown away, up to a limit, so that its next command is found. RFC 7888 §4.
public final class MessageTaking implements AutoCloseable {
    /// Literals and URLs of one command.
    private static final int MAX_PIECES = 2000;

    private static final int MAX_URL_OCTETS = 8 << 10;

    /// What is known of the messages' structure until they are appended, together.
    private static final long MAX_HELD_OCTETS = 32 << 20;

    private static final long HELD_PER_PART = 512;

    private final Authenticated user;
    private final Client client;
    private final UrlSource urls;
    private Account owner;
    private final List<NewMessage> messages = new ArrayList<>();
    private @Nullable Begin begin;
    private @Nullable MessageSink sink;

    /// Of messages that are whole.
    private long octets;

    private long held;
    private int pieces;
    private Within within = Within.MESSAGE;

    /// Set once: then what still comes is thrown away.
    private Optional<TaggedResponse> refusal = Optional.empty();

    private Optional<RuntimeException> failure = Optional.empty();

    public MessageTaking(Authenticated user) {
        this.user = user;
        this.client = user.client();
        this.urls = new UrlSource(user);
        this.owner = user.account();
    }

    /// Whose quota the messages count against, where that is not the client's own.
    public void chargeTo(Account account) {
        owner = account;
    }

    /// What came in.
    public sealed interface Taken {
        record Messages(List<NewMessage> messages) implements Taken {}

        record Refused(TaggedResponse response) implements Taken {}
    }

    /// Nothing is to be stored, for this reason: what comes is still taken.
    public void refuse(TaggedResponse response) {
        if (!isRefused()) {
            refusal = Optional.of(response);
        }
    }

    /// Nothing can be stored: the failure is told once the client has sent what it will send.
    public void fail(RuntimeException reason) {
        if (!isRefused()) {
            failure = Optional.of(reason);
        }
    }

    private boolean isRefused() {
        return refusal.isPresent() || failure.isPresent();
    }

    /// Reads the command to its end, or to where a refusal lets it end.
    ///
    /// @param first up to the first literal
    public Taken take(AppendText first) throws IOException {
        Optional<AppendText> text = Optional.of(first);
        while (text.isPresent()) {
            within = text.get().within();
            for (AppendText.Piece piece : text.get().pieces()) {
                if (!take(piece)) {
                    return outcome();
                }
            }
            text = text.get().endsBeforeLiteral() ? next(text.get()) : Optional.empty();
        }
        return outcome();
    }

    private Taken outcome() {
        if (failure.isPresent()) {
            throw failure.get();
        }
        return refusal.isPresent()
                ? new Taken.Refused(refusal.get())
                : new Taken.Messages(List.copyOf(messages));
    }

    /// What follows a literal. A text that is none ends the session if octets are on their way
    /// behind it.
    private Optional<AppendText> next(AppendText before) throws IOException {
        byte[] line = client.readLine(client.config().commandOctets());
        try {
            return Optional.of(before.next(new ImapParser(line, client.config().depth())));
        } catch (ImapSyntaxException e) {
            if (new String(line, StandardCharsets.ISO_8859_1).endsWith("+}")) {
                client.bye("Expected a message: " + e.getMessage());
            }
            refusal = Optional.of(TaggedResponse.bad(e.getMessage()));
            failure = Optional.empty();
            return Optional.empty();
        }
    }

    /// @return false when nothing more is to be read
    private boolean take(AppendText.Piece piece) throws IOException {
        if (++pieces > MAX_PIECES) {
            refuse(limit("At most " + MAX_PIECES + " literals and URLs at once"));
        }
        return switch (piece) {
            case Begin start -> {
                begin(start);
                yield true;
            }
            case Literal literal -> literal(literal);
            case Url url -> {
                url(url.url());
                yield true;
            }
            case UrlLiteral literal -> urlLiteral(literal);
            case End _ -> {
                end();
                yield true;
            }
        };
    }

    private static TaggedResponse limit(String text) {
        return TaggedResponse.no(ResponseCodes.LIMIT, text);
    }

    private void begin(Begin start) {
        if (messages.size() >= client.config().literals()) {
            refuse(limit("At most " + client.config().literals() + " messages at once"));
        }
        begin = start;
        if (!isRefused()) {
            sink = new MessageSink(user.store());
            sink.failure().ifPresent(this::fail);
        }
    }

    private boolean literal(Literal literal) throws IOException {
        if (literal.octets() == 0 && within != Within.CATENATE) {
            refuseEmpty(); // before it is asked for
        }
        refuseIfTooBig(literal.octets());
        if (!mayRead(literal.sending())) {
            return false;
        }
        MessageSink to = sink;
        if (isRefused() || to == null) {
            return throwAway(literal.octets());
        }
        to.expect(literal.form());
        client.connection().readExactly(literal.octets(), to);
        to.failure().ifPresent(this::fail);
        return true;
    }

    /// Asks for octets that the client holds back until then, unless nobody wants them.
    private boolean mayRead(Sending sending) throws IOException {
        if (sending == Sending.WHEN_ASKED) {
            if (isRefused()) {
                return false;
            }
            client.out().continuation("Send the message");
        }
        return true;
    }

    /// @return false when the session is to end, since too much would have to be thrown away
    private boolean throwAway(long count) throws IOException {
        if (count > 2 * client.config().appendOctets()) {
            client.bye("Not waiting for a message that was refused");
            return false;
        }
        client.connection().readExactly(count, (_, _, _) -> {});
        return true;
    }

    /// @param more octets for the message that was begun
    private void refuseIfTooBig(long more) {
        MessageSink to = sink;
        if (isRefused() || to == null) {
            return;
        }
        long limit = client.config().appendOctets();
        if (more > limit - to.octets()) {
            refuse(
                    TaggedResponse.no(
                            ResponseCodes.TOOBIG, "A message may have " + limit + " octets"));
        } else {
            refuseIfOverQuota(octets + to.octets() + more);
        }
    }

    /// RFC 3502 §6.3.11: an empty message is how a client changes its mind.
    private void refuseEmpty() {
        refuse(TaggedResponse.no(ResponseCodes.CANNOT, "A message cannot be empty"));
    }

    private void refuseIfOverQuota(long all) {
        try {
            if (user.store().wouldExceedQuota(owner, all)) {
                refuse(TaggedResponse.no(ResponseCodes.OVERQUOTA, "The account is full"));
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private boolean urlLiteral(UrlLiteral literal) throws IOException {
        if (literal.octets() > MAX_URL_OCTETS) {
            refuse(limit("A URL may have " + MAX_URL_OCTETS + " octets"));
        }
        if (!mayRead(literal.sending())) {
            return false;
        }
        if (literal.octets() > MAX_URL_OCTETS) {
            return throwAway(literal.octets());
        }
        ByteArrayOutputStream url = new ByteArrayOutputStream((int) literal.octets());
        client.connection().readExactly(literal.octets(), url::write);
        url(url.toString(StandardCharsets.UTF_8));
        return true;
    }

    private void url(String url) {
        MessageSink to = sink;
        if (isRefused() || to == null) {
            return;
        }
        try {
            to.expect(Form.TEXT);
            if (!urls.copy(url, to, this::hasRoom) && !isRefused()) {
                refuse(UrlSource.badUrl(url));
            }
            to.failure().ifPresent(this::fail);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private boolean hasRoom(long more) {
        refuseIfTooBig(more);
        return !isRefused();
    }

    private void end() {
        Begin start = begin;
        MessageSink from = sink;
        if (isRefused() || start == null || from == null) {
            return;
        }
        if (from.octets() == 0) {
            refuseEmpty();
            return;
        }
        Optional<StagedMessage> staged = from.finish();
        from.failure().ifPresent(this::fail);
        if (staged.isEmpty()) {
            refuse(from.refusal());
            return;
        }
        octets += staged.get().octets();
        held +=
                staged.get().scan().headerOctets()
                        + parts(staged.get().scan().root()) * HELD_PER_PART;
        messages.add(
                new NewMessage(staged.get(), start.flags(), start.date().orElseGet(this::now)));
        from.close();
        sink = null;
        if (held > MAX_HELD_OCTETS) {
            refuse(limit("Too many parts in these messages, append fewer at once"));
        }
    }

    private static long parts(MimePart part) {
        return 1 + part.children().stream().mapToLong(MessageTaking::parts).sum();
    }

    private Instant now() {
        return client.services().clock().instant();
    }

    @Override
    public void close() {
        messages.clear(); // what was taken in and not appended is collected by the store
        if (sink != null) {
            sink.close();
        }
    }
}
