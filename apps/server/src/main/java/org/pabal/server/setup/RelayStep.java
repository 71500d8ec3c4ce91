// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.pabal.jmap.Check;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.server.setup.Relay.Asked;
import org.pabal.server.setup.Step.State;
import org.pabal.sessions.door.Answer;
import org.pabal.sessions.door.RequestBody;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A smarthost: whether it would take our mail, and that it is to take it.
final class RelayStep {
    private static final Logger LOG = LoggerFactory.getLogger(RelayStep.class);
    private static final List<String> SECURITY =
            List.of("starttls", "implicit", "opportunistic", "none");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_TEXT = 1_000;

    private final Relay relay;
    private final Progress progress;
    private final Restart restart;

    RelayStep(Relay relay, Progress progress, Restart restart) {
        this.relay = relay;
        this.progress = progress;
        this.restart = restart;
    }

    /// `POST /setup/api/relay/check`
    Answer check(SetupRequest request) throws IOException {
        ObjectNode body = Answer.object();
        show(relay.check(read(request)), body);
        return Answer.of(body);
    }

    /// `POST /setup/api/relay`. It is kept also when it would not take the mail yet: some want to be
    /// shown a domain first. The step is done only when it would.
    Answer keep(SetupRequest request) throws IOException {
        relay.fixedBy()
                .ifPresent(by -> {
                    throw Answer.no(409, "fixed", by + " sets a smarthost; change it there.");
                });
        Asked asked = read(request);
        List<Check.Step> steps = relay.check(asked);
        Kept.by(() -> relay.keep(asked));
        LOG.info(
                "event=setup-relay session={} relay={}",
                request.exchange().id(),
                new LogText(asked));
        if (steps.getLast().state() == Check.State.OK) {
            progress.set(Step.DOORS, State.DONE);
        }
        restart.ask();
        ObjectNode body = Answer.object();
        body.put("restarts", true);
        show(steps, body);
        return Answer.of(body);
    }

    private static void show(List<Check.Step> steps, ObjectNode body) {
        ArrayNode shown = body.putArray("steps");
        for (Check.Step step : steps) {
            shown.addObject()
                    .put("name", step.name())
                    .put("state", step.state().name().toLowerCase(Locale.ROOT))
                    .put("millis", step.millis())
                    .put("said", step.said())
                    .put("hint", step.hint());
        }
    }

    private static Asked read(SetupRequest request) throws IOException {
        RequestBody body = request.body();
        String security = body.text("security");
        if (!SECURITY.contains(security)) {
            throw Answer.badRequest("security is one of " + String.join(", ", SECURITY));
        }
        String user = limited(body.textOrEmpty("user").strip());
        if (!user.isEmpty() && (security.equals("opportunistic") || security.equals("none"))) {
            throw Answer.no(
                    422,
                    "clearPassword",
                    "The password would be shown to anyone on the way; use starttls or implicit.");
        }
        return new Asked(
                host(body.text("host").strip()),
                port(body.json().path("port")),
                security,
                user,
                limited(body.textOrEmpty("password")),
                Address.parse(body.text("from").strip())
                        .orElseThrow(
                                () -> Answer.no(422, "badAddress", "from is not a mail address.")));
    }

    private static String host(String text) {
        return Domain.parse(text)
                .map(domain ->
                        domain.isLiteral()
                                ? domain.name().substring(1, domain.name().length() - 1)
                                : domain.toAscii())
                .orElseThrow(() ->
                        Answer.no(422, "badName", "host is not a name such as smtp.example.org."));
    }

    private static int port(JsonNode port) {
        if (!port.isInt() || port.intValue() < 1 || port.intValue() > MAX_PORT) {
            throw Answer.badRequest("port is a number from 1 to 65535");
        }
        return port.intValue();
    }

    /// Both go into a line of a log-in, and a line of a file.
    private static String limited(String text) {
        if (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw Answer.badRequest("user or password is too long or has control characters");
        }
        return text;
    }
}
