// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.sieve.SieveMessage;
import org.pabal.storage.Storage;

/// The messages that one decision reads and takes in. For one thread.
final class Messages implements AutoCloseable {
    private static final int PIECE_OCTETS = 64 * 1024;

    private final Storage storage;
    private final MailboxStore mailboxes;
    private final List<StagedSieveMessage> open = new ArrayList<>();
    private final IdentityHashMap<SieveMessage, StagedMessage> staged = new IdentityHashMap<>();

    Messages(Storage storage, MailboxStore mailboxes) {
        this.storage = storage;
        this.mailboxes = mailboxes;
    }

    /// A message of the store for scripts.
    StagedSieveMessage of(StagedMessage message) {
        StagedSieveMessage read = new StagedSieveMessage(storage, message);
        open.add(read);
        return read;
    }

    /// A script's message for the store: the very one that came when nothing was changed, and each
    /// version of it taken in once.
    ///
    /// @param authentication what was found about its sender
    StagedMessage staged(SieveMessage message, String authentication) {
        if (message instanceof StagedSieveMessage known) {
            return known.staged().authenticated(authentication);
        }
        return staged.computeIfAbsent(
                message,
                _ -> {
                    try (MessageIntake intake = mailboxes.newMessage()) {
                        copy(message, 0, intake);
                        return intake.finish().authenticated(authentication);
                    }
                });
    }

    /// A message with whole fields on top in the place of its beginning.
    ///
    /// @param from where of it the copy begins
    StagedMessage below(byte[] top, SieveMessage message, long from) {
        try (MessageIntake intake = mailboxes.newMessage()) {
            copy(message, from, intake);
            return intake.finish(top);
        }
    }

    /// @param octets a whole message
    StagedMessage staged(byte[] top, byte[] octets) {
        try (MessageIntake intake = mailboxes.newMessage()) {
            intake.write(octets, 0, octets.length);
            return intake.finish(top);
        }
    }

    private static void copy(SieveMessage message, long from, MessageIntake to) {
        byte[] piece = new byte[PIECE_OCTETS];
        int read;
        for (long at = from; (read = message.read(at, piece, 0, piece.length)) > 0; at += read) {
            to.write(piece, 0, read);
        }
    }

    @Override
    public void close() {
        open.forEach(StagedSieveMessage::close);
    }
}
