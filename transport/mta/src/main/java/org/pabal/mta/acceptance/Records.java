// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.pabal.mda.ActedRule;
import org.pabal.mda.Assessment;
import org.pabal.mda.Decision;
import org.pabal.mda.LaterJob;
import org.pabal.mda.OutgoingMail;
import org.pabal.message.Address;
import org.pabal.message.mime.HeaderText;
import org.pabal.mta.acceptance.AcceptedRecipient.Waited;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.routing.Route;

/// What the ledger keeps of an accepted mail and its copies.
final class Records {
    /// So many rules are named; with their names a mail keeps below what the ledger keeps.
    private static final int MAX_RULES = 10;

    private Records() {}

    /// Of a mail as a whole.
    static LedgerRecord accepted(AcceptedMail mail) {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        facts.putAll(mail.facts());
        facts.put(Fact.ORIGIN, mail.origin().name().toLowerCase(Locale.ROOT));
        facts.put(Fact.OCTETS, Long.toString(mail.message().blob().size()));
        mail.message()
                .scan()
                .header()
                .first("Message-ID")
                .map(field -> HeaderText.decode(field.value()).strip())
                .filter(id -> !id.isEmpty())
                .ifPresent(id -> facts.put(Fact.MESSAGE_ID, id));
        return record(mail, "", Outcome.ACCEPTED, "", "").withFacts(facts);
    }

    /// Of a copy about which the delivery agent has decided: it is in a mailbox, or goes on as other
    /// mails, or nobody gets it.
    ///
    /// @param successors one for each mail of the decision, in order
    static LedgerRecord decided(
            AcceptedMail mail,
            AcceptedRecipient recipient,
            Route.LocalAccount route,
            Decision.Taken taken,
            List<MailId> successors) {
        Outcome outcome = outcome(taken);
        LedgerRecord record =
                record(
                        mail,
                        recipient.original(),
                        outcome,
                        outcome == Outcome.DISCARDED ? taken.rule() : "",
                        queueId(recipient));
        Address copy = recipient.waited().map(Waited::address).orElse(route.address());
        LedgerRecord told =
                at(record, copy).with(Fact.ACCOUNT, route.account().address().toString());
        return taken.rule().isEmpty() && successors.isEmpty() && taken.rules().isEmpty()
                ? told
                : told.with(Fact.RULE, taken.rule())
                        .with(Fact.ACTIONS, String.join("; ", taken.actions()))
                        .with(Fact.RULES, rules(taken))
                        .with(
                                Fact.MAIL,
                                successors.stream()
                                        .map(MailId::toString)
                                        .collect(Collectors.joining(" ")));
    }

    private static String rules(Decision.Taken taken) {
        return taken.rules().stream()
                .limit(MAX_RULES)
                .map(ActedRule::text)
                .collect(Collectors.joining("\n"));
    }

    private static Outcome outcome(Decision.Taken taken) {
        if (!taken.filings().isEmpty()) {
            return Outcome.STORED;
        }
        boolean goesOn =
                taken.mails().stream().anyMatch(next -> next.kind() == OutgoingMail.Kind.REDIRECT);
        return goesOn || taken.jobs().stream().anyMatch(Records::holds)
                ? Outcome.CONTINUED
                : Outcome.DISCARDED;
    }

    /// The copy lives on in it.
    private static boolean holds(LaterJob job) {
        return job.work() instanceof LaterJob.Work.Run run && run.elseKeep();
    }

    static LedgerRecord keptAside(
            AcceptedMail mail, AcceptedRecipient recipient, Address address, Assessment judged) {
        String detail =
                String.format(Locale.ROOT, "%s, score %.1f", RefusedAsSpam.RULE, judged.score());
        return at(
                record(mail, recipient.original(), Outcome.QUARANTINED, detail, queueId(recipient)),
                address);
    }

    static LedgerRecord joined(AcceptedMail mail, AcceptedRecipient recipient, Address address) {
        return at(
                record(mail, recipient.original(), Outcome.JOINED, "", queueId(recipient)),
                address);
    }

    private static String queueId(AcceptedRecipient recipient) {
        return recipient.waited().map(waited -> waited.entry().toString()).orElse("");
    }

    /// Names where a copy goes when that is not what the client named.
    private static LedgerRecord at(LedgerRecord record, Address address) {
        String text = address.toString();
        return text.equalsIgnoreCase(record.recipient()) ? record : record.with(Fact.ADDRESS, text);
    }

    private static LedgerRecord record(
            AcceptedMail mail, String recipient, Outcome outcome, String detail, String queueId) {
        return new LedgerRecord(
                mail.at(),
                mail.id(),
                mail.session(),
                mail.from().toString(),
                recipient,
                outcome,
                detail,
                queueId);
    }
}
