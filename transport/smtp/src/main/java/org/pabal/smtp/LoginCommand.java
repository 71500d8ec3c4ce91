// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.FrontServer;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.smtp.SmtpCommand.Auth;
import org.pabal.smtp.SmtpState.Greeted;

/// AUTH. RFC 4954 §4.
final class LoginCommand {
    private static final int MAX_FAILURES = 3;

    private final ServerSide side;
    private LoginAttempt attempt;

    LoginCommand(ServerSide side) {
        this.side = side;
        this.attempt = newAttempt(side.ungreeted());
    }

    private LoginAttempt newAttempt(ClientFacts client) {
        String service = side.config.role().name().toLowerCase(Locale.ROOT);
        return new LoginAttempt(side.guard, side::makeWait, address(client), service);
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
        if (side.guard.isTurnedAway(address(client))) {
            side.log.authenticationFailed(auth.mechanism(), "", "turned away");
            side.observer.loginFailed(client, auth.mechanism(), "");
            return turnAway();
        }
        attempt = newAttempt(client);
        try {
            return isFrontsProof(auth)
                            || side.extensions.mechanisms(client).contains(auth.mechanism())
                    ? judge(greeted, auth.mechanism(), exchange(client, auth))
                    : Step.stay(greeted, Answers.UNKNOWN_MECHANISM);
        } catch (UnavailableException outOfOrder) { // THREATS A13
            side.log.unavailable(outOfOrder);
            return Step.stay(greeted, Answers.AUTH_UNAVAILABLE);
        }
    }

    private Step turnAway() {
        return side.hangUp("4.7.0", "Too many failed log-ins from your address");
    }

    private boolean isFrontsProof(Auth auth) {
        return auth.mechanism().equals("EXTERNAL") && side.front().isPresent();
    }

    private static InetAddress address(ClientFacts client) {
        return client.remote().getAddress();
    }

    private SaslExchange.Outcome exchange(ClientFacts client, Auth auth) throws IOException {
        Credentials credentials = side.service.credentials(client);
        Optional<SaslServerMechanism> mechanism =
                isFrontsProof(auth)
                        ? Optional.of(new FrontServer(side.front().orElseThrow(), credentials))
                        : SaslMechanisms.start(
                                auth.mechanism(),
                                attempt.watch(credentials),
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
                attempt.succeeded(identity.authorizationIdentity());
                if (!side.loggedIn(client)) {
                    yield side.hangUp(
                            "4.7.0", "Too many sessions of your account, close one and try again");
                }
                Optional<MailService.Home> home = side.service.home(client);
                if (home.isPresent()) {
                    Step handedOver = handOver(home.get(), client);
                    side.log.authenticated(mechanism, identity);
                    yield handedOver;
                }
                side.log.authenticated(mechanism, identity);
                side.front().ifPresent(_ -> side.vouched());
                yield Step.to(new Greeted(client, greeted.dialect()), Answers.AUTHENTICATED);
            }
            case Verdict.Refuse(var reply, var reason) ->
                    failed(greeted, mechanism, identity.authenticationIdentity(), reply, reason);
        };
    }

    /// The account lives elsewhere: the client goes on with the host that has it. A front is not
    /// passed on, since two directories that disagree would pass it round for ever.
    private Step handOver(MailService.Home home, ClientFacts client) {
        if (side.front().isPresent()) {
            throw new UnavailableException(
                    "the host "
                            + side.front().get()
                            + " takes us for the home of "
                            + home.login()
                            + ", which is "
                            + home.host());
        }
        side.handOver(BackHost.logIn(side.hosts, home, client, side.config.hostname()));
        return Step.to(new SmtpState.Closed(), Answers.AUTHENTICATED);
    }

    private Step failed(
            Greeted greeted, String mechanism, String identity, SmtpReply reply, String reason)
            throws IOException {
        LoginAttempt.Answer answer = attempt.failed(identity, reason);
        side.log.authenticationFailed(mechanism, identity, reason);
        side.observer.loginFailed(greeted.client(), mechanism, identity);
        if (answer == LoginAttempt.Answer.TURNED_AWAY) {
            return turnAway();
        }
        return side.tally.authenticationFailure() < MAX_FAILURES
                ? Step.stay(greeted, reply)
                : side.hangUp("4.7.0", "Too many authentication failures").saying(reply);
    }
}
