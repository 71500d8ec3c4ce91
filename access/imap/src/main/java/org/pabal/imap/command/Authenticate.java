// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.NotAuthenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;

/// AUTHENTICATE, with an initial response (SASL-IR). RFC 9051 §6.2.2, RFC 4959.
///
/// @param initial base64; `=` for an empty one
record Authenticate(String mechanism, Optional<String> initial)
        implements ImapCommand.InNotAuthenticatedState {
    private static final int MAX_RESPONSE = 8 << 10;

    /// `"AUTHENTICATE" SP auth-type [SP initial-resp]`
    static Authenticate parse(ImapParser in) throws ImapSyntaxException {
        String mechanism = in.space().atom();
        Optional<String> initial =
                in.skip(' ') ? Optional.of(in.astring()) : Optional.<String>empty();
        in.end();
        return new Authenticate(mechanism, initial);
    }

    @Override
    public TaggedResponse run(NotAuthenticated before) throws IOException {
        if (!before.allowsLogin()) {
            return TaggedResponse.no(
                    ResponseCodes.PRIVACYREQUIRED, "Log in over TLS: STARTTLS or port 993");
        }
        Optional<TaggedResponse> turnedAway = before.turnedAway();
        if (turnedAway.isPresent()) {
            return turnedAway.get();
        }
        Optional<SaslServerMechanism> started = before.start(mechanism);
        if (started.isEmpty()) {
            return TaggedResponse.no(
                    ResponseCodes.CANNOT, "Use one of " + String.join(" ", before.mechanisms()));
        }
        return exchange(before, started.get());
    }

    private TaggedResponse exchange(NotAuthenticated before, SaslServerMechanism mechanism)
            throws IOException {
        byte[] response = {};
        if (mechanism.clientFirst()) {
            Optional<byte[]> first =
                    initial.isPresent()
                            ? decode(initial.get().equals("=") ? "" : initial.get())
                            : ask(before, new byte[0]);
            if (first.isEmpty()) {
                return notBase64();
            }
            response = first.get();
        } else if (initial.isPresent()) {
            return TaggedResponse.bad("In " + mechanism.name() + " the server speaks first");
        }
        while (true) {
            switch (mechanism.step(response)) {
                case SaslStep.Challenge(byte[] octets) -> {
                    Optional<byte[]> next = ask(before, octets);
                    if (next.isEmpty()) {
                        return notBase64();
                    }
                    response = next.get();
                }
                case SaslStep.Success success -> {
                    return confirm(before, success);
                }
                case SaslStep.Refused(String identity, String reason) -> {
                    return before.refuse(identity, reason);
                }
                case SaslStep.Malformed(String reason) -> {
                    return TaggedResponse.bad("Not a response of the mechanism: " + reason);
                }
            }
        }
    }

    /// What comes with success is a last challenge here. RFC 4422 §3.6.
    private static TaggedResponse confirm(NotAuthenticated before, SaslStep.Success success)
            throws IOException {
        if (success.additionalData().isPresent()) {
            Optional<byte[]> empty = ask(before, success.additionalData().get());
            if (empty.isEmpty() || empty.get().length > 0) {
                return TaggedResponse.bad("Expected an empty response");
            }
        }
        return before.logIn(success);
    }

    /// @return empty when the client cancelled with `*` or sent what is not base64
    private static Optional<byte[]> ask(NotAuthenticated before, byte[] challenge)
            throws IOException {
        byte[] line =
                before.client()
                        .askForLine(Base64.getEncoder().encodeToString(challenge), MAX_RESPONSE);
        return decode(new String(line, StandardCharsets.ISO_8859_1));
    }

    private static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static TaggedResponse notBase64() {
        return TaggedResponse.bad("Cancelled, or a response that is not base64");
    }
}
