// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.HeaderSection;
import org.pabal.mta.acceptance.AcceptedMail;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.Assessments;
import org.pabal.mta.acceptance.TraceFields;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.Content;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.routing.Route;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// Brings a queued mail back to where mail is filed. Safe for use by many threads.
public final class LocalDelivery {
    private static final int PIECE_OCTETS = 64 * 1024;

    private final Storage storage;
    private final MailboxStore mailboxes;
    private final Function<HeaderSection, Assessments> judgedBefore;

    /// @param judgedBefore reads what our fields on top of a mail say of spam
    public LocalDelivery(
            Storage storage,
            MailboxStore mailboxes,
            Function<HeaderSection, Assessments> judgedBefore) {
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.judgedBefore = judgedBefore;
    }

    public LocalDelivery(Storage storage, MailboxStore mailboxes) {
        this(storage, mailboxes, _ -> Assessments.NONE);
    }

    boolean hasRoom(AcceptedRecipient recipient, Content content) {
        return recipient.routes().stream()
                .anyMatch(route ->
                        !(route instanceof Route.LocalAccount(var account, _))
                                || !mailboxes.wouldExceedQuota(account, content.size()));
    }

    /// The mail of an entry, its content taken in once more: filing needs what the scan finds.
    ///
    /// @param id the mail's own when its copies are filed, so that they are filed once
    public AcceptedMail restaged(QueueEntry entry, MailId id) {
        byte[] prefix =
                entry.content().prefixOctets() == 0
                        ? new byte[0]
                        : TraceFields.returnPath(entry.from());
        StagedMessage message = restaged(entry, prefix);
        return new AcceptedMail(
                id,
                entry.session(),
                entry.origin(),
                entry.from(),
                message,
                prefix.length,
                entry.content().eightBit(),
                entry.content().smtpUtf8(),
                entry.content().binary(),
                entry.request(),
                entry.accepted(),
                entry.accepted(),
                Map.of(),
                Optional.empty(),
                entry.origin() == Origin.RECEIVED
                        ? judgedBefore.apply(message.scan().header())
                        : Assessments.NONE);
    }

    /// @param prefix what the content begins with from now on: a list's copy has another reverse-path
    private StagedMessage restaged(QueueEntry entry, byte[] prefix) {
        Content content = entry.content();
        try (BlobReader blob = storage.openBlob(content.blob());
                MessageIntake intake = mailboxes.newMessage()) {
            byte[] piece = new byte[PIECE_OCTETS];
            long position = content.prefixOctets();
            int read;
            while ((read = blob.read(position, piece, 0, piece.length)) > 0) {
                intake.write(piece, 0, read);
                position += read;
            }
            return intake.finish(prefix).found(content.arrival());
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }
}
