// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;
import org.pabal.wire.Connection;

/// The challenges and responses of one AUTH command. RFC 4954 §4.
final class SaslExchange {
    /// No mechanism needs more than three; a client cannot keep us here.
    private static final int MAX_STEPS = 10;

    private static final int MAX_SKIPPED_OCTETS = 48 * 1024;
    private static final byte[] NO_OCTETS = {};

    private final Connection connection;
    private final ReplyWriter out;
    private final SaslServerMechanism mechanism;

    SaslExchange(Connection connection, ReplyWriter out, SaslServerMechanism mechanism) {
        this.connection = connection;
        this.out = out;
        this.mechanism = mechanism;
    }

    /// How it ended.
    sealed interface Outcome {
        record Success(ClientFacts.Authenticated identity) implements Outcome {}

        /// @param authenticationIdentity who tried; may be empty
        record Refused(String authenticationIdentity, String reason) implements Outcome {}

        /// The client cancelled or spoke outside the grammar.
        record Broken(SmtpReply reply) implements Outcome {}

        /// A line without end, or the end of the stream: the session is over.
        record Lost() implements Outcome {}
    }

    /// @param initialResponse as the command gave it
    Outcome run(Optional<String> initialResponse) throws IOException {
        return initialResponse.isPresent()
                ? initial(initialResponse.get(), this::begin)
                : mechanism.clientFirst() ? challenge(NO_OCTETS, this::begin) : begin(NO_OCTETS);
    }

    /// A server-first mechanism gets no octets first; a client that sends an initial response to it
    /// nevertheless, as many do with LOGIN, has answered the first challenge ahead of time.
    private Outcome begin(byte[] response) throws IOException {
        if (!mechanism.clientFirst() && response.length > 0) {
            return mechanism.step(NO_OCTETS) instanceof SaslStep.Challenge
                    ? proceed(mechanism.step(response), 2)
                    : malformed("an initial response is out of place");
        }
        return proceed(mechanism.step(response), 1);
    }

    private Outcome proceed(SaslStep step, int steps) throws IOException {
        return switch (step) {
            case SaslStep.Challenge(var octets) ->
                    steps < MAX_STEPS
                            ? challenge(
                                    octets,
                                    response -> proceed(mechanism.step(response), steps + 1))
                            : malformed("too many steps");
            case SaslStep.Success success -> succeed(success);
            case SaslStep.Refused(var who, var reason) -> new Outcome.Refused(who, reason);
            case SaslStep.Malformed(var reason) -> malformed(reason);
        };
    }

    /// Additional data go as a last challenge, which is answered with no octets. RFC 4422 §3.6.
    private Outcome succeed(SaslStep.Success success) throws IOException {
        Outcome done =
                new Outcome.Success(
                        new ClientFacts.Authenticated(
                                mechanism.name(),
                                success.authenticationIdentity(),
                                success.authorizationIdentity()));
        if (success.additionalData().isEmpty()) {
            return done;
        }
        return challenge(
                success.additionalData().get(),
                response -> response.length == 0 ? done : malformed("more than an empty response"));
    }

    /// Told to the client like wrong credentials (THREATS A04).
    private static Outcome malformed(String reason) {
        return new Outcome.Refused("", reason);
    }

    private interface Continuation {
        Outcome with(byte[] response) throws IOException;
    }

    private Outcome challenge(byte[] octets, Continuation next) throws IOException {
        out.challenge(octets);
        out.flush();
        Connection.Line line = connection.readLine(SmtpParser.MAX_AUTH_OCTETS, MAX_SKIPPED_OCTETS);
        return switch (line) {
            case Connection.Line.Complete(var response) -> answered(response, next);
            case Connection.Line.TooLong(var endFound) ->
                    endFound ? new Outcome.Broken(Answers.RESPONSE_TOO_LONG) : new Outcome.Lost();
            case Connection.Line.EndOfStream() -> new Outcome.Lost();
        };
    }

    private static Outcome answered(byte[] line, Continuation next) throws IOException {
        if (line.length == 1 && line[0] == '*') {
            return new Outcome.Broken(Answers.AUTH_CANCELLED);
        }
        return decoded(line, next);
    }

    /// `=` stands for no octets, in the command only.
    private static Outcome initial(String response, Continuation next) throws IOException {
        return response.equals("=")
                ? next.with(NO_OCTETS)
                : decoded(response.getBytes(StandardCharsets.ISO_8859_1), next);
    }

    /// Strict: whole quanta, no other character. RFC 4648 §4.
    private static Outcome decoded(byte[] base64, Continuation next) throws IOException {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new Outcome.Broken(Answers.NOT_BASE64);
        }
        return base64.length % 4 == 0 ? next.with(octets) : new Outcome.Broken(Answers.NOT_BASE64);
    }
}
