// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;

/// The challenges and responses of one AUTH command. RFC 5034 §4.
final class SaslExchange {
    /// No mechanism needs more than three; a client cannot keep us here.
    private static final int MAX_STEPS = 10;

    private static final int MAX_SKIPPED = 48 << 10;
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
        record Proved(SaslStep.Success success) implements Outcome {}

        /// @param identity who tried; may be empty
        record Refused(String identity, String reason) implements Outcome {}

        /// The client cancelled, or sent what is not base64.
        record Broken() implements Outcome {}

        /// A line without end, or the end of the stream: the session is over.
        record Lost() implements Outcome {}
    }

    /// What the client sent, or how the exchange ended instead.
    private sealed interface Received {
        record Response(byte[] octets) implements Received {}

        record End(Outcome outcome) implements Received {}
    }

    /// @param initial as the command gave it
    Outcome run(Optional<String> initial) throws IOException {
        byte[] response = NO_OCTETS;
        if (initial.isPresent()) {
            switch (initial.get().equals("=")
                    ? new Received.Response(NO_OCTETS)
                    : decoded(initial.get())) {
                case Received.Response(byte[] octets) -> response = octets;
                case Received.End(Outcome outcome) -> {
                    return outcome;
                }
            }
            if (!mechanism.clientFirst()) {
                mechanism.step(NO_OCTETS); // its challenge was answered ahead of time
            }
        } else if (mechanism.clientFirst()) {
            switch (ask(NO_OCTETS)) {
                case Received.Response(byte[] octets) -> response = octets;
                case Received.End(Outcome outcome) -> {
                    return outcome;
                }
            }
        }
        return proceed(response);
    }

    private Outcome proceed(byte[] first) throws IOException {
        byte[] response = first;
        for (int step = 0; step < MAX_STEPS; step++) {
            switch (mechanism.step(response)) {
                case SaslStep.Challenge(byte[] challenge) -> {
                    switch (ask(challenge)) {
                        case Received.Response(byte[] octets) -> response = octets;
                        case Received.End(Outcome outcome) -> {
                            return outcome;
                        }
                    }
                }
                case SaslStep.Success success -> {
                    return confirm(success);
                }
                case SaslStep.Refused(String identity, String reason) -> {
                    return new Outcome.Refused(identity, reason);
                }
                case SaslStep.Malformed(String reason) -> {
                    return new Outcome.Refused("", reason); // told like wrong ones (THREATS A04)
                }
            }
        }
        return new Outcome.Refused("", "too many steps");
    }

    /// Additional data go as a last challenge, which is answered with no octets. RFC 4422 §3.6.
    private Outcome confirm(SaslStep.Success success) throws IOException {
        if (success.additionalData().isEmpty()) {
            return new Outcome.Proved(success);
        }
        return switch (ask(success.additionalData().get())) {
            case Received.Response(byte[] octets) ->
                    octets.length == 0
                            ? new Outcome.Proved(success)
                            : new Outcome.Refused("", "more than an empty response");
            case Received.End(Outcome outcome) -> outcome;
        };
    }

    private Received ask(byte[] challenge) throws IOException {
        out.challenge(challenge);
        out.flush();
        return switch (connection.readLine(Pop3Parser.MAX_AUTH_OCTETS, MAX_SKIPPED)) {
            case Line.Complete(byte[] line) ->
                    decoded(new String(line, StandardCharsets.ISO_8859_1));
            case Line.TooLong(boolean endFound) ->
                    new Received.End(endFound ? new Outcome.Broken() : new Outcome.Lost());
            case Line.EndOfStream _ -> new Received.End(new Outcome.Lost());
        };
    }

    /// Strict: whole quanta, no other character, so that `*` is no response. RFC 4648 §4.
    private static Received decoded(String base64) {
        try {
            return base64.length() % 4 == 0
                    ? new Received.Response(Base64.getDecoder().decode(base64))
                    : new Received.End(new Outcome.Broken());
        } catch (IllegalArgumentException notBase64) {
            return new Received.End(new Outcome.Broken());
        }
    }
}
