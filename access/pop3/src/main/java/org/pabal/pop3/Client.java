// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.LoginContext;
import org.pabal.pop3.Pop3Config.LoginSecurity;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.FrontServer;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.wire.Connection;

/// The client of one session: its connection, and what it may do there. For the session's thread.
final class Client {
    private static final int TIMESTAMP_OCTETS = 12;

    final Connection connection;
    final Pop3Config config;
    final Pop3Services services;
    final ReplyWriter out;
    private Optional<String> timestamp = Optional.empty();
    private int failedLogins;
    private LoginAttempt attempt;

    Client(Connection connection, Pop3Config config, Pop3Services services) {
        this.connection = connection;
        this.config = config;
        this.services = services;
        this.out = new ReplyWriter(connection);
        this.attempt = newAttempt();
    }

    private String newTimestamp() {
        byte[] random = new byte[TIMESTAMP_OCTETS];
        services.random().nextBytes(random);
        return "<" + HexFormat.of().formatHex(random) + "@" + services.hostname() + ">";
    }

    /// Makes what the greeting has for APOP: present where the directory keeps what APOP needs,
    /// passwords in the clear, and nobody should. RFC 1939 §7.
    Optional<String> makeTimestamp() {
        timestamp =
                credentials().keepsClearPasswords()
                        ? Optional.of(newTimestamp())
                        : Optional.empty();
        return timestamp;
    }

    /// As the greeting had it.
    Optional<String> timestamp() {
        return timestamp;
    }

    boolean offersStls() {
        return services.tls().isPresent() && connection.tls().isEmpty();
    }

    /// False on a clear-text connection, unless the listener allows it (THREATS A06).
    boolean allowsLogin() {
        return connection.tls().isPresent()
                || config.loginSecurity() == LoginSecurity.CLEARTEXT_ALLOWED;
    }

    /// What CAPA announces behind SASL.
    List<String> mechanisms() {
        return allowsLogin()
                ? SaslMechanisms.offered(SaslMechanisms.names(), credentials(), channel())
                : List.of();
    }

    /// Begins an exchange; empty for what is not announced.
    Optional<SaslServerMechanism> start(String mechanism) {
        attempt = newAttempt();
        Optional<String> front = front();
        if (front.isPresent() && mechanism.equalsIgnoreCase("EXTERNAL")) {
            return Optional.of(new FrontServer(front.get(), credentials()));
        }
        return mechanisms().stream().anyMatch(mechanism::equalsIgnoreCase)
                ? SaslMechanisms.start(mechanism, attempt.watch(credentials()), channel())
                : Optional.empty();
    }

    private LoginAttempt newAttempt() {
        return services.logins().attempt(connection.remote());
    }

    /// The log-in that was begun last.
    LoginAttempt attempt() {
        return attempt;
    }

    /// The password that APOP is to be judged by.
    Optional<String> clearPassword(String name) {
        attempt = newAttempt();
        return attempt.watch(credentials()).clearPassword(name);
    }

    /// The host of ours that the peer has proved to be, a front that acts for clients.
    Optional<String> front() {
        return services.hosts().hostOf(connection);
    }

    private SaslChannel channel() {
        return connection
                .tls()
                .map(tls -> new SaslChannel(tls.channelBindings(), tls.clientCertificate()))
                .orElse(SaslChannel.PLAIN);
    }

    LoginContext context() {
        return services.loginContexts().apply(connection);
    }

    Credentials credentials() {
        return services.directory().credentials(context());
    }

    /// @return how many log-ins failed in this session, this one included
    int countFailedLogin() {
        return ++failedLogins;
    }
}
