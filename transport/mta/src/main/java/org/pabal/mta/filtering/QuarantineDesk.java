// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.filter.QuarantinedCopy;
import org.pabal.filter.quarantine.Quarantine;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mda.Assessment;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.acceptance.Acceptance;
import org.pabal.mta.acceptance.AcceptedMail;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.KeptAside;
import org.pabal.mta.acceptance.TraceFields;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.Routing;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Between the mail's way and what is kept aside. Safe for use by many threads.
public final class QuarantineDesk {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineDesk.class);
    private static final int PIECE_OCTETS = 64 * 1024;

    /// Our own fields stand within it, and nobody else's speak of spam: those were taken out when the
    /// mail came.
    private static final int MAX_TOP_OCTETS = 256 * 1024;

    private final Router router;
    private final Acceptance acceptance;
    private final Storage storage;
    private final MailboxStore mailboxes;
    private final MailIds ids;
    private final InstantSource clock;

    public QuarantineDesk(
            Router router,
            Acceptance acceptance,
            Storage storage,
            MailboxStore mailboxes,
            MailIds ids,
            InstantSource clock) {
        this.router = router;
        this.acceptance = acceptance;
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.ids = ids;
        this.clock = clock;
    }

    /// Keeps copies aside.
    public static KeptAside keeping() {
        return (mail, address, original, assessment) ->
                Quarantine.keep(copy(mail, address, original, assessment));
    }

    private static QuarantinedCopy copy(
            AcceptedMail mail, Address address, String original, Assessment assessment) {
        StagedMessage message = mail.message().judged(assessment.told());
        return new QuarantinedCopy(
                mail.id().toString(),
                mail.session(),
                mail.from().toString(),
                address.toString(),
                original,
                mail.at(),
                message.blob().id(),
                message.blob().size(),
                mail.prefixOctets(),
                mail.smtpUtf8(),
                mail.binary(),
                message.arrival(),
                assessment.score());
    }

    /// What became of a release.
    public sealed interface Released {
        /// @param as the id under which the copy goes on
        record Delivered(MailId as) implements Released {}

        /// It stays where it is.
        record NotNow(String reason) implements Released {}
    }

    /// Delivers a copy as if the filter had nothing against it. It leaves the quarantine in the commit
    /// that delivers it.
    public Released release(QuarantinedCopy copy) {
        Optional<Address> address = Address.parse(copy.address());
        Optional<ReversePath> from = ReversePath.parse(copy.from());
        if (address.isEmpty() || from.isEmpty()) {
            return new Released.NotNow("its addresses cannot be read");
        }
        Routing routing = router.route(address.get(), from.get());
        if (routing.refusal().isPresent()) {
            return new Released.NotNow(routing.refusal().get().reply().inOneLine());
        }
        AcceptedMail mail = mail(copy, from.get());
        AcceptedRecipient recipient =
                new AcceptedRecipient(copy.original(), RecipientRequest.NONE, routing.open());
        Acceptance.Answer answer =
                acceptance
                        .accept(
                                mail,
                                List.of(recipient),
                                List.of(),
                                List.of(KeptAside.part(Quarantine.giveUp(copy))),
                                Acceptance.Replies.EACH)
                        .getFirst();
        return switch (answer.fate()) {
            case STORED, QUEUED -> {
                LOG.info(
                        "event=quarantine-released mail={} as={} to={}",
                        copy.mailId(),
                        mail.id(),
                        address.get());
                yield new Released.Delivered(mail.id());
            }
            case OVER_QUOTA, NEVER_FITS -> new Released.NotNow("its mailbox is full");
            case QUEUE_FULL -> new Released.NotNow("the queue is full");
            case REJECTED -> new Released.NotNow("a script of its recipient's rejects it");
        };
    }

    private AcceptedMail mail(QuarantinedCopy copy, ReversePath from) {
        byte[] prefix = copy.prefixOctets() == 0 ? new byte[0] : TraceFields.returnPath(from);
        StagedMessage message = restaged(copy, prefix);
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.ABOUT, copy.mailId());
        facts.put(Fact.RULE, "released from quarantine");
        Instant now = clock.instant(); // a mail that is released later than it came would wait
        return new AcceptedMail(
                ids.next(),
                copy.session(),
                Origin.RECEIVED,
                from,
                message,
                prefix.length,
                message.scan().eightBit(),
                copy.smtpUtf8(),
                copy.binary(),
                MailRequest.NONE,
                now,
                now,
                facts,
                Optional.empty(),
                _ -> Optional.of(ReleasedCopy.ASSESSMENT));
    }

    /// The content taken in once more, with what the filter says of it now: filing needs what the scan
    /// finds, and whoever files a copy that has to wait knows it by its fields.
    private StagedMessage restaged(QuarantinedCopy copy, byte[] prefix) {
        try (BlobReader blob = storage.openBlob(copy.blob());
                MessageIntake intake = mailboxes.newMessage()) {
            byte[] top = read(blob, copy.prefixOctets(), MAX_TOP_OCTETS);
            byte[] kept = SpamFieldsOfStrangers.removedFrom(top);
            intake.write(kept, 0, kept.length);
            byte[] piece = new byte[PIECE_OCTETS];
            long position = (long) copy.prefixOctets() + top.length;
            int read;
            while ((read = blob.read(position, piece, 0, piece.length)) > 0) {
                intake.write(piece, 0, read);
                position += read;
            }
            return intake.finish(ReleasedCopy.top(prefix))
                    .found(copy.arrival())
                    .judged(ReleasedCopy.told(copy));
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }

    /// The header section and the beginning of the text, for whoever decides.
    ///
    /// @param most octets
    public byte[] beginning(QuarantinedCopy copy, int most) {
        try (BlobReader blob = storage.openBlob(copy.blob())) {
            return read(blob, 0, most);
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }

    private static byte[] read(BlobReader blob, long position, int most) {
        byte[] octets = new byte[Math.clamp(blob.size() - position, 0, most)];
        int have = 0;
        int read;
        while (have < octets.length
                && (read = blob.read(position + have, octets, have, octets.length - have)) > 0) {
            have += read;
        }
        return Arrays.copyOf(octets, have);
    }
}
