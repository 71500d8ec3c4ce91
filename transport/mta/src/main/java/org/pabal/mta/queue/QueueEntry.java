// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;

/// One mail on its way to one destination.
///
/// @param session the id of the session that brought the mail
/// @param recipients at least one
/// @param request what the sender asked of every server on the way
/// @param accepted when the mail was promised
/// @param expires when what is still pending is given up
/// @param nextAttempt when the entry is due
/// @param attempts made so far
/// @param crashes how often its worker broke; three times hold it
/// @param delayReported the sender was told of the delay
/// @param held why it waits for an operator; empty when it does not
public record QueueEntry(
        QueueId id,
        Destination destination,
        Origin origin,
        String session,
        ReversePath from,
        List<Recipient> recipients,
        Content content,
        MailRequest request,
        Instant accepted,
        Instant expires,
        Instant nextAttempt,
        int attempts,
        int crashes,
        boolean delayReported,
        Optional<String> held) {
    public QueueEntry {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a queue entry has a recipient");
        }
    }

    public List<Recipient> pending() {
        return recipients.stream().filter(Recipient::isPending).toList();
    }

    /// Given up, and nobody told yet.
    public List<Recipient> failed() {
        return recipients.stream().filter(Recipient::isFailed).toList();
    }

    /// A ledger record about one of its recipients.
    public LedgerRecord record(
            Recipient recipient, LedgerRecord.Outcome outcome, String detail, Instant at) {
        LedgerRecord record =
                new LedgerRecord(
                        at,
                        id.mail(),
                        session,
                        from.toString(),
                        recipient.original(),
                        outcome,
                        detail,
                        id.toString());
        String address = recipient.address().toString();
        return address.equalsIgnoreCase(recipient.original())
                ? record
                : record.with(Fact.ADDRESS, address);
    }

    /// True when nothing is left to do for any recipient.
    public boolean isDone() {
        return recipients.stream().allMatch(Recipient::isAtEnd);
    }

    public boolean isHeld() {
        return held.isPresent();
    }

    /// The entry after an attempt.
    ///
    /// A recipient that is still pending when the entry has expired is given up as undeliverable
    /// in time, with what the attempt found. RFC 5321 §4.5.4.1.
    ///
    /// @param found one for each of {@link #pending}, in order
    public QueueEntry afterAttempt(List<Diagnosis> found, Instant now) {
        List<Recipient> after = new ArrayList<>(recipients.size());
        var next = found.iterator();
        for (Recipient recipient : recipients) {
            after.add(
                    recipient.isPending() ? afterAttempt(recipient, next.next(), now) : recipient);
        }
        if (next.hasNext()) {
            throw new IllegalArgumentException("more results than pending recipients");
        }
        return withRecipients(after).withAttempts(attempts + 1);
    }

    private Recipient afterAttempt(Recipient recipient, Diagnosis found, Instant now) {
        Recipient after = recipient.after(found);
        if (after.isPending() && !now.isBefore(expires)) {
            String text = found.text().isEmpty() ? found.status().toString() : found.text();
            return recipient.after(
                    new Diagnosis(
                            org.pabal.message.EnhancedStatus.of("5.4.7"),
                            "given up after too many attempts; the last said: " + text,
                            found.remote()));
        }
        return after;
    }

    /// The failed recipients are reported, or not to be.
    public QueueEntry reported() {
        return withRecipients(mapped(Recipient::isFailed, Recipient::reported));
    }

    /// Every recipient is at its end.
    QueueEntry givenUp() {
        return withRecipients(mapped(r -> r.isPending() || r.isFailed(), Recipient::reported));
    }

    private List<Recipient> mapped(
            Predicate<Recipient> which, java.util.function.UnaryOperator<Recipient> change) {
        return recipients.stream().map(r -> which.test(r) ? change.apply(r) : r).toList();
    }

    private QueueEntry withRecipients(List<Recipient> changed) {
        return new QueueEntry(
                id,
                destination,
                origin,
                session,
                from,
                changed,
                content,
                request,
                accepted,
                expires,
                nextAttempt,
                attempts,
                crashes,
                delayReported,
                held);
    }

    private QueueEntry withAttempts(int changed) {
        return new QueueEntry(
                id,
                destination,
                origin,
                session,
                from,
                recipients,
                content,
                request,
                accepted,
                expires,
                nextAttempt,
                changed,
                crashes,
                delayReported,
                held);
    }

    public QueueEntry due(Instant changed) {
        return new QueueEntry(
                id,
                destination,
                origin,
                session,
                from,
                recipients,
                content,
                request,
                accepted,
                expires,
                changed,
                attempts,
                crashes,
                delayReported,
                held);
    }

    public QueueEntry withDelayReported() {
        return new QueueEntry(
                id,
                destination,
                origin,
                session,
                from,
                recipients,
                content,
                request,
                accepted,
                expires,
                nextAttempt,
                attempts,
                crashes,
                true,
                held);
    }

    QueueEntry held(String reason) {
        return withCrashes(crashes, Optional.of(reason));
    }

    /// As if its worker had never broken.
    QueueEntry released() {
        return withCrashes(0, Optional.empty());
    }

    QueueEntry withCrashes(int changed, Optional<String> reasonToHold) {
        return new QueueEntry(
                id,
                destination,
                origin,
                session,
                from,
                recipients,
                content,
                request,
                accepted,
                expires,
                nextAttempt,
                attempts,
                changed,
                delayReported,
                reasonToHold);
    }
}
