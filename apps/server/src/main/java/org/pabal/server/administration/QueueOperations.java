// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.Intervened;
import org.pabal.mta.queue.Intervention;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.QueueFilter;
import org.pabal.mta.queue.QueueId;
import org.pabal.mta.queue.QueuePage;
import org.pabal.mta.queue.Recipient;

/// What administrators may ask of the queue and do with it.
public final class QueueOperations {
    private static final int MAX_LISTED = 10_000;

    /// So many looked-at pages without a find are one call's work.
    private static final int MAX_PAGES = 10_000;

    private final Supplier<Queue> queue;

    public QueueOperations(Supplier<Queue> queue) {
        this.queue = queue;
    }

    /// `entries`, oldest mail first, `next`: the id to give as `after` for those behind, or empty,
    /// and `suspended`: why kinds of destinations are not tried at all, a sentence each.
    ///
    /// @param arguments `sender`, `recipient`, `destination`, `held`; `after`, `limit`
    Map<String, Object> list(Arguments arguments) {
        int limit = arguments.count("limit", 100, MAX_LISTED);
        QueueFilter filter = filter(arguments);
        Optional<QueueId> after =
                Optional.of(arguments.text("after", ""))
                        .filter(text -> !text.isEmpty())
                        .map(QueueOperations::id);
        List<Map<String, Object>> entries = new ArrayList<>();
        for (int pages = 0; pages < MAX_PAGES && entries.size() < limit; pages++) {
            QueuePage page = queue.get().list(filter, after, limit - entries.size());
            page.entries().stream().map(QueueOperations::shown).forEach(entries::add);
            after = page.next();
            if (after.isEmpty()) {
                break;
            }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("entries", entries);
        result.put("next", after.map(QueueId::toString).orElse(""));
        result.put("suspended", List.copyOf(queue.get().status().suspended().values()));
        return result;
    }

    /// One entry with all its recipients.
    Map<String, Object> show(Arguments arguments) {
        QueueId id = id(arguments.text("id"));
        QueueEntry entry = queue.get().find(id).orElseThrow(() -> noSuchEntry(id));
        Map<String, Object> shown = shown(entry);
        shown.put("recipients", entry.recipients().stream().map(QueueOperations::shown).toList());
        shown.put("expires", entry.expires().toString());
        shown.put("session", entry.session());
        shown.put("origin", entry.origin().name().toLowerCase(java.util.Locale.ROOT));
        return shown;
    }

    /// Holds, releases, retries or removes entries: `changed` and `inUse`, their ids.
    ///
    /// @param arguments `ids`, or `sender`, `recipient`, `destination`, `held`; without any, `all`
    ///     must be true; `reason` for a hold
    Map<String, Object> change(String operation, Arguments arguments) {
        Intervention wish = wish(operation, arguments);
        List<String> changed = new ArrayList<>();
        List<String> inUse = new ArrayList<>();
        if (arguments.values().containsKey("ids")) {
            for (String text : arguments.texts("ids")) {
                QueueId id = id(text);
                switch (queue.get().intervene(id, wish)) {
                    case DONE -> changed.add(id.toString());
                    case UNCHANGED -> {}
                    case NO_SUCH_ENTRY -> throw noSuchEntry(id);
                    case IN_USE -> inUse.add(id.toString());
                }
            }
        } else {
            changeMany(filter(arguments), wish, arguments, changed, inUse);
        }
        return Map.of("changed", changed, "inUse", inUse);
    }

    private void changeMany(
            QueueFilter filter,
            Intervention wish,
            Arguments arguments,
            List<String> changed,
            List<String> inUse) {
        if (filter.equals(QueueFilter.ALL) && !arguments.flag("all")) {
            throw new Arguments.Unusable(
                    "which entries? give ids, --sender, --recipient, --destination or --all");
        }
        Optional<QueueId> after = Optional.empty();
        do {
            Intervened some = queue.get().intervene(filter, wish, after);
            some.done().forEach(id -> changed.add(id.toString()));
            some.inUse().forEach(id -> inUse.add(id.toString()));
            after = some.next();
        } while (after.isPresent());
    }

    private static Intervention wish(String operation, Arguments arguments) {
        return switch (operation) {
            case "queue.hold" ->
                    new Intervention.Hold(arguments.text("reason", "held by an operator"));
            case "queue.release" -> new Intervention.Release();
            case "queue.retry" -> new Intervention.Retry();
            case "queue.remove" ->
                    new Intervention.Remove(arguments.text("reason", "removed by an operator"));
            default -> throw new Arguments.Unusable("the queue knows no call " + operation);
        };
    }

    private static QueueFilter filter(Arguments arguments) {
        return new QueueFilter(
                given(arguments, "sender"),
                given(arguments, "recipient"),
                given(arguments, "destination"),
                arguments.flag("held") ? QueueFilter.Which.HELD : QueueFilter.Which.ALL);
    }

    private static Optional<String> given(Arguments arguments, String name) {
        return Optional.of(arguments.text(name, "")).filter(text -> !text.isEmpty());
    }

    private static QueueId id(String text) {
        return QueueId.parse(text.strip())
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                "'" + text + "' is not an id of the queue; see pabal queue list"));
    }

    private static Arguments.Unusable noSuchEntry(QueueId id) {
        return new Arguments.Unusable(
                "the queue has no entry "
                        + id
                        + "; what became of it says: pabal trace "
                        + id.mail());
    }

    private static Map<String, Object> shown(QueueEntry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", entry.id().toString());
        shown.put("destination", entry.destination().toString());
        shown.put("from", entry.from().toString());
        shown.put(
                "recipients",
                entry.recipients().stream()
                        .filter(recipient -> !recipient.isAtEnd())
                        .map(recipient -> recipient.address().toString())
                        .toList());
        shown.put("octets", entry.content().size());
        shown.put("accepted", entry.accepted().toString());
        shown.put("attempts", entry.attempts());
        shown.put("nextAttempt", entry.nextAttempt().toString());
        shown.put("held", entry.held().orElse(""));
        shown.put(
                "lastReply",
                entry.recipients().stream()
                        .filter(recipient -> !recipient.isAtEnd())
                        .flatMap(recipient -> recipient.last().stream())
                        .map(Diagnosis::toString)
                        .findFirst()
                        .orElse(""));
        return shown;
    }

    private static Map<String, Object> shown(Recipient recipient) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("recipient", recipient.original());
        shown.put("address", recipient.address().toString());
        shown.put("state", recipient.state().name().toLowerCase(java.util.Locale.ROOT));
        shown.put("lastReply", recipient.last().map(Diagnosis::toString).orElse(""));
        return shown;
    }
}
