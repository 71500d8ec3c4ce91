// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
    /// @param arrival what was found about it when it came
    StagedMessage staged(SieveMessage message, String arrival) {
        if (message instanceof StagedSieveMessage known) {
            return known.staged().found(arrival);
        }
        return staged.computeIfAbsent(
                message,
                _ -> {
                    try (MessageIntake intake = mailboxes.newMessage()) {
                        copy(message, 0, intake, Optional.empty());
                        return intake.finish().found(arrival);
                    }
                });
    }

    /// What is on its way out of here: the message below other fields.
    ///
    /// @param first goes on top, above the seal
    /// @param fields follow below it
    /// @param change of the message's own header section
    StagedMessage passedOn(
            byte[] first,
            byte[] fields,
            SieveMessage message,
            UnaryOperator<byte[]> change,
            Sealer sealer) {
        byte[] header = change.apply(header(message));
        byte[] section = Arrays.copyOf(fields, fields.length + header.length);
        System.arraycopy(header, 0, section, fields.length, header.length);
        Optional<RedirectSeals.Seal> seal = sealer.begin(section);
        try (MessageIntake intake = mailboxes.newMessage()) {
            intake.write(header, 0, header.length);
            copy(message, message.scan().headerOctets(), intake, seal);
            ByteArrayOutputStream top = new ByteArrayOutputStream(2_048);
            top.writeBytes(first);
            seal.ifPresent(made -> top.writeBytes(made.finish()));
            top.writeBytes(fields);
            return intake.finish(top.toByteArray());
        }
    }

    /// Begins a seal, if there is to be one.
    interface Sealer {
        Optional<RedirectSeals.Seal> begin(byte[] section);
    }

    private static byte[] header(SieveMessage message) {
        byte[] header = new byte[Math.toIntExact(message.scan().headerOctets())];
        int have = 0;
        int read;
        while (have < header.length
                && (read = message.read(have, header, have, header.length - have)) > 0) {
            have += read;
        }
        return Arrays.copyOf(header, have);
    }

    /// @param octets a whole message
    StagedMessage staged(byte[] top, byte[] octets) {
        try (MessageIntake intake = mailboxes.newMessage()) {
            intake.write(octets, 0, octets.length);
            return intake.finish(top);
        }
    }

    private static void copy(
            SieveMessage message, long from, MessageIntake to, Optional<RedirectSeals.Seal> seal) {
        byte[] piece = new byte[PIECE_OCTETS];
        int read;
        for (long at = from; (read = message.read(at, piece, 0, piece.length)) > 0; at += read) {
            to.write(piece, 0, read);
            if (seal.isPresent()) {
                seal.get().body(piece, 0, read);
            }
        }
    }

    @Override
    public void close() {
        open.forEach(StagedSieveMessage::close);
    }
}
