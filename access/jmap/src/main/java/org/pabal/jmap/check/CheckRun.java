// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.AccountId;
import org.pabal.jmap.Check;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Check/run: the steps of a check, directly, since all take seconds only.
///
/// A check speaks with servers that a person names, so that each account has few of them: nobody
/// searches networks from here (THREATS J07).
public final class CheckRun implements JmapMethod {
    private static final int MOST = 20;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    /// Accounts that are remembered; the count begins anew beyond it.
    private static final int MAX_ACCOUNTS = 10_000;

    private final List<Check> checks;
    private final InstantSource clock;
    private final ConcurrentHashMap<AccountId, Deque<Instant>> lately = new ConcurrentHashMap<>();

    public CheckRun(List<Check> checks, InstantSource clock) {
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "Check/run";
    }

    @Override
    public String capability() {
        return CheckCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        JmapObject arguments = call.arguments();
        String kind = arguments.string("kind");
        Check check =
                checks.stream()
                        .filter(each -> each.kind().equals(kind))
                        .findFirst()
                        .orElseThrow(() -> arguments.wrong("kind", "is one of " + kinds()));
        JmapObject settings =
                arguments
                        .findObject("settings")
                        .orElseThrow(() -> arguments.wrong("settings", "is required"));
        String value = settings.string(check.setting());
        settings.nothingElse();
        arguments.nothingElse();
        count(account.owner().id());
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        ArrayNode steps = response.putArray("steps");
        check.run(account.owner(), value).stream().map(CheckRun::json).forEach(steps::add);
        return response;
    }

    private String kinds() {
        return String.join(", ", checks.stream().map(Check::kind).toList());
    }

    private void count(AccountId account) {
        Instant now = clock.instant();
        if (lately.size() > MAX_ACCOUNTS) {
            lately.values().removeIf(times -> isOver(times, now));
        }
        lately.compute(
                account,
                (_, before) -> {
                    Deque<Instant> times = before == null ? new ArrayDeque<>() : before;
                    while (!times.isEmpty() && times.getFirst().plus(WITHIN).isBefore(now)) {
                        times.removeFirst();
                    }
                    if (times.size() >= MOST) {
                        throw MethodError.of(
                                "rateLimit",
                                "At most "
                                        + MOST
                                        + " checks are run in "
                                        + WITHIN.toMinutes()
                                        + " minutes; try again later.");
                    }
                    times.addLast(now);
                    return times;
                });
    }

    private static boolean isOver(Deque<Instant> times, Instant now) {
        return times.isEmpty() || times.getLast().plus(WITHIN).isBefore(now);
    }

    private static ObjectNode json(Check.Step step) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", step.name())
                .put("state", step.state().name().toLowerCase(Locale.ROOT))
                .put("ms", step.millis())
                .put("said", step.said())
                .put("hint", step.hint());
    }
}
