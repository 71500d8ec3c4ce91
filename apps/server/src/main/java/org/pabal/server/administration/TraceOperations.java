// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerAudit;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.ledger.Story;
import org.pabal.mta.ledger.Term;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.QueueId;
import org.pabal.server.settings.Form;

/// What administrators may ask of the ledger.
public final class TraceOperations {
    private static final int MAX_MAILS = 10_000;
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final Supplier<Queue> queue;
    private final Supplier<Duration> retention;
    private final InstantSource clock;

    public TraceOperations(
            Ledger ledger,
            Supplier<Queue> queue,
            Supplier<Duration> retention,
            InstantSource clock) {
        this.ledger = ledger;
        this.queue = queue;
        this.retention = retention;
        this.clock = clock;
    }

    /// The stories that a word leads to: `mails`, the oldest first; `more` when older ones were left
    /// out; `retentionSeconds` and `since`, which say how far was looked.
    ///
    /// @param arguments `what`: the id of a mail, of a queue entry or of a session, an address, or a
    ///     Message-ID; `since`, a time such as `2d`; `limit`
    Map<String, Object> trace(Arguments arguments) {
        String what = arguments.text("what").strip();
        int limit = arguments.count("limit", 20, MAX_MAILS);
        Instant since = since(arguments);
        Map<MailId, List<LedgerRecord>> found = new LinkedHashMap<>();
        boolean more = false;
        Optional<MailId> id = QueueId.parse(what).map(QueueId::mail).or(() -> MailId.parse(what));
        id.ifPresent(mail -> add(mail, found));
        if (found.isEmpty()) {
            for (Term term : terms(what)) {
                Ledger.Found mails = ledger.find(term, since, limit);
                more |= mails.more();
                mails.mails().forEach(mail -> add(mail, term, found));
            }
        }
        List<Map<String, Object>> stories =
                found.values().stream().map(Story::of).map(this::shown).toList();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("mails", stories);
        result.put("more", more);
        result.put("since", since.toString());
        result.put("retentionSeconds", retention.get().toSeconds());
        return result;
    }

    private Instant since(Arguments arguments) {
        String text = arguments.text("since", "");
        Instant kept = clock.instant().minus(retention.get());
        if (text.isEmpty()) {
            return kept.isBefore(Instant.EPOCH) ? Instant.EPOCH : kept;
        }
        Duration back = arguments.parsed(text, "a time such as 2d, 4h or 30m", Form::parseTime);
        return clock.instant().minus(back);
    }

    private static Set<Term> terms(String what) {
        Set<Term> terms = new LinkedHashSet<>();
        if (!what.contains("@")) {
            terms.add(Term.session(what));
            terms.add(Term.messageId(what));
        } else {
            boolean bracketed = what.startsWith("<") && what.endsWith(">");
            terms.add(Term.messageId(what));
            terms.add(Term.address(bracketed ? what.substring(1, what.length() - 1) : what));
        }
        return terms;
    }

    private void add(MailId mail, Map<MailId, List<LedgerRecord>> found) {
        List<LedgerRecord> records = ledger.of(mail);
        if (!records.isEmpty()) {
            found.put(mail, records);
        }
    }

    /// The index knows terms by forty bits only.
    private void add(MailId mail, Term term, Map<MailId, List<LedgerRecord>> found) {
        List<LedgerRecord> records = ledger.of(mail);
        if (!records.isEmpty() && Term.of(records).contains(term)) {
            found.put(mail, records);
        }
    }

    private Map<String, Object> shown(Story story) {
        Map<String, Object> shown = new LinkedHashMap<>();
        LedgerRecord any = story.accepted().orElseGet(() -> story.records().getFirst());
        shown.put("id", story.mail().toString());
        shown.put("at", any.at().toString());
        shown.put("accepted", story.accepted().isPresent());
        shown.put("session", any.session());
        shown.put("from", any.reversePath());
        story.accepted().ifPresent(accepted -> putFacts(accepted, shown));
        shown.put("recipients", story.copies().stream().map(this::shown).toList());
        shown.put("records", story.records().stream().map(TraceOperations::shown).toList());
        return shown;
    }

    private Map<String, Object> shown(Story.Copy copy) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("recipient", copy.recipient());
        shown.put("address", copy.address());
        shown.put("queueId", copy.queueId());
        shown.put("end", copy.ends().isEmpty() ? "" : word(copy.end().name()));
        if (copy.ends().isEmpty()) {
            entry(copy.queueId()).ifPresent(entry -> putState(entry, shown));
        }
        return shown;
    }

    private static void putState(QueueEntry entry, Map<String, Object> shown) {
        shown.put("attempts", entry.attempts());
        shown.put("nextAttempt", entry.nextAttempt().toString());
        shown.put("expires", entry.expires().toString());
        shown.put("held", entry.held().orElse(""));
    }

    private Optional<QueueEntry> entry(String queueId) {
        return QueueId.parse(queueId).flatMap(id -> queue.get().find(id));
    }

    private static Map<String, Object> shown(LedgerRecord record) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", record.at().toString());
        shown.put("outcome", word(record.outcome().name()));
        shown.put("recipient", record.recipient());
        shown.put("address", record.address());
        shown.put("queueId", record.queueId());
        shown.put("detail", record.detail());
        putFacts(record, shown);
        return shown;
    }

    private static void putFacts(LedgerRecord record, Map<String, Object> shown) {
        record.facts().forEach((fact, text) -> shown.put(fact.word(), text));
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Proves that every recipient of every accepted mail has exactly one end or waits: `mails`,
    /// `recipients`, `findings`.
    Map<String, Object> check(Arguments arguments) {
        LedgerAudit audit = new LedgerAudit(ledger, this::waits);
        LedgerAudit.Report report = audit.check(since(arguments), clock.instant().minus(SETTLED));
        List<Map<String, Object>> findings = new ArrayList<>();
        for (LedgerAudit.Finding finding : report.findings()) {
            findings.add(
                    Map.of(
                            "mail", finding.mail().toString(),
                            "recipient", finding.recipient(),
                            "problem", finding.problem()));
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("mails", report.mails());
        result.put("recipients", report.recipients());
        result.put("findings", findings);
        return result;
    }

    private boolean waits(String queueId, String address) {
        return waits(queue.get(), queueId, address);
    }

    /// Whether an entry of the queue still has something to do for an address.
    public static boolean waits(Queue queue, String queueId, String address) {
        return QueueId.parse(queueId)
                .flatMap(queue::find)
                .filter(entry ->
                        entry.recipients().stream()
                                .anyMatch(recipient ->
                                        !recipient.isAtEnd()
                                                && recipient
                                                        .address()
                                                        .toString()
                                                        .equalsIgnoreCase(address)))
                .isPresent();
    }
}
