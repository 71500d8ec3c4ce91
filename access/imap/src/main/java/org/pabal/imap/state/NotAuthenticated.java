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
import org.pabal.sasl.Credentials;
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

    NotAuthenticated(Client client) {
        this.client = client;
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
        return mechanisms().stream().anyMatch(mechanism::equalsIgnoreCase)
                ? SaslMechanisms.start(mechanism, credentials(), channel())
                : Optional.empty();
    }

    private SaslChannel channel() {
        return client.connection()
                .tls()
                .map(tls -> new SaslChannel(tls.exporterBinding(), tls.clientCertificate()))
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
        if (!client.services().pause().isTurnedAway(client.connection().remote())) {
            return Optional.empty();
        }
        String text = "Too many failed log-ins from your address, try again in an hour";
        log.info(
                "event=login-turned-away session={} peer={}",
                client.connection().id(),
                client.connection().remote());
        client.bye(text);
        return Optional.of(TaggedResponse.no(ResponseCodes.LIMIT, text));
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
        if (!client.logIn(account.get())) {
            return TaggedResponse.no(
                    ResponseCodes.LIMIT,
                    "Too many sessions of this account, close one of its "
                            + client.services().sessions().limit());
        }
        log.info("event=login session={} account={}", client.connection().id(), account.get().id());
        return TaggedResponse.ok("CAPABILITY " + Capabilities.of(client), "Logged in");
    }

    /// One text for every reason (THREATS A02), slower with each failure.
    public TaggedResponse refuse(String who, String reason) throws IOException {
        int failures = client.countFailedLogin();
        log.info(
                "event=login-failed session={} peer={} identity={} reason=\"{}\"",
                client.connection().id(),
                client.connection().remote(),
                new LogText(who),
                reason);
        try {
            client.services().pause().afterFailure(client.connection().remote(), failures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while slowing down a failed log-in", e);
        }
        if (failures >= client.config().failedLogins()) {
            client.bye("Too many failed log-ins");
        }
        return TaggedResponse.no(
                ResponseCodes.AUTHENTICATIONFAILED, "User name or password is wrong");
    }
}
