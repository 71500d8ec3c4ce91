// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.NotAuthenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;

/// LOGIN: the PLAIN mechanism in other words. RFC 9051 §6.2.3.
record Login(String user, String password) implements ImapCommand.InNotAuthenticatedState {

    /// `"LOGIN" SP userid SP password`
    static Login parse(ImapParser in) throws ImapSyntaxException {
        String user = in.space().astring();
        String password = in.space().astring();
        in.end();
        return new Login(user, password);
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
        SaslServerMechanism plain = before.start("PLAIN").orElseThrow();
        byte[] message = ('\0' + user + '\0' + password).getBytes(StandardCharsets.UTF_8);
        return switch (plain.step(message)) {
            case SaslStep.Success success -> before.logIn(success);
            case SaslStep.Refused(String identity, String reason) ->
                    before.refuse(identity, reason);
            case SaslStep.Malformed(String reason) -> before.refuse(user, reason);
            case SaslStep.Challenge _ -> throw new IllegalStateException("PLAIN has one step");
        };
    }

    /// Without the password, for logs and failures.
    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
