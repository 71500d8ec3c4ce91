// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.http.HttpExchange;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.protocol.JsonText;
import org.pabal.jmap.protocol.RequestError;
import org.pabal.jmap.protocol.Slots;
import org.pabal.jmap.push.StateChange;
import org.pabal.jmap.push.StateChanges;
import org.pabal.jmap.push.StateListener;
import org.pabal.jmap.push.WantedTypes;

/// `GET /jmap/eventsource`: changes as they happen, as server-sent events. RFC 8620 §7.3.
///
/// A stream is one virtual thread that sleeps. It ends with the log-in that opened it (THREATS A09);
/// a user has a few of them at most (THREATS §1: limits).
public final class EventSourcePage implements JmapHandler.Page {
    /// Of one user, WebSockets included.
    public static final int MAX_STREAMS = 10;

    static final int MIN_PING_SECONDS = 5;
    static final int MAX_PING_SECONDS = 900;

    /// For a client that wants no pings: only writing finds out that it has gone.
    private static final Duration COMMENT = Duration.ofMinutes(2);

    private static final byte[] NOTHING = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final StateChanges changes;
    private final StateChanges.TypeStates states;
    private final Slots slots;

    /// @param slots of streams that a user has, {@link #MAX_STREAMS}
    public EventSourcePage(StateChanges changes, StateChanges.TypeStates states, Slots slots) {
        this.changes = changes;
        this.states = states;
        this.slots = slots;
    }

    /// @param ping zero for none
    private record Parameters(WantedTypes types, boolean closeAfterState, Duration ping) {}

    @Override
    public void answer(HttpExchange exchange, JmapUser user) throws IOException, RequestError {
        JmapHandler.demand(exchange, "GET");
        Parameters parameters = parameters(exchange);
        AccountId who = user.account().id();
        if (!slots.enter(who)) {
            exchange.answer("Retry-After", "30");
            throw RequestError.status(
                    429, "A user has " + MAX_STREAMS + " event streams at most at one time.");
        }
        try (StateListener listener =
                changes.listen(
                        user, parameters.types(), states, exchange.header("Last-Event-ID"))) {
            exchange.answer("Content-Type", "text/event-stream; charset=utf-8");
            stream(exchange, parameters, listener);
        } finally {
            slots.leave(who);
        }
    }

    private static void stream(HttpExchange exchange, Parameters parameters, StateListener listener)
            throws IOException {
        try (OutputStream out = exchange.stream()) {
            write(out, NOTHING); // the client sees at once that it is connected
            while (true) {
                Duration rest = parameters.ping().isZero() ? COMMENT : parameters.ping();
                Optional<StateChange> change = listener.await(rest);
                if (listener.hasEnded()) {
                    return;
                }
                if (change.isPresent()) {
                    write(out, event(change.get()));
                    if (parameters.closeAfterState()) {
                        return;
                    }
                } else {
                    write(out, parameters.ping().isZero() ? NOTHING : ping(parameters.ping()));
                }
            }
        } catch (InterruptedException clientOrServerGone) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream out, byte[] event) throws IOException {
        out.write(event);
        out.flush();
    }

    private static byte[] event(StateChange change) {
        String data = new String(JsonText.octets(change.json()), StandardCharsets.UTF_8);
        return ("event: state\nid: " + change.known() + "\ndata: " + data + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ping(Duration interval) {
        return ("event: ping\ndata: {\"interval\":" + interval.toSeconds() + "}\n\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Parameters parameters(HttpExchange exchange) throws RequestError {
        String closeAfter = exchange.query("closeafter").orElse("no");
        if (!closeAfter.equals("no") && !closeAfter.equals("state")) {
            throw RequestError.status(400, "`closeafter` must be `no` or `state`.");
        }
        return new Parameters(
                types(exchange.query("types").orElse("*")),
                closeAfter.equals("state"),
                ping(exchange.query("ping").orElse("0")));
    }

    private static WantedTypes types(String list) throws RequestError {
        if (list.equals("*")) {
            return WantedTypes.ALL;
        }
        String[] names = list.split(",", WantedTypes.MAX_NAMES + 1);
        if (names.length > WantedTypes.MAX_NAMES) {
            throw RequestError.status(400, "`types` names too many.");
        }
        return WantedTypes.of(Set.copyOf(java.util.Arrays.asList(names)));
    }

    /// What the server finds too often or too seldom it changes, and says so in each ping.
    private static Duration ping(String seconds) throws RequestError {
        if (!seconds.matches("[0-9]{1,9}")) {
            throw RequestError.status(400, "`ping` must be a number of seconds, 0 for none.");
        }
        int asked = Integer.parseInt(seconds);
        return asked == 0
                ? Duration.ZERO
                : Duration.ofSeconds(Math.clamp(asked, MIN_PING_SECONDS, MAX_PING_SECONDS));
    }
}
