// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.trace;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.jmap.trace.OwnMail.Seen;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.QueueId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Trace objects: events in code and arguments, for the pages to word. Times are of milliseconds.
record TraceJson(OwnMail own, Queue queue) {
    static final List<String> PROPERTIES = List.of("id", "role", "envelope", "events", "outcomes");

    private static final Pattern STATUS =
            Pattern.compile(
                    "[245][0-9]{2}[ -]([245]\\.[0-9]{1,3}\\.[0-9]{1,3})\\b.*", Pattern.DOTALL);

    /// Of a mail that came from outside.
    private static final List<Fact> OF_ARRIVAL =
            List.of(
                    Fact.CLIENT_ADDRESS,
                    Fact.CLIENT_NAME,
                    Fact.PROTOCOL,
                    Fact.TLS,
                    Fact.SPF,
                    Fact.DKIM,
                    Fact.DMARC,
                    Fact.ARC,
                    Fact.OCTETS);

    /// Of a mail that the account handed in itself.
    private static final List<Fact> OF_SUBMISSION =
            List.of(
                    Fact.CLIENT_ADDRESS,
                    Fact.PROTOCOL,
                    Fact.MECHANISM,
                    Fact.TLS,
                    Fact.SIGNED,
                    Fact.OCTETS);

    /// Of the account's own copy.
    private static final List<Fact> OF_COPY =
            List.of(
                    Fact.MAILBOX,
                    Fact.UID,
                    Fact.RULE,
                    Fact.ACTIONS,
                    Fact.RULES,
                    Fact.MAIL,
                    Fact.SPAM,
                    Fact.SPAM_TESTS,
                    Fact.NEXT_ATTEMPT);

    /// Of a copy for another server.
    private static final List<Fact> OF_WAY =
            List.of(Fact.HOST, Fact.HOST_ADDRESS, Fact.TLS, Fact.NEXT_ATTEMPT, Fact.ATTEMPT);

    ObjectNode json(Seen seen) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", seen.mail().toString());
        json.put("role", seen.isSender() ? "sender" : "recipient");
        Map<String, List<LedgerRecord>> byRecipient = byRecipient(seen);
        ObjectNode envelope = json.putObject("envelope");
        String path = seen.records().getFirst().reversePath();
        envelope.put("mailFrom", path.length() < 2 ? "" : path.substring(1, path.length() - 1));
        ArrayNode to = envelope.putArray("rcptTo");
        byRecipient.values().forEach(its -> to.add(its.getFirst().recipient()));
        ArrayNode events = json.putArray("events");
        seen.records().stream()
                .filter(record -> isShown(seen, record))
                .map(record -> event(seen, record))
                .forEach(events::add);
        ArrayNode outcomes = json.putArray("outcomes");
        byRecipient.values().stream().map(its -> outcome(seen, its)).forEach(outcomes::add);
        return json;
    }

    private boolean isShown(Seen seen, LedgerRecord record) {
        return record.outcome() == Outcome.ACCEPTED || seen.isSender() || own.isOwnCopy(record);
    }

    /// In the order in which they were decided.
    private Map<String, List<LedgerRecord>> byRecipient(Seen seen) {
        Map<String, List<LedgerRecord>> byRecipient = new LinkedHashMap<>();
        for (LedgerRecord record : seen.records()) {
            if (record.outcome() != Outcome.ACCEPTED && isShown(seen, record)) {
                byRecipient
                        .computeIfAbsent(
                                record.recipient().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(record);
            }
        }
        return byRecipient;
    }

    // --- events

    private ObjectNode event(Seen seen, LedgerRecord record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", DateTimeFormatter.ISO_INSTANT.format(record.at()));
        boolean isOwn = own.isOwnCopy(record);
        json.put("kind", kind(record, isOwn));
        put(json, "recipient", Optional.of(record.recipient()).filter(text -> !text.isEmpty()));
        Optional<String> said = said(record, isOwn);
        put(json, "code", record.fact(Fact.STATUS).or(() -> said.flatMap(TraceJson::status)));
        put(json, "said", said);
        ObjectNode arguments = json.putObject("arguments");
        for (Fact fact : told(seen, record, isOwn)) {
            record.fact(fact).ifPresent(text -> arguments.put(fact.word(), text));
        }
        return json;
    }

    private static void put(ObjectNode json, String name, Optional<String> value) {
        value.ifPresentOrElse(text -> json.put(name, text), () -> json.putNull(name));
    }

    /// `accepted`, `delivered` (what another recipient here does with it is not told), else the
    /// outcome's name: `stored`, `queued`, `relayed`, `deferred`, `failed`, `bounced`, `discarded`,
    /// `refused`, `held`, `removed`, `released`, `hurried`, `joined`, `continued`, `quarantined`,
    /// `delay-reported`.
    private static String kind(LedgerRecord record, boolean isOwn) {
        boolean otherHere =
                !isOwn
                        && (RecipientFate.isDecidedHere(record)
                                || record.outcome() == Outcome.QUARANTINED
                                || record.outcome() == Outcome.JOINED);
        return otherHere
                ? "delivered"
                : record.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<String> said(LedgerRecord record, boolean isOwn) {
        return switch (record.outcome()) {
            case HELD, RELEASED, HURRIED -> Optional.empty(); // an operator's words
            case STORED, CONTINUED, QUARANTINED, DISCARDED ->
                    isOwn && !record.detail().isEmpty()
                            ? Optional.of(record.detail())
                            : RecipientFate.said(record);
            default -> RecipientFate.said(record);
        };
    }

    private static Optional<String> status(String said) {
        Matcher matcher = STATUS.matcher(said);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static List<Fact> told(Seen seen, LedgerRecord record, boolean isOwn) {
        if (record.outcome() == Outcome.ACCEPTED) {
            boolean handedIn = record.fact(Fact.LOGIN).isPresent();
            if (handedIn) {
                return seen.isSender() ? OF_SUBMISSION : List.of();
            }
            return OF_ARRIVAL;
        }
        if (isOwn) {
            return OF_COPY;
        }
        boolean known = record.fact(Fact.ADDRESS).isEmpty();
        return known && !RecipientFate.isDecidedHere(record) ? OF_WAY : List.of();
    }

    // --- how it ended, or stands

    private ObjectNode outcome(Seen seen, List<LedgerRecord> its) {
        LedgerRecord last = its.getLast();
        RecipientFate fate = RecipientFate.of(its);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("recipient", its.getFirst().recipient());
        json.put("outcome", seen.isSender() ? word(fate) : kind(last, true));
        json.put("at", DateTimeFormatter.ISO_INSTANT.format(last.at()));
        put(json, "said", RecipientFate.reply(its));
        put(
                json,
                "host",
                its.reversed().stream()
                        .filter(record -> record.fact(Fact.ADDRESS).isEmpty())
                        .flatMap(record -> record.fact(Fact.HOST).stream())
                        .findFirst());
        put(
                json,
                "nextAttempt",
                fate == RecipientFate.WAITING ? nextAttempt(its) : Optional.empty());
        json.put("tried", its.stream().anyMatch(each -> each.outcome() == Outcome.DEFERRED));
        return json;
    }

    private static String word(RecipientFate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }

    private Optional<String> nextAttempt(List<LedgerRecord> its) {
        return its.reversed().stream()
                .flatMap(record -> QueueId.parse(record.queueId()).stream())
                .flatMap(id -> queue.find(id).stream())
                .findFirst()
                .map(QueueEntry::nextAttempt)
                .map(DateTimeFormatter.ISO_INSTANT::format);
    }
}
