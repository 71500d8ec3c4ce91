// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is known of the way to mail exchangers in one family. Not safe for use by many threads.
///
/// ```
/// UNKNOWN --answer--> OPEN --failures of several networks--> SUSPECTED
/// SUSPECTED --answer, or a probe that tells nothing--> OPEN
/// SUSPECTED --a probe that nobody answers--> BLOCKED
/// BLOCKED --one probe in a row answered, two or three when it came and went--> OPEN
/// ```
///
/// Nothing is blocked without a probe, and a probe asks those who answered last as well: a queue of
/// nothing but dead hosts does not look like a closed port.
final class FamilyHealth {
    private static final int MAX_FAILURES = 16;
    private static final int MAX_GREETED = 4;
    private static final Duration MEMORY_OF_RETURNS = Duration.ofHours(1);

    enum State {
        UNKNOWN,
        OPEN,
        SUSPECTED,
        BLOCKED
    }

    private record Failure(InetSocketAddress host, Contact contact, Instant at) {}

    private final Family family;
    private final PortConfig config;
    private final Map<String, Failure> failures = new LinkedHashMap<>(); // by network, oldest first
    private final Set<InetSocketAddress> greeted = new LinkedHashSet<>();
    private final Deque<Instant> returns = new ArrayDeque<>();
    private State state = State.UNKNOWN;
    private Instant since;
    private Instant nextProbe = Instant.MAX;
    private int proofs;

    FamilyHealth(Family family, PortConfig config, Instant now) {
        this.family = family;
        this.config = config;
        this.since = now;
    }

    State state() {
        return state;
    }

    Instant since() {
        return since;
    }

    /// When a probe is due; the end of time when none is needed.
    Instant nextProbe() {
        return nextProbe;
    }

    /// What a delivery found.
    void tried(InetSocketAddress host, Contact contact, Instant now) {
        switch (contact) {
            case GREETED -> {
                answered(host);
                if (state == State.BLOCKED) {
                    nextProbe = now; // it was on its way when the port was closed: look again
                } else {
                    opened(now);
                }
            }
            case TIMED_OUT, REFUSED, NO_ROUTE, NO_ADDRESS -> {
                failed(host, contact, now);
                boolean calm = state == State.UNKNOWN || state == State.OPEN;
                if (calm && isSuspicious()) {
                    enter(State.SUSPECTED, now);
                    nextProbe = now;
                }
            }
            case SILENT, UNCLEAR -> {}
        }
    }

    /// What a probe found, all of its hosts at once.
    void probed(Map<InetSocketAddress, Contact> found, Instant now) {
        boolean answer = found.containsValue(Contact.GREETED);
        boolean failure = false;
        for (Map.Entry<InetSocketAddress, Contact> each : found.entrySet()) {
            switch (each.getValue()) {
                case GREETED -> answered(each.getKey());
                case TIMED_OUT, REFUSED, NO_ROUTE, NO_ADDRESS -> {
                    failed(each.getKey(), each.getValue(), now);
                    failure = true;
                }
                case SILENT, UNCLEAR -> {}
            }
        }
        if (state == State.BLOCKED) {
            blockedProbed(answer, now);
        } else if (state == State.SUSPECTED && failure && !answer) {
            proofs = 0;
            enter(State.BLOCKED, now);
            nextProbe = now.plus(config.probeRest());
        } else {
            opened(now);
        }
    }

    private void blockedProbed(boolean answer, Instant now) {
        proofs = answer ? proofs + 1 : 0;
        while (!returns.isEmpty() && returns.peek().isBefore(now.minus(MEMORY_OF_RETURNS))) {
            returns.remove();
        }
        if (proofs >= Math.min(1 + returns.size(), config.maxProofs())) {
            returns.add(now);
            opened(now);
        } else {
            nextProbe = now.plus(answer ? config.proofRest() : config.probeRest());
        }
    }

    private void opened(Instant now) {
        failures.clear();
        nextProbe = Instant.MAX;
        if (state != State.OPEN) {
            enter(State.OPEN, now);
        }
    }

    private void enter(State next, Instant now) {
        state = next;
        since = now;
    }

    private void answered(InetSocketAddress host) {
        greeted.remove(host);
        greeted.add(host);
        if (greeted.size() > MAX_GREETED) {
            greeted.remove(greeted.iterator().next());
        }
    }

    private void failed(InetSocketAddress host, Contact contact, Instant now) {
        failures.values().removeIf(old -> old.at.isBefore(now.minus(config.window())));
        String network = family.network(host.getAddress());
        failures.remove(network);
        failures.put(network, new Failure(host, contact, now));
        if (failures.size() > MAX_FAILURES) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    private boolean isSuspicious() {
        long here =
                failures.values().stream()
                        .filter(f ->
                                f.contact == Contact.NO_ROUTE || f.contact == Contact.NO_ADDRESS)
                        .count();
        return failures.size() >= config.suspicious() || here >= config.suspiciousHere();
    }

    /// Whom a probe may ask: those who failed last and those who answered last.
    List<InetSocketAddress> candidates() {
        List<InetSocketAddress> all = new ArrayList<>(greeted);
        failures.values()
                .forEach(failure -> {
                    if (!all.contains(failure.host)) {
                        all.add(failure.host);
                    }
                });
        return all;
    }

    /// Such as `connections to 4 hosts timed out`.
    String reason() {
        Map<Contact, Integer> counts = new EnumMap<>(Contact.class);
        failures.values().forEach(failure -> counts.merge(failure.contact, 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> words(most.getKey(), most.getValue()))
                .orElse("no host answers");
    }

    private static String words(Contact contact, int hosts) {
        String many = hosts + (hosts == 1 ? " host" : " hosts");
        return switch (contact) {
            case TIMED_OUT -> "connections to " + many + " timed out";
            case REFUSED -> many + " refused the connection";
            case NO_ROUTE -> "there is no route to " + many;
            case NO_ADDRESS -> "this host has no address of the family";
            case GREETED, SILENT, UNCLEAR -> "no host answers";
        };
    }
}
