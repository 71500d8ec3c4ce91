// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.time.Instant;
import java.util.List;
import org.pabal.mta.acceptance.Acceptance.Replies;
import org.pabal.mta.acceptance.ContentExaminer;
import org.pabal.mta.acceptance.HeaderRule;
import org.pabal.mta.acceptance.MailIntake;
import org.pabal.mta.acceptance.OwnFields;
import org.pabal.mta.acceptance.TraceFields;
import org.pabal.mta.acceptance.Transaction;
import org.pabal.mta.policy.SessionChecks;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpReply;

/// One received mail's content: it is examined as it comes, stored unchanged but for what the
/// examination takes out, and gets our trace fields on top.
final class ReceivedContent implements MailService.Content {
    private final Reception reception;
    private final Transaction transaction;
    private final ClientFacts client;
    private final String clientName;
    private final Replies replies;
    private final SessionChecks checks;
    private final Instant at;
    private final MailIntake intake;

    ReceivedContent(
            Reception reception,
            Transaction transaction,
            ClientFacts client,
            String clientName,
            Replies replies,
            SessionChecks checks,
            ContentExaminer examiner) {
        this.reception = reception;
        this.transaction = transaction;
        this.client = client;
        this.clientName = clientName;
        this.replies = replies;
        this.checks = checks;
        transaction.cameFrom(client, clientName);
        this.at = reception.clock.instant();
        this.intake =
                new MailIntake(
                        reception.mailboxes,
                        reception.config.limits(),
                        reception.headerRoom,
                        HeaderRule.AS_IT_COMES,
                        examiner.begin(transaction.announced(client, clientName, at)));
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        intake.write(octets, offset, length);
    }

    @Override
    public List<SmtpReply> finish() {
        return reception.promise.make(transaction, intake, ownFields(), at, replies, checks);
    }

    private OwnFields ownFields() {
        return new OwnFields(
                TraceFields.returnPath(transaction.from()),
                TraceFields.received(
                        client,
                        new TraceFields.Client.Shown(clientName),
                        reception.config.hostname(),
                        transaction.id(),
                        transaction.onlyRecipient(),
                        at));
    }

    @Override
    public void close() {
        transaction.brokenOff(at);
        intake.close();
        checks.reset();
    }
}
