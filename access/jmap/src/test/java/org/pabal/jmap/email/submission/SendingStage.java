// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.jmap.MailSending;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mda.FilingRules;
import org.pabal.mta.acceptance.Acceptance;
import org.pabal.mta.acceptance.Commitments;
import org.pabal.mta.acceptance.Consignment;
import org.pabal.mta.acceptance.ContentChecks;
import org.pabal.mta.acceptance.ContentExaminer;
import org.pabal.mta.acceptance.LocalCopies;
import org.pabal.mta.acceptance.MessageLimits;
import org.pabal.mta.acceptance.Promise;
import org.pabal.mta.acceptance.RecipientConfig;
import org.pabal.mta.acceptance.RecipientRules;
import org.pabal.mta.acceptance.Refusals;
import org.pabal.mta.acceptance.Successors;
import org.pabal.mta.breaker.Breaker;
import org.pabal.mta.breaker.BreakerObserver;
import org.pabal.mta.breaker.BreakerRules;
import org.pabal.mta.filtering.QuarantineDesk;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.queue.AttemptMarks;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueConfig;
import org.pabal.mta.queue.QueueId;
import org.pabal.mta.relay.RelayObjections;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.RoutingConfig;
import org.pabal.mta.submission.AccountRates;
import org.pabal.mta.submission.Submission;
import org.pabal.mta.submission.SubmissionConfig;

/// A stage that sends mail: to accounts of its own at once, to others' queue.
public class SendingStage extends JmapStage {
    private static final Pattern COUNT = Pattern.compile("(\\w+) has (\\d+) messages? in (\\S+)");
    private static final Pattern LACKS =
            Pattern.compile("the last in (\\w+)'s INBOX has no (\\S+)");

    private final Random random = new Random(3);
    private final Ledger ledger = new Ledger(storage, clock, random);
    private final Queue queue =
            new Queue(storage, QueueConfig.defaults(), clock, random, ledger, new NoMarks());
    private final Submission submission = submission();

    /// Nothing is tried here.
    private static final class NoMarks implements AttemptMarks {
        @Override
        public Set<QueueId> leftOver() {
            return Set.of();
        }

        @Override
        public int begin(QueueId id) {
            return 0;
        }

        @Override
        public void end(int mark) {}
    }

    private Submission submission() {
        MailIds ids = new MailIds(clock, random);
        Router router = new Router(directory, RoutingConfig.defaults());
        Consignment consignment =
                new Consignment(
                        new LocalCopies(new FilingRules(), store),
                        new Successors(router, ids),
                        queue,
                        QuarantineDesk.keeping());
        RecipientConfig recipients = RecipientConfig.defaults();
        RecipientRules rules = new RecipientRules(directory, router, store, recipients);
        Promise promise =
                new Promise(
                        new Acceptance(
                                store,
                                queue,
                                consignment,
                                new Commitments(storage, store, queue, ledger)),
                        new ContentChecks(
                                storage, store, rules, MessageLimits.defaults(), 1_000_000),
                        recipients.fullMailbox());
        return new Submission(
                SubmissionConfig.defaults("mail.example.org"),
                directory,
                rules,
                RelayObjections.NONE,
                promise,
                new Refusals(ledger, storage, clock),
                new AccountRates(new AccountRates.Limits(8, 20, 100, 100), storage, clock),
                new Breaker(BreakerRules.defaults(), storage, clock, BreakerObserver.NOBODY),
                store,
                ids,
                ContentExaminer.NONE,
                clock);
    }

    public Ledger ledger() {
        return ledger;
    }

    @Override
    protected Optional<MailSending> sending() {
        return Optional.of(
                new MailSending(
                        (account, session, client) ->
                                submission.open(
                                        account,
                                        session,
                                        client,
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), 443),
                                        Checks.NONE),
                        queue,
                        ledger,
                        Duration.ofDays(30),
                        5));
    }

    @Override
    public void then(String sentence) throws Exception {
        Matcher count = COUNT.matcher(sentence);
        Matcher lacks = LACKS.matcher(sentence);
        if (count.matches()) {
            assertThat(inside(count.group(1), count.group(3)).count())
                    .isEqualTo(Integer.parseInt(count.group(2)));
        } else if (lacks.matches()) {
            MailboxSnapshot inbox = inside(lacks.group(1), "INBOX");
            StoredMessage last =
                    mailboxes(lacks.group(1))
                            .messages(List.of(inbox.email(inbox.count() - 1)))
                            .getFirst();
            assertThat(last.text(StoredMessage.Text.BCC)).isEmpty();
        } else if (sentence.equals("the queue is empty")) {
            assertThat(queue.size()).isZero();
        } else if (sentence.equals("something waits in the queue")) {
            assertThat(queue.size()).isPositive();
        } else {
            super.then(sentence);
        }
    }

    private MailboxSnapshot inside(String who, String mailbox) {
        return mailboxes(who)
                .snapshot(mailbox(who, MailboxName.of(mailbox).text()).id())
                .orElseThrow();
    }
}
