// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.pabal.message.EnhancedStatus;
import org.pabal.smtp.Opening.Step;
import org.pabal.smtp.PeerFacts.Offer;
import org.pabal.smtp.SmtpClientConfig.Protocol;
import org.pabal.wire.TlsClientContext;

/// The way from a server's greeting to the first mail: EHLO, STARTTLS, AUTH. RFC 5321 §3.1, §3.2.
final class ClientOpening {
    private final ServerDialogue server;
    private final SmtpClientConfig config;
    private Step step = Step.GREETING;
    private @Nullable SSLException broken;

    ClientOpening(ServerDialogue server, SmtpClientConfig config) {
        this.server = server;
        this.config = config;
    }

    /// What was being done.
    Step step() {
        return step;
    }

    /// The handshake that failed.
    Optional<SSLException> tlsFailure() {
        return Optional.ofNullable(broken);
    }

    Opening run() throws IOException {
        SmtpReply greeting = server.greeting();
        if (greeting.code() != 220) {
            return refused(greeting);
        }
        return switch (greet()) {
            case Opening.Ready(var peer) -> secure(peer);
            case Opening.Refused refused -> refused;
            case Opening.Failed failed -> failed;
        };
    }

    private Opening refused(SmtpReply reply) {
        return reply.isPositive()
                ? failed("4.5.0", "the server gave reply " + reply.code() + " out of place")
                : new Opening.Refused(step, reply);
    }

    private Opening failed(String status, String reason) {
        return new Opening.Failed(step, EnhancedStatus.of(status), reason);
    }

    /// EHLO, and HELO for those who do not know it. RFC 5321 §3.2.
    private Opening greet() throws IOException {
        step = Step.EHLO;
        boolean lmtp = config.protocol() == Protocol.LMTP;
        SmtpReply reply =
                server.ask(
                        lmtp
                                ? new SmtpCommand.Lhlo(config.hostname())
                                : new SmtpCommand.Ehlo(config.hostname()));
        if (reply.code() == 250) {
            return new Opening.Ready(PeerFacts.parse(reply));
        }
        if (lmtp || !reply.isPermanent()) {
            return refused(reply);
        }
        SmtpReply helo = server.ask(new SmtpCommand.Helo(config.hostname()));
        return helo.code() == 250
                ? new Opening.Ready(PeerFacts.withoutExtensions(helo.lines().getFirst()))
                : refused(helo);
    }

    private Opening secure(PeerFacts peer) throws IOException {
        step = Step.STARTTLS;
        if (server.connection().tls().isPresent()) {
            return logIn(peer);
        }
        return switch (config.tls()) {
            case ClientTls.None _ -> logIn(peer);
            case ClientTls.Opportunistic(var context, var name) -> {
                if (!peer.offers(Offer.STARTTLS)
                        || server.ask(new SmtpCommand.StartTls()).code() != 220) {
                    yield logIn(peer);
                }
                handshake(context, name, false);
                yield again();
            }
            case ClientTls.Encrypted(var context, var name) ->
                    encrypted(peer, context, name, false);
            case ClientTls.Verified(var context, var name) -> encrypted(peer, context, name, true);
        };
    }

    private Opening encrypted(PeerFacts peer, TlsClientContext context, String name, boolean verify)
            throws IOException {
        if (!peer.offers(Offer.STARTTLS)) {
            return failed("4.7.10", "the server does not offer STARTTLS");
        }
        SmtpReply reply = server.ask(new SmtpCommand.StartTls());
        if (reply.code() != 220) {
            return refused(reply);
        }
        try {
            handshake(context, name, verify);
        } catch (SSLException untrusted) {
            return failed("4.7.5", "TLS with the server failed: " + SmtpClient.reason(untrusted));
        }
        return again();
    }

    private void handshake(TlsClientContext context, String name, boolean verify)
            throws IOException {
        try {
            server.connection().startTlsClient(context, name, verify);
        } catch (SSLException failure) {
            broken = failure;
            throw failure;
        }
    }

    /// What was said before TLS is forgotten. RFC 3207 §4.2.
    private Opening again() throws IOException {
        return switch (greet()) {
            case Opening.Ready(var peer) -> logIn(peer);
            case Opening.Refused refused -> refused;
            case Opening.Failed failed -> failed;
        };
    }

    private Opening logIn(PeerFacts peer) throws IOException {
        step = Step.AUTH;
        if (config.login().isEmpty()) {
            return new Opening.Ready(peer);
        }
        Optional<Opening> trouble = new ClientLogin(server, config.login().get()).run(peer);
        return trouble.orElse(new Opening.Ready(peer));
    }
}
