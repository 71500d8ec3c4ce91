// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.DeliverBy;
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
/// @param work what is to be done with the content when it is not to be delivered, in the words of
///     who does it; else empty
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
        Progress progress,
        String work) {
    public QueueEntry {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a queue entry has a recipient");
        }
    }

    /// A mail.
    public QueueEntry(
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
            Progress progress) {
        this(
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
                progress,
                "");
    }

    /// Not a mail on its way, but work that one has left behind.
    public boolean isJob() {
        return switch (destination.kind()) {
            case JOB, WEBHOOK -> true;
            case LOCAL, DOMAIN, HOST, OTHER_HOST, RELAY, SOCKET, PIPE, PROGRAM, MAILDIR, MBOX ->
                    false;
        };
    }

    public Instant nextAttempt() {
        return progress.nextAttempt();
    }

    public int attempts() {
        return progress.attempts();
    }

    public int crashes() {
        return progress.crashes();
    }

    /// Why it waits for an operator; empty when it does not.
    public Optional<String> held() {
        return progress.held();
    }

    public boolean isHeld() {
        return progress.held().isPresent();
    }

    public List<Recipient> pending() {
        return recipients.stream().filter(Recipient::isPending).toList();
    }

    /// Given up, and nobody told yet.
    public List<Recipient> failed() {
        return recipients.stream().filter(Recipient::isFailed).toList();
    }

    /// Nothing is left to try, and somebody is to be told so who has not been told yet.
    public List<Recipient> toReport() {
        return recipients.stream().filter(Recipient::isToReport).toList();
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

    /// When something is to be done even if nothing can be tried: the sender is told of the delay,
    /// what is pending is given up, or an owed report is made.
    public Instant deadline() {
        Instant deadline = toReport().isEmpty() ? Instant.MAX : nextAttempt();
        if (!pending().isEmpty()) {
            deadline = earlier(deadline, earlier(progress.delayReport().orElse(expires), expires));
        }
        return deadline;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /// Whether the sender is to be told now that it still waits.
    public boolean isLate(Instant now) {
        return progress.delayReport().filter(when -> !now.isBefore(when)).isPresent()
                && !pending().isEmpty();
    }

    /// The entry after an attempt.
    ///
    /// A recipient that is still pending when the entry has expired is given up as undeliverable
    /// in time, with what the attempt found. RFC 5321 §4.5.4.1.
    ///
    /// @param found one for each of {@link #pending}, in order
    public QueueEntry afterAttempt(List<Diagnosis> found, Instant now) {
        var next = found.iterator();
        List<Recipient> after = new ArrayList<>(recipients.size());
        for (Recipient recipient : recipients) {
            after.add(
                    recipient.isPending() ? expired(recipient.after(next.next()), now) : recipient);
        }
        if (next.hasNext()) {
            throw new IllegalArgumentException("more results than pending recipients");
        }
        return with(after).with(progress.attempted());
    }

    /// The entry as it is without an attempt: what has expired is given up.
    ///
    /// @param reason why there was none
    public QueueEntry notTried(String reason, Instant now) {
        if (now.isBefore(expires)) {
            return this;
        }
        Diagnosis found = Diagnosis.ours("4.4.1", reason);
        return with(
                mapped(
                        Recipient::isPending,
                        recipient ->
                                expired(
                                        recipient.last().isEmpty()
                                                ? recipient.after(found)
                                                : recipient,
                                        now)));
    }

    private Recipient expired(Recipient after, Instant now) {
        if (!after.isPending() || now.isBefore(expires)) {
            return after;
        }
        Diagnosis last = after.last().orElseThrow();
        String text = last.text().isEmpty() ? last.status().toString() : last.text();
        String why =
                request.deliverBy().filter(by -> by.mode() == DeliverBy.Mode.RETURN).isPresent()
                        ? "the time that the sender allowed is over (RFC 2852); the last said: "
                        : "given up after too many attempts; the last said: ";
        return after.after(new Diagnosis(EnhancedStatus.of("5.4.7"), why + text, last.remote()));
    }

    /// What was to be reported is reported, or not to be.
    public QueueEntry reported() {
        return with(mapped(Recipient::isToReport, Recipient::reported));
    }

    /// The same with every recipient that fits changed.
    public QueueEntry mapping(Predicate<Recipient> which, UnaryOperator<Recipient> change) {
        return with(mapped(which, change));
    }

    /// What is neither delivered nor returned is given up; what was asked to be told of the rest
    /// is still told.
    QueueEntry givenUp() {
        return with(mapped(Recipient::isOpen, Recipient::reported));
    }

    private List<Recipient> mapped(Predicate<Recipient> which, UnaryOperator<Recipient> change) {
        return recipients.stream().map(r -> which.test(r) ? change.apply(r) : r).toList();
    }

    public QueueEntry due(Instant next) {
        return with(progress.due(next));
    }

    public QueueEntry withDelayReported() {
        return with(progress.delayReported());
    }

    QueueEntry held(String reason) {
        return with(progress.crashed(crashes(), Optional.of(reason)));
    }

    /// As if it had never broken anything.
    QueueEntry released() {
        return with(progress.crashed(0, Optional.empty()));
    }

    /// Once more something broke over it; too often holds it. THREATS O07.
    QueueEntry crashed(int most, String what, String how) {
        int times = crashes() + 1;
        return with(
                progress.crashed(
                        times,
                        times < most
                                ? Optional.empty()
                                : Optional.of(what + " " + times + " times: " + how)));
    }

    private QueueEntry with(List<Recipient> changed) {
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
                progress,
                work);
    }

    private QueueEntry with(Progress changed) {
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
                work);
    }
}
