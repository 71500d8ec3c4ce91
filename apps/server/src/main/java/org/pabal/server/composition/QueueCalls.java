// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.Intervention;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.QueueId;
import org.pabal.server.administration.QueueAdministration;

/// The queue in administrators' terms.
record QueueCalls(Queue queue) implements QueueAdministration {
    private static final int LISTED = 1_000;

    @Override
    public List<Map<String, Object>> list() {
        return queue.list(Optional.empty(), LISTED).stream().map(QueueCalls::shown).toList();
    }

    private static Map<String, Object> shown(QueueEntry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", entry.id().toString());
        shown.put("destination", entry.destination().toString());
        shown.put("from", entry.from().toString());
        shown.put(
                "recipients",
                entry.recipients().stream()
                        .map(recipient -> recipient.address().toString())
                        .collect(Collectors.joining(", ")));
        shown.put("accepted", entry.accepted().toString());
        shown.put("attempts", entry.attempts());
        shown.put("nextAttempt", entry.held().orElse(entry.nextAttempt().toString()));
        shown.put(
                "lastReply",
                entry.recipients().stream()
                        .flatMap(recipient -> recipient.last().stream())
                        .map(Diagnosis::toString)
                        .findFirst()
                        .orElse(""));
        return shown;
    }

    @Override
    public Outcome retry(String id) {
        return intervene(id, new Intervention.Retry());
    }

    @Override
    public Outcome remove(String id) {
        return intervene(id, new Intervention.Remove("by an operator"));
    }

    private Outcome intervene(String id, Intervention wish) {
        Optional<QueueId> parsed = QueueId.parse(id);
        if (parsed.isEmpty()) {
            return new Outcome.Refused(
                    "'" + id + "' is not an id of the queue; see pabal queue list");
        }
        return switch (queue.intervene(parsed.get(), wish)) {
            case DONE, UNCHANGED -> DirectoryAdministration.DONE;
            case NO_SUCH_ENTRY ->
                    new Outcome.Refused("the queue has no entry " + id + "; see pabal queue list");
            case IN_USE ->
                    new Outcome.Refused(
                            "entry " + id + " is being tried now; ask again in a while");
        };
    }
}
