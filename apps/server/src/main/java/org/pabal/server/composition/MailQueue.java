// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.mta.acceptance.Destinations;
import org.pabal.mta.breaker.Breaker;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerObserver;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueStatus;
import org.pabal.mta.routing.NextHop;
import org.pabal.server.administration.OutgoingOperations;
import org.pabal.server.administration.QueueOperations;
import org.pabal.server.administration.TraceOperations;
import org.pabal.server.settings.QueueTable;

/// Mail that waits, the ledger of what became of all mail, and the breaker that keeps back what an
/// account sends. They are one part since each tells the next: the queue the ledger, the ledger the
/// breaker, and the breaker, when it freezes an account, the queue.
final class MailQueue {
    private static final int SHOWN_DESTINATIONS = 10;

    private final Ground here;
    private final OutgoingNotices notices;
    private final Breaker breaker;
    private final Ledger ledger;
    private final Queue queue;
    private final LedgerKeeper keeper;

    /// @param log writes down what the ledger records
    MailQueue(Ground here, LedgerObserver log) throws StartFailure {
        this.here = here;
        this.notices =
                new OutgoingNotices(
                        here.directory(),
                        here.mailboxes(),
                        here.clock(),
                        here.name(),
                        account -> OutgoingOperations.hold(queue(), account));
        this.breaker =
                new Breaker(
                        TransportSettings.breaker(here.settings()),
                        here.storage(),
                        here.clock(),
                        notices);
        this.ledger =
                new Ledger(
                        here.storage(),
                        here.clock(),
                        here.random(),
                        log.and(new UnknownRecipients(here.directory(), breaker, notices::later)));
        this.queue =
                new Queue(
                        here.storage(),
                        QueueSettings.queue(here.settings()),
                        here.clock(),
                        here.random(),
                        ledger,
                        QueueSettings.marks(here.data()));
        this.keeper =
                new LedgerKeeper(
                        ledger,
                        queue,
                        here.settings().get(QueueTable.LEDGER_RETENTION),
                        here.clock());
    }

    Queue queue() {
        return queue;
    }

    Ledger ledger() {
        return ledger;
    }

    LedgerKeeper keeper() {
        return keeper;
    }

    Breaker breaker() {
        return breaker;
    }

    OutgoingNotices notices() {
        return notices;
    }

    QueueOperations operations() {
        return new QueueOperations(() -> queue);
    }

    TraceOperations traceOperations() {
        return new TraceOperations(
                ledger,
                () -> queue,
                () -> here.settings().get(QueueTable.LEDGER_RETENTION),
                here.clock());
    }

    OutgoingOperations outgoingOperations() {
        return new OutgoingOperations(here.directory(), () -> breaker, () -> queue);
    }

    /// How many mails wait for another host.
    int waitingFor(String host) {
        return waitingFor(queue, host);
    }

    /// The same, of a queue that no server works off.
    static int waitingFor(Queue queue, String host) {
        return queue.status().destinations().stream()
                .filter(each ->
                        each.destination().equals(Destinations.of(new NextHop.OtherHost(host))))
                .mapToInt(QueueStatus.DestinationStatus::waiting)
                .sum();
    }

    /// For the operator.
    Map<String, Object> status() {
        QueueStatus status = queue.status();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("entries", status.entries());
        shown.put("active", status.active());
        shown.put("held", status.held());
        if (status.damaged() > 0) {
            shown.put("unreadable", status.damaged());
        }
        queue.list(Optional.empty(), 1)
                .forEach(entry -> shown.put("oldest", entry.accepted() + " " + entry.id()));
        Map<String, Object> suspended = new LinkedHashMap<>();
        status.suspended().forEach((kind, reason) -> suspended.put(kind.toString(), reason));
        if (!suspended.isEmpty()) {
            shown.put("suspended", suspended);
        }
        Map<String, Object> destinations = new LinkedHashMap<>();
        status.destinations().stream()
                .limit(SHOWN_DESTINATIONS)
                .forEach(each -> destinations.put(each.destination().toString(), shown(each)));
        if (!destinations.isEmpty()) {
            shown.put("destinations", destinations);
        }
        return shown;
    }

    private static String shown(QueueStatus.DestinationStatus destination) {
        String rest =
                destination.rest().isEmpty() ? "" : ", not tried for now: " + destination.rest();
        return destination.waiting() + " waiting, " + destination.active() + " active" + rest;
    }
}
