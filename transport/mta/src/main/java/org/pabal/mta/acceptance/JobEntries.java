// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mda.LaterJob;
import org.pabal.mda.programs.QueuedWork;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.queue.Content;
import org.pabal.mta.queue.Destination;
import org.pabal.mta.queue.Progress;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.QueueId;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.Route;

/// Puts the jobs that a decision leaves behind into the queue, each under an id of its own.
final class JobEntries {
    /// A program that is away comes back with the next morning, or its message is kept.
    private static final Duration LIFE_OF_RUN = Duration.ofDays(1);

    /// A later notification is no news.
    private static final Duration LIFE_OF_POST = Duration.ofHours(1);

    /// A server that is away comes back with the next morning; then it is no news.
    private static final Duration LIFE_OF_HOOK = Duration.ofDays(1);

    private JobEntries() {}

    static QueueEntry entry(
            QueueId id,
            AcceptedMail mail,
            AcceptedRecipient recipient,
            Route.LocalAccount route,
            LaterJob job) {
        Recipient to =
                Recipient.pending(
                        route.address(), recipient.original(), request(recipient.request()));
        return new QueueEntry(
                id,
                destination(route.account().address().toString(), job.work()),
                mail.origin(),
                mail.session(),
                mail.from(),
                List.of(to),
                content(job),
                MailRequest.NONE,
                mail.at(),
                mail.at().plus(life(job.work())),
                Progress.begun(mail.at(), Optional.empty(), Optional.empty()),
                new QueuedWork(route.account().id(), job.work()).text());
    }

    private static Destination destination(String account, LaterJob.Work work) {
        return work instanceof LaterJob.Work.Hook hook
                ? Destination.webhook(account, hook.webhook())
                : new Destination(Destination.Kind.JOB, account);
    }

    private static Content content(LaterJob job) {
        StagedMessage message = job.message();
        return new Content(
                message.blob().id(),
                message.blob().size(),
                job.prefixOctets(),
                message.scan().eightBit(),
                message.scan().eightBitHeader(),
                false,
                message.arrival());
    }

    static LedgerRecord queued(QueueEntry entry, AcceptedMail mail, LaterJob job) {
        return entry.record(
                        entry.recipients().getFirst(),
                        LedgerRecord.Outcome.QUEUED,
                        described(job.work()),
                        mail.at())
                .with(Fact.DESTINATION, entry.destination().toString())
                .with(Fact.ABOUT, mail.id().toString());
    }

    /// Nobody is told of success; of a message that could be kept nowhere, who wants to be told of
    /// failure.
    private static RecipientRequest request(RecipientRequest asked) {
        return asked.wants(Notify.FAILURE) ? RecipientRequest.NONE : asked;
    }

    private static Duration life(LaterJob.Work work) {
        return switch (work) {
            case LaterJob.Work.Run _ -> LIFE_OF_RUN;
            case LaterJob.Work.Post _ -> LIFE_OF_POST;
            case LaterJob.Work.Hook _ -> LIFE_OF_HOOK;
        };
    }

    private static String described(LaterJob.Work work) {
        return switch (work) {
            case LaterJob.Work.Run run -> "program " + run.program();
            case LaterJob.Work.Post post -> "notification to " + post.target().getHost();
            case LaterJob.Work.Hook hook -> "webhook " + hook.webhook();
        };
    }
}
