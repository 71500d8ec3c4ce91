// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;

/// Takes a message of elsewhere in, as a mailbox keeps it: lines end in CRLF, whatever theirs did. For
/// one thread.
public final class ForeignMessage implements AutoCloseable {
    private final MailboxStore store;
    private final MessageIntake intake;
    private byte[] out = new byte[0];
    private boolean afterCr;

    public ForeignMessage(MailboxStore store) {
        this.store = store;
        this.intake = store.newMessage();
    }

    /// What was taken in is no message.
    public static final class NoMessageException extends Exception {
        private static final long serialVersionUID = 1L;

        private NoMessageException(String why) {
            super(why);
        }
    }

    public void write(byte[] octets, int offset, int count) {
        if (out.length < count * 2 + 2) {
            out = new byte[count * 2 + 2];
        }
        int size = 0;
        for (int i = offset; i < offset + count; i++) {
            byte octet = octets[i];
            if (afterCr && octet != '\n' || octet == '\n' && !afterCr) {
                out[size++] = (byte) (afterCr ? '\n' : '\r');
            }
            out[size++] = octet;
            afterCr = octet == '\r';
        }
        intake.write(out, 0, size);
    }

    /// @throws NoMessageException with one sentence that says why it is none
    public StagedMessage finish() throws NoMessageException {
        if (afterCr) {
            intake.write(new byte[] {'\n'}, 0, 1);
        }
        if (!intake.headerIsWithinLimits()) {
            throw new NoMessageException("Its header section is larger than any message's may be.");
        }
        StagedMessage staged = intake.finish();
        if (staged.scan().header().fields().isEmpty()) {
            throw new NoMessageException("It does not begin with header fields.");
        }
        return store.withoutBinary(staged)
                .orElseThrow(
                        () -> new NoMessageException("It has NUL where nothing can be encoded."));
    }

    @Override
    public void close() {
        intake.close();
    }
}
