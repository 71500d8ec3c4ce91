// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.pabal.server.setup.Doors.Inbound;
import org.pabal.server.setup.Doors.Knock;
import org.pabal.server.setup.OutboundCheck.Result;
import org.pabal.server.setup.OutboundCheck.Tried;
import org.pabal.server.setup.Step.State;
import org.pabal.server.setup.ThisHost.OwnAddress;
import org.pabal.sessions.door.Answer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The doors by which mail comes and goes.
final class DoorsStep {
    private final ThisHost host;
    private final Doors doors;
    private final Relay smarthost;
    private final Progress progress;
    private final String hostname;
    private final LongSupplier nanoTime;

    /// One at a time knocks at others.
    private final ReentrantLock knocking = new ReentrantLock();

    DoorsStep(
            ThisHost host,
            Doors doors,
            Relay smarthost,
            Progress progress,
            String hostname,
            LongSupplier nanoTime) {
        this.host = host;
        this.doors = doors;
        this.smarthost = smarthost;
        this.progress = progress;
        this.hostname = hostname;
        this.nanoTime = nanoTime;
    }

    /// `POST /setup/api/doors`. The step is done when mail gets out by itself; that a smarthost
    /// takes it {@link RelayStep} finds.
    Answer check(SetupRequest request) {
        List<Result> results;
        knocking.lock();
        try {
            results = new OutboundCheck(doors, host.resolver(), nanoTime).run();
        } finally {
            knocking.unlock();
        }
        Optional<String> relay = doors.relay();
        if (results.stream().anyMatch(one -> one.state() == Knock.OPEN)) {
            progress.set(Step.DOORS, State.DONE);
        }
        ObjectNode body = Answer.object();
        ArrayNode inbound = body.putArray("inbound");
        for (Inbound each : doors.inbound()) {
            inbound.addObject()
                    .put("service", each.service())
                    .put("port", each.port())
                    .put("state", each.isOpen() ? "listening" : "off");
        }
        ArrayNode outbound = body.putArray("outbound");
        results.forEach(result -> show(result, outbound.addObject()));
        body.put("relay", relay.orElse(null));
        body.put("relayFixed", smarthost.fixedBy().orElse(null));
        UnblockRequest text = new UnblockRequest(hostname, publicAddresses());
        body.putObject("request").put("ko", text.korean()).put("en", text.english());
        return Answer.of(body);
    }

    private static void show(Result result, ObjectNode shown) {
        shown.put("family", result.family());
        ArrayNode tried = shown.putArray("tried");
        for (Tried each : result.tried()) {
            tried.addObject()
                    .put("host", each.host())
                    .put("state", each.knock().word())
                    .put("millis", each.millis());
        }
        shown.put("state", result.state().word());
    }

    private List<String> publicAddresses() {
        return host.addresses().stream()
                .filter(OwnAddress::isPublic)
                .map(each -> each.address().getHostAddress())
                .toList();
    }
}
