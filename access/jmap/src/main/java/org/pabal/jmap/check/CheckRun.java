// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.check;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.pabal.jmap.Check;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.AttemptLimit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Check/run: the steps of a check, directly, since all take seconds only.
public final class CheckRun implements JmapMethod {
    private final List<Check> checks;
    private final AttemptLimit attempts;

    public CheckRun(List<Check> checks, InstantSource clock) {
        this.checks = List.copyOf(checks);
        this.attempts = new AttemptLimit(clock, "checks");
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
        Check.Trial trial = check.read(settings);
        settings.nothingElse();
        arguments.nothingElse();
        attempts.count(account.owner().id());
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        ArrayNode steps = response.putArray("steps");
        trial.run(account.owner()).stream().map(CheckRun::json).forEach(steps::add);
        return response;
    }

    private String kinds() {
        return String.join(", ", checks.stream().map(Check::kind).toList());
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
