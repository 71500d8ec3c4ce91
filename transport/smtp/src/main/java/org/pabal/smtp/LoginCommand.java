// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.smtp.SmtpCommand.Auth;
import org.pabal.smtp.SmtpState.Greeted;

/// AUTH. RFC 4954 §4.
final class LoginCommand {
    private static final int MAX_FAILURES = 3;

    private final ServerSide side;

    LoginCommand(ServerSide side) {
        this.side = side;
    }

    Step authenticate(Greeted greeted, Auth auth) throws IOException {
        ClientFacts client = greeted.client();
        if (client.authenticated().isPresent()) {
            return Step.stay(greeted, Answers.OUT_OF_ORDER);
        }
        if (!side.extensions.offersAuth()) {
            return Step.stay(greeted, Answers.NOT_IMPLEMENTED);
        }
        if (side.extensions.mustEncryptFirst(client)) {
            return Step.stay(greeted, Answers.ENCRYPTION_REQUIRED);
        }
        if (side.failedLogins.isTurnedAway(address(client))) {
            side.log.authenticationFailed(auth.mechanism(), "", "turned away for an hour");
            side.observer.loginFailed(client, auth.mechanism(), "");
            return side.hangUp("4.7.0", "Too many failed log-ins from your address");
        }
        try {
            return side.extensions.mechanisms(client).contains(auth.mechanism())
                    ? judge(greeted, auth.mechanism(), exchange(client, auth))
                    : Step.stay(greeted, Answers.UNKNOWN_MECHANISM);
        } catch (UnavailableException outOfOrder) { // THREATS A13
            side.log.unavailable(outOfOrder);
            return Step.stay(greeted, Answers.AUTH_UNAVAILABLE);
        }
    }

    private static InetAddress address(ClientFacts client) {
        return client.remote().getAddress();
    }

    private SaslExchange.Outcome exchange(ClientFacts client, Auth auth) throws IOException {
        Optional<SaslServerMechanism> mechanism =
                SaslMechanisms.start(
                        auth.mechanism(),
                        side.service.credentials(client),
                        side.extensions.channelFor(client));
        return mechanism.isEmpty()
                ? new SaslExchange.Outcome.Broken(Answers.UNKNOWN_MECHANISM)
                : new SaslExchange(side.connection, side.out, mechanism.get())
                        .run(auth.initialResponse());
    }

    private Step judge(Greeted greeted, String mechanism, SaslExchange.Outcome outcome)
            throws IOException {
        return switch (outcome) {
            case SaslExchange.Outcome.Success(var identity) -> admit(greeted, mechanism, identity);
            case SaslExchange.Outcome.Refused(var identity, var reason) ->
                    failed(greeted, mechanism, identity, Answers.BAD_CREDENTIALS, reason);
            case SaslExchange.Outcome.Broken(var reply) -> Step.stay(greeted, reply);
            case SaslExchange.Outcome.Lost() -> side.hangUp("4.7.0", "Authentication broken off");
        };
    }

    private Step admit(Greeted greeted, String mechanism, ClientFacts.Authenticated identity)
            throws IOException {
        ClientFacts known = greeted.client().authenticatedAs(identity);
        ClientFacts client = known.speaking(greeted.dialect().protocol(known, MailParameters.NONE));
        return switch (side.service.authenticated(client)) {
            case Verdict.Accept _ -> {
                side.log.authenticated(mechanism, identity);
                side.loggedIn(client);
                yield Step.to(new Greeted(client, greeted.dialect()), Answers.AUTHENTICATED);
            }
            case Verdict.Refuse(var reply, var reason) ->
                    failed(greeted, mechanism, identity.authenticationIdentity(), reply, reason);
        };
    }

    private Step failed(
            Greeted greeted, String mechanism, String identity, SmtpReply reply, String reason)
            throws IOException {
        Duration delay = side.failedLogins.failed(address(greeted.client()));
        if (!delay.isZero()) {
            side.makeWait(delay);
        }
        side.log.authenticationFailed(mechanism, identity, reason);
        side.observer.loginFailed(greeted.client(), mechanism, identity);
        return side.tally.authenticationFailure() < MAX_FAILURES
                ? Step.stay(greeted, reply)
                : side.hangUp("4.7.0", "Too many authentication failures").saying(reply);
    }
}
