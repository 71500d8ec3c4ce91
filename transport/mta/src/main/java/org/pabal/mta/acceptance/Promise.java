// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.UnavailableException;
import org.pabal.mta.acceptance.Acceptance.Fate;
import org.pabal.mta.acceptance.Acceptance.Replies;
import org.pabal.smtp.SmtpReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is said at the dot, and done before it is said. Safe for use by many threads.
public final class Promise {
    private static final Logger LOG = LoggerFactory.getLogger(Promise.class);

    private final Acceptance acceptance;

    public Promise(Acceptance acceptance) {
        this.acceptance = acceptance;
    }

    /// Makes a mail durable and says so, or says why not.
    ///
    /// @param prefixOctets how much at the beginning of the content is for final delivery only
    /// @return one reply, or one for each recipient in order
    public List<SmtpReply> make(
            Transaction transaction,
            MailIntake intake,
            int prefixOctets,
            Instant at,
            Replies replies) {
        Optional<StagedMessage> message = intake.finish();
        if (message.isEmpty()) {
            return same(intake.problem().orElseThrow(), transaction, replies);
        }
        AcceptedMail mail = mail(transaction, message.get(), prefixOctets, at);
        try {
            List<Fate> fates =
                    acceptance.accept(
                            mail, transaction.recipients(), transaction.refusals(), replies);
            return replies == Replies.EACH
                    ? fates.stream().map(fate -> reply(fate, mail)).toList()
                    : List.of(reply(together(fates), mail));
        } catch (UnavailableException trouble) {
            LOG.warn("mail {} is not accepted: {}", mail.id(), trouble.getMessage());
            return same(MailIntake.replyTo(trouble), transaction, replies);
        }
    }

    private static AcceptedMail mail(
            Transaction transaction, StagedMessage message, int prefixOctets, Instant at) {
        boolean headerNeedsUtf8 = transaction.declaredSmtpUtf8() && message.scan().eightBitHeader();
        return new AcceptedMail(
                transaction.id(),
                transaction.session(),
                transaction.origin(),
                transaction.from(),
                message,
                prefixOctets,
                message.scan().eightBit(),
                headerNeedsUtf8,
                transaction.declaredBinary(),
                transaction.request(),
                at,
                transaction.release().map(release -> release.from(at)).orElse(at),
                transaction.facts());
    }

    private static List<SmtpReply> same(SmtpReply reply, Transaction transaction, Replies replies) {
        int count = replies == Replies.EACH ? transaction.recipients().size() : 1;
        return Collections.nCopies(count, reply);
    }

    /// With one reply for all they were all accepted or all refused for the same reason.
    private static Fate together(List<Fate> fates) {
        return fates.contains(Fate.QUEUED) ? Fate.QUEUED : fates.getFirst();
    }

    private static SmtpReply reply(Fate fate, AcceptedMail mail) {
        return switch (fate) {
            case STORED -> SmtpReply.of(250, "2.0.0", "Ok: stored as " + mail.id());
            case QUEUED -> SmtpReply.of(250, "2.0.0", "Ok: queued as " + mail.id());
            case OVER_QUOTA -> SmtpReply.of(452, "4.2.2", "Mailbox full");
            case QUEUE_FULL -> SmtpReply.of(452, "4.3.1", "Queue full, try again later");
        };
    }
}
