// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.pabal.message.EnhancedStatus;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslClientMechanism;
import org.pabal.sasl.SaslClientStep;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.smtp.Opening.Step;

/// AUTH, the client's side, for a smarthost. RFC 4954 §4.
final class ClientLogin {
    private static final int MAX_CHALLENGES = 10;

    private final ServerDialogue server;
    private final SmtpClientConfig.Login login;

    ClientLogin(ServerDialogue server, SmtpClientConfig.Login login) {
        this.server = server;
        this.login = login;
    }

    /// @return what went wrong
    Optional<Opening> run(PeerFacts peer) throws IOException {
        Optional<SaslClientMechanism> mechanism = strongest(peer);
        if (mechanism.isEmpty()) {
            return failed("the server offers no mechanism that may be used here");
        }
        return exchange(mechanism.get());
    }

    /// PLAIN, LOGIN and a token give the secret away: under TLS only.
    private Optional<SaslClientMechanism> strongest(PeerFacts peer) {
        var tls = server.connection().tls();
        SaslChannel channel =
                peer.authMechanisms().stream().anyMatch(name -> name.endsWith("-PLUS"))
                        ? tls.map(facts -> SaslChannel.bound(facts.channelBindings()))
                                .orElse(SaslChannel.PLAIN)
                        : SaslChannel.PLAIN;
        return SaslMechanisms.names().stream()
                .filter(peer.authMechanisms()::contains)
                .filter(name -> tls.isPresent() || name.startsWith("SCRAM-"))
                .flatMap(name -> mechanism(name, channel).stream())
                .findFirst();
    }

    private Optional<SaslClientMechanism> mechanism(String name, SaslChannel channel) {
        return switch (login.kind()) {
            case PASSWORD ->
                    SaslMechanisms.client(
                            name, login.identity(), login.secret(), channel, new SecureRandom());
            case TOKEN -> SaslMechanisms.bearer(name, login.identity(), login.secret());
        };
    }

    private Optional<Opening> exchange(SaslClientMechanism mechanism) throws IOException {
        Optional<String> initial =
                mechanism.clientFirst()
                        ? Optional.of(initial(mechanism.initialResponse()))
                        : Optional.empty();
        SmtpReply reply = server.ask(new SmtpCommand.Auth(mechanism.name(), initial));
        for (int i = 0; reply.code() == 334 && i < MAX_CHALLENGES; i++) {
            Optional<byte[]> response = respond(mechanism, reply.lines().getFirst());
            if (response.isEmpty()) {
                send("*".getBytes(StandardCharsets.US_ASCII));
                server.reply();
                return failed("the server's part of " + mechanism.name() + " is wrong");
            }
            send(Base64.getEncoder().encode(response.get()));
            reply = server.reply();
        }
        return outcome(mechanism, reply);
    }

    private static Optional<Opening> outcome(SaslClientMechanism mechanism, SmtpReply reply) {
        if (reply.code() == 235) {
            return mechanism.isComplete()
                    ? Optional.empty()
                    : failed("the server did not prove that it knows the password");
        }
        return reply.isPositive()
                ? failed("the server gave reply " + reply.code() + " to AUTH")
                : Optional.of(new Opening.Refused(Step.AUTH, reply));
    }

    private static Optional<byte[]> respond(SaslClientMechanism mechanism, String challenge) {
        try {
            byte[] octets = Base64.getDecoder().decode(challenge.strip());
            return switch (mechanism.respond(octets)) {
                case SaslClientStep.Response(var response) -> Optional.of(response);
                case SaslClientStep.Failed _ -> Optional.empty();
            };
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static String initial(byte[] octets) {
        return octets.length == 0 ? "=" : Base64.getEncoder().encodeToString(octets);
    }

    private void send(byte[] line) throws IOException {
        server.connection().write(line);
        server.connection().write(new byte[] {'\r', '\n'});
        server.flush();
    }

    private static Optional<Opening> failed(String reason) {
        return Optional.of(new Opening.Failed(Step.AUTH, EnhancedStatus.of("4.7.0"), reason));
    }
}
