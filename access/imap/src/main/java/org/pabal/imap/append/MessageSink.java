// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.append;

import java.util.Optional;
import org.pabal.imap.append.AppendText.Form;
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
/// (THREATS I13); in a literal8 they may stand in binary parts, which then are encoded.
final class MessageSink implements Connection.Sink, AutoCloseable {
    private final MailboxStore store;
    private final Optional<MessageIntake> intake;
    private Optional<RuntimeException> failure = Optional.empty();
    private Form form = Form.TEXT;
    private boolean binary;
    private boolean nul;
    private boolean bareLineEnd;
    private boolean behindCr;
    private boolean unknownEncoding;
    private long octets;

    MessageSink(MailboxStore store) {
        this.store = store;
        Optional<MessageIntake> opened = Optional.empty();
        try {
            opened = Optional.of(store.newMessage());
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
        intake = opened;
    }

    /// What the next octets come in.
    void expect(Form next) {
        form = next;
    }

    long octets() {
        return octets;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        look(from, offset, length);
        octets += length;
        if (failure.isEmpty() && isWellFormed()) {
            try {
                intake.orElseThrow().write(from, offset, length);
            } catch (RuntimeException e) {
                failure = Optional.of(e);
            }
        }
    }

    private void look(byte[] from, int offset, int length) {
        boolean cr = behindCr;
        boolean bare = false;
        boolean zero = false;
        for (int i = offset; i < offset + length; i++) {
            byte c = from[i];
            if (c == '\n' ? !cr : cr) {
                bare = true;
            }
            zero |= c == 0;
            cr = c == '\r';
        }
        behindCr = cr;
        if (form == Form.BINARY) {
            binary |= bare || zero;
        } else {
            bareLineEnd |= bare;
            nul |= zero;
        }
    }

    private boolean isWellFormed() {
        return !nul && !bareLineEnd;
    }

    /// @return empty when the message is refused or the store failed
    Optional<StagedMessage> finish() {
        if (behindCr) {
            binary |= form == Form.BINARY;
            bareLineEnd |= form == Form.TEXT;
        }
        if (failure.isPresent() || !isWellFormed()) {
            return Optional.empty();
        }
        try {
            StagedMessage staged = intake.orElseThrow().finish();
            Optional<StagedMessage> kept =
                    binary ? store.withoutBinary(staged) : Optional.of(staged);
            unknownEncoding = kept.isEmpty();
            return kept;
        } catch (RuntimeException e) {
            failure = Optional.of(e);
            return Optional.empty();
        }
    }

    Optional<RuntimeException> failure() {
        return failure;
    }

    TaggedResponse refusal() {
        if (unknownEncoding) {
            return TaggedResponse.no(
                    ResponseCodes.UNKNOWN_CTE,
                    "NUL and CR or LF alone may stand in parts only that can be encoded");
        }
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
