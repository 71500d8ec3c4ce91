// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.imap.ImapConfig.LoginSecurity;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.FrontServer;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Nobody has logged in yet.
public final class NotAuthenticated implements ImapState {
    private static final Logger log = LoggerFactory.getLogger(NotAuthenticated.class);

    private final Client client;
    private final boolean first;
    private LoginAttempt attempt;

    /// @param first whether nobody has logged in before on this connection
    NotAuthenticated(Client client, boolean first) {
        this.client = client;
        this.first = first;
        this.attempt = newAttempt();
    }

    private LoginAttempt newAttempt() {
        return client.services().logins().attempt(client.connection().remote());
    }

    public Client client() {
        return client;
    }

    public boolean offersStartTls() {
        return client.services().tls().isPresent()
                && client.connection().tls().isEmpty()
                && !client.connection().isCompressed(); // TLS cannot come under DEFLATE
    }

    /// False on a clear-text connection, unless the listener allows it (THREATS A06).
    public boolean allowsLogin() {
        return client.connection().tls().isPresent()
                || client.config().loginSecurity() == LoginSecurity.CLEARTEXT_ALLOWED;
    }

    /// What AUTH= announces.
    public List<String> mechanisms() {
        return allowsLogin()
                ? SaslMechanisms.offered(SaslMechanisms.names(), credentials(), channel())
                : List.of();
    }

    /// Begins an exchange; empty for what is not announced.
    public Optional<SaslServerMechanism> start(String mechanism) {
        attempt = newAttempt();
        Optional<String> front = front();
        if (front.isPresent() && mechanism.equalsIgnoreCase("EXTERNAL")) {
            return Optional.of(new FrontServer(front.get(), credentials()));
        }
        return mechanisms().stream().anyMatch(mechanism::equalsIgnoreCase)
                ? SaslMechanisms.start(mechanism, attempt.watch(credentials()), channel())
                : Optional.empty();
    }

    /// The host of ours that the peer has proved to be, a front that acts for a client. For one
    /// log-in: behind that it is the client who speaks, and UNAUTHENTICATE must not make it a front.
    public Optional<String> front() {
        return first ? client.services().hosts().hostOf(client.connection()) : Optional.empty();
    }

    private SaslChannel channel() {
        return client.connection()
                .tls()
                .map(tls -> new SaslChannel(tls.channelBindings(), tls.clientCertificate()))
                .orElse(SaslChannel.PLAIN);
    }

    private LoginContext context() {
        return client.services().loginContexts().apply(client.connection());
    }

    private Credentials credentials() {
        return client.services().directory().credentials(context());
    }

    /// A peer that failed too often is sent away unheard (THREATS A07).
    public Optional<TaggedResponse> turnedAway() throws IOException {
        return client.services().logins().turnsAway(client.connection().remote())
                ? Optional.of(turnAway())
                : Optional.empty();
    }

    private TaggedResponse turnAway() throws IOException {
        String text = "Too many failed log-ins from your address, try again later";
        log.info(
                "event=login-turned-away session={} peer={}",
                client.connection().id(),
                client.connection().remote());
        client.bye(text);
        return TaggedResponse.no(ResponseCodes.LIMIT, text);
    }

    /// The client proved who it is: opens the account it acts for.
    public TaggedResponse logIn(SaslStep.Success proof) throws IOException {
        Optional<Account> account =
                client.services()
                        .directory()
                        .findByLogin(proof.authorizationIdentity(), context())
                        .filter(Account::enabled);
        if (account.isEmpty()) {
            return refuse(proof.authenticationIdentity(), "no enabled account to act for");
        }
        if (!account.get().isHere()) {
            return handOver(account.get());
        }
        attempt.succeeded(account.get().address().toString());
        if (!client.logIn(account.get())) {
            return tooManySessions(account.get());
        }
        log.info("event=login session={} account={}", client.connection().id(), account.get().id());
        return TaggedResponse.ok("CAPABILITY " + Capabilities.of(client), "Logged in");
    }

    /// The account lives elsewhere: the client goes on with the host that has it. A front is not
    /// passed on, since two directories that disagree would pass it round for ever.
    private TaggedResponse handOver(Account account) {
        if (front().isPresent()) {
            throw new UnavailableException(
                    "the host "
                            + front().get()
                            + " takes us for the home of "
                            + account.address()
                            + ", which is "
                            + account.host().orElseThrow());
        }
        attempt.succeeded(account.address().toString());
        if (!client.enter(account)) {
            return tooManySessions(account);
        }
        BackHost.LoggedIn back;
        try {
            back = BackHost.logIn(client.services().hosts(), account, client.connection());
        } catch (UnavailableException unavailable) {
            client.leave(account);
            throw unavailable;
        }
        if (!back.response().isOk()) {
            client.leave(account);
            return back.response();
        }
        log.info(
                "event=login session={} account={} host={}",
                client.connection().id(),
                account.id(),
                account.host().orElseThrow());
        client.goOnWith(new WithHost(account, back.connection()));
        return back.response();
    }

    private TaggedResponse tooManySessions(Account account) {
        return TaggedResponse.no(
                ResponseCodes.LIMIT,
                "Too many sessions of this account, close one of its "
                        + client.services().sessions().limit(account));
    }

    /// One text for every reason (THREATS A02), slower with each failure.
    public TaggedResponse refuse(String who, String reason) throws IOException {
        int failures = client.countFailedLogin();
        log.info(
                "event=login-failed session={} peer={} identity={} reason={}",
                client.connection().id(),
                client.connection().remote(),
                new LogText(who),
                new LogText(reason));
        if (attempt.failed(who, reason) == LoginAttempt.Answer.TURNED_AWAY) {
            return turnAway();
        }
        if (failures >= client.config().failedLogins()) {
            client.bye("Too many failed log-ins");
        }
        return TaggedResponse.no(
                ResponseCodes.AUTHENTICATIONFAILED, "User name or password is wrong");
    }
}
