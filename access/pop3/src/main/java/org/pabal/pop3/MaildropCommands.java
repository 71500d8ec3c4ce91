// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.message.UnavailableException;
import org.pabal.pop3.Pop3State.Closed;
import org.pabal.pop3.Pop3State.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What can be done to an open maildrop. RFC 1939 §5 to §7.
final class MaildropCommands {
    private static final Logger LOG = LoggerFactory.getLogger(MaildropCommands.class);
    private static final int PIECE = 64 << 10;

    private final Client client;
    private final ReplyWriter out;

    MaildropCommands(Client client) {
        this.client = client;
        this.out = client.out;
    }

    Step stat(Transaction state) {
        Maildrop maildrop = state.maildrop();
        return Step.stay(
                state, Pop3Reply.ok(Phrase.NUMBERS, maildrop.left(), maildrop.octetsLeft()));
    }

    Step list(Transaction state, OptionalInt message) throws IOException {
        Maildrop maildrop = state.maildrop();
        if (message.isPresent()) {
            int number = message.getAsInt();
            return missing(maildrop, number)
                    .map(reply -> Step.stay(state, reply))
                    .orElseGet(() ->
                            Step.stay(
                                    state,
                                    Pop3Reply.ok(Phrase.NUMBERS, number, maildrop.size(number))));
        }
        out.begin(Pop3Reply.ok(Phrase.MAILDROP, maildrop.left(), maildrop.octetsLeft()));
        for (int number = 1; number <= maildrop.count(); number++) {
            if (!maildrop.isDeleted(number)) {
                out.line(number, " ", maildrop.size(number));
            }
        }
        out.endLines();
        return Step.answered(state);
    }

    Step uidl(Transaction state, OptionalInt message) throws IOException {
        Maildrop maildrop = state.maildrop();
        String begin = maildrop.uidValidity() + ".";
        if (message.isPresent()) {
            int number = message.getAsInt();
            return missing(maildrop, number)
                    .map(reply -> Step.stay(state, reply))
                    .orElseGet(() ->
                            Step.stay(
                                    state,
                                    Pop3Reply.ok(
                                            Phrase.UNIQUE_ID,
                                            number,
                                            begin + maildrop.uid(number))));
        }
        out.begin(Pop3Reply.ok(Phrase.DONE));
        String middle = " " + begin;
        for (int number = 1; number <= maildrop.count(); number++) {
            if (!maildrop.isDeleted(number)) {
                out.line(number, middle, maildrop.uid(number));
            }
        }
        out.endLines();
        return Step.answered(state);
    }

    Step retr(Transaction state, int number) throws IOException {
        Maildrop maildrop = state.maildrop();
        Optional<Pop3Reply> missing = missing(maildrop, number);
        if (missing.isPresent()) {
            return Step.stay(state, missing.get());
        }
        long size = maildrop.size(number);
        Step step = send(state, number, Pop3Reply.ok(Phrase.OCTETS, size), Extent.WHOLE);
        if (step.reply().isEmpty()) {
            maildrop.retrieved(number, size);
        }
        return step;
    }

    Step top(Transaction state, int number, int lines) throws IOException {
        Optional<Pop3Reply> missing = missing(state.maildrop(), number);
        return missing.isPresent()
                ? Step.stay(state, missing.get())
                : send(state, number, Pop3Reply.ok(Phrase.TOP_FOLLOWS), new TopLimit(lines));
    }

    /// The first octets are read before anything is said, so that a failure of the store can be
    /// told; a later one ends the session.
    private Step send(Transaction state, int number, Pop3Reply first, Extent extent)
            throws IOException {
        Optional<MessageOctets> opened = state.maildrop().open(number);
        if (opened.isEmpty()) {
            return Step.stay(state, Pop3Reply.err(Phrase.MESSAGE_GONE, number));
        }
        try (MessageOctets octets = opened.get()) {
            long size = octets.size();
            byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, size))];
            int count = octets.read(0, piece, 0, piece.length);
            out.begin(first);
            DotStuffing lines = new DotStuffing(client.connection);
            long at = 0;
            while (count > 0) {
                lines.write(piece, extent.take(piece, count));
                at += count;
                count = extent.isReached() ? 0 : octets.read(at, piece, 0, piece.length);
            }
            if (at < size && !extent.isReached()) {
                throw new UnavailableException("message ends at octet " + at + " of " + size);
            }
            lines.finish();
            out.endLines();
        }
        return Step.answered(state);
    }

    Step dele(Transaction state, int number) {
        Optional<Pop3Reply> missing = missing(state.maildrop(), number);
        if (missing.isPresent()) {
            return Step.stay(state, missing.get());
        }
        state.maildrop().delete(number);
        return Step.stay(state, Pop3Reply.ok(Phrase.MARKED, number));
    }

    Step rset(Transaction state) {
        Maildrop maildrop = state.maildrop();
        maildrop.reset();
        return Step.stay(
                state, Pop3Reply.ok(Phrase.MAILDROP, maildrop.left(), maildrop.octetsLeft()));
    }

    Step last(Transaction state) {
        return Step.stay(state, Pop3Reply.ok(Phrase.NUMBER, state.maildrop().last()));
    }

    /// The maildrop is free before the client hears that the session is over, which may begin
    /// another one at once.
    Step quit(Transaction state) {
        Maildrop maildrop = state.maildrop();
        try {
            int deleted = maildrop.update();
            return Step.to(
                    new Closed(),
                    deleted == 0
                            ? Pop3Reply.ok(Phrase.GOODBYE)
                            : Pop3Reply.ok(Phrase.DELETED_ALL, deleted));
        } catch (UnavailableException e) {
            maildrop.reset();
            LOG.warn("session {}: nothing was deleted: {}", client.connection.id(), e.getMessage());
            return Step.to(
                    new Closed(), Pop3Reply.err(ResponseCode.SYS_TEMP, Phrase.NOTHING_DELETED));
        } finally {
            maildrop.close();
        }
    }

    private static Optional<Pop3Reply> missing(Maildrop maildrop, int number) {
        if (!maildrop.has(number)) {
            return Optional.of(Pop3Reply.err(Phrase.NO_SUCH_MESSAGE, number));
        }
        return maildrop.isDeleted(number)
                ? Optional.of(Pop3Reply.err(Phrase.MARKED_ALREADY, number))
                : Optional.empty();
    }
}
