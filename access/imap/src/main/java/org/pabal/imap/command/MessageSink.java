// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.wire.Connection;

/// Takes a message's octets from the connection to the store and looks at its line ends.
///
/// It never throws into the reading, so that a message is always read to its end and the next
/// command is found: a failure of the store is kept for later. NUL and bare CR or LF are refused
/// (THREATS I13).
final class MessageSink implements Connection.Sink, AutoCloseable {
    private final Optional<MessageIntake> intake;
    private Optional<RuntimeException> failure = Optional.empty();
    private boolean nul;
    private boolean bareLineEnd;
    private boolean behindCr;

    MessageSink(MailboxStore store) {
        Optional<MessageIntake> opened = Optional.empty();
        try {
            opened = Optional.of(store.newMessage());
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
        intake = opened;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        look(octets, offset, length);
        if (failure.isEmpty() && isWellFormed()) {
            try {
                intake.orElseThrow().write(octets, offset, length);
            } catch (RuntimeException e) {
                failure = Optional.of(e);
            }
        }
    }

    private void look(byte[] octets, int offset, int length) {
        boolean cr = behindCr;
        for (int i = offset; i < offset + length; i++) {
            byte c = octets[i];
            if (c == '\n' ? !cr : cr) {
                bareLineEnd = true;
            }
            nul |= c == 0;
            cr = c == '\r';
        }
        behindCr = cr;
    }

    private boolean isWellFormed() {
        return !nul && !bareLineEnd;
    }

    /// @return empty when the message is refused or the store failed
    Optional<StagedMessage> finish() {
        bareLineEnd |= behindCr;
        if (failure.isPresent() || !isWellFormed()) {
            return Optional.empty();
        }
        try {
            return Optional.of(intake.orElseThrow().finish());
        } catch (RuntimeException e) {
            failure = Optional.of(e);
            return Optional.empty();
        }
    }

    Optional<RuntimeException> failure() {
        return failure;
    }

    TaggedResponse refusal() {
        return TaggedResponse.no(
                ResponseCodes.CANNOT,
                nul
                        ? "A message has no NUL"
                        : "Lines of a message end in CRLF, not CR or LF alone");
    }

    @Override
    public void close() {
        intake.ifPresent(MessageIntake::close);
    }
}
