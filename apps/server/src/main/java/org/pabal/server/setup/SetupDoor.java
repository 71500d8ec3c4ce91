// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.Role;
import org.pabal.http.HttpExchange;
import org.pabal.http.HttpHandler;
import org.pabal.server.setup.SetupRequest.Handler;
import org.pabal.sessions.door.Answer;
import org.pabal.sessions.door.OwnPages;

/// All below `/setup/api/`; docs/operations/first-run.md tells what is asked and answered. Who has no
/// business here is told that there is nothing at this address.
final class SetupDoor implements HttpHandler {
    private static final String PREFIX = "/setup/api/";

    private final SetupServices services;
    private final Phases phases;
    private final Beginning beginning;
    private final StatePage state;
    private final Map<String, Handler> steps;
    private final Restart restart;

    /// @param steps by method and what stands behind the prefix: `POST later`. What ends with a slash is
    ///     followed by something
    SetupDoor(
            SetupServices services,
            Phases phases,
            Beginning beginning,
            StatePage state,
            Map<String, Handler> steps,
            Restart restart) {
        this.services = services;
        this.phases = phases;
        this.beginning = beginning;
        this.state = state;
        this.steps = Map.copyOf(steps);
        this.restart = restart;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        answer(exchange).send(exchange);
        restart.whenAnswered();
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            Phase phase = phases.now();
            if (phase == Phase.CLOSED || exchange.passedOn().isPresent()) {
                throw nothing();
            }
            if (!exchange.client().isSecure()) {
                throw Answer.no(403, "insecure", "Set this server up over https only.");
            }
            if (!OwnPages.isScript(exchange)) {
                throw Answer.no(
                        403,
                        "crossSite",
                        "Only this server's own pages may ask this: X-Pabal and Sec-Fetch-Site are"
                                + " missing.");
            }
            return phase == Phase.FIRST ? first(exchange) : going(exchange);
        } catch (Answer instead) {
            return instead;
        }
    }

    private static Answer nothing() {
        return Answer.no(404, "notFound", "There is nothing at this address.");
    }

    private static String asked(HttpExchange exchange) {
        return exchange.method() + " " + exchange.path().substring(PREFIX.length());
    }

    private Answer first(HttpExchange exchange) throws IOException {
        return switch (asked(exchange)) {
            case "GET state" ->
                    beginning.isKnown(exchange) ? state.ofFirst() : StatePage.ofStranger();
            case "POST begin" -> beginning.begin(exchange);
            case "POST administrator" -> beginning.administrator(exchange);
            default -> throw nothing();
        };
    }

    private Answer going(HttpExchange exchange) throws IOException {
        String asked = asked(exchange);
        Optional<Account> administrator = administrator(exchange);
        if (administrator.isEmpty()) {
            if (asked.equals("GET state") && beginning.isKnown(exchange)) {
                return StatePage.ofSignedOut();
            }
            throw nothing();
        }
        SetupRequest request = new SetupRequest(exchange, administrator.get());
        return asked.equals("GET state")
                ? state.of(request.administrator())
                : handler(asked).answer(request);
    }

    private Optional<Account> administrator(HttpExchange exchange) {
        return services.signedIn()
                .find(exchange)
                .flatMap(services.signedIn()::account)
                .filter(account -> account.role() == Role.ADMINISTRATOR);
    }

    private Handler handler(String asked) {
        Handler named = steps.get(asked);
        Handler found =
                named == null ? steps.get(asked.substring(0, asked.indexOf('/') + 1)) : named;
        if (found == null) {
            throw nothing();
        }
        return found;
    }
}
