// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pabal.mda.LaterJob;
import org.pabal.mda.programs.QueuedWork;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.ledger.MailIds;
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

    private JobEntries() {}

    /// @param commitment gets the entry and its ledger record
    /// @return the job's id
    static MailId add(
            Commitment commitment,
            MailIds ids,
            AcceptedMail mail,
            AcceptedRecipient recipient,
            Route.LocalAccount route,
            LaterJob job) {
        ScannedMessage scan = job.message().scan();
        String account = route.account().address().toString();
        QueueEntry entry =
                new QueueEntry(
                        new QueueId(ids.next(), 1),
                        new Destination(Destination.Kind.JOB, account),
                        mail.origin(),
                        mail.session(),
                        mail.from(),
                        List.of(
                                Recipient.pending(
                                        route.address(),
                                        recipient.original(),
                                        request(recipient.request()))),
                        new Content(
                                job.message().blob().id(),
                                job.message().blob().size(),
                                job.prefixOctets(),
                                scan.eightBit(),
                                scan.eightBitHeader(),
                                false,
                                job.message().authentication()),
                        MailRequest.NONE,
                        mail.at(),
                        mail.at().plus(life(job.work())),
                        Progress.begun(mail.at(), Optional.empty(), Optional.empty()),
                        new QueuedWork(route.account().id(), job.work()).text());
        commitment.enqueue(entry);
        commitment.record(
                entry.record(
                                entry.recipients().getFirst(),
                                LedgerRecord.Outcome.QUEUED,
                                described(job.work()),
                                mail.at())
                        .with(Fact.DESTINATION, entry.destination().toString())
                        .with(Fact.ABOUT, mail.id().toString()));
        return entry.id().mail();
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
        };
    }

    private static String described(LaterJob.Work work) {
        return switch (work) {
            case LaterJob.Work.Run run -> "program " + run.program();
            case LaterJob.Work.Post post -> "notification to " + post.target().getHost();
        };
    }
}
