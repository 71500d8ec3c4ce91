// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.sasl.SaslClientMechanism;
import org.pabal.sasl.SaslClientStep;
import org.pabal.sasl.SaslMechanisms;

/// AUTHENTICATE SCRAM-SHA-256, whose last word comes as a challenge. RFC 7677, RFC 4422 §3.6.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScramTest {
    private final ImapStage stage;

    ScramTest() throws IOException {
        stage = new ImapStage();
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    @Test
    void rightPasswordProvesBothEnds() throws Exception {
        SaslClientMechanism client =
                SaslMechanisms.client("SCRAM-SHA-256", "alice", "secret").orElseThrow();
        try (Talk talk = new Talk(stage)) {
            talk.send("a AUTHENTICATE SCRAM-SHA-256 " + base64(client.initialResponse()) + "\r\n");
            answer(talk, client);
            answer(talk, client);
            assertThat(client.isComplete()).isTrue();
            assertThat(talk.line()).startsWith("a OK [CAPABILITY ");
        }
    }

    @Test
    void wrongPasswordFails() throws Exception {
        SaslClientMechanism client =
                SaslMechanisms.client("SCRAM-SHA-256", "alice", "wrong").orElseThrow();
        try (Talk talk = new Talk(stage)) {
            talk.send("a AUTHENTICATE SCRAM-SHA-256\r\n");
            assertThat(talk.line()).startsWith("+");
            talk.send(base64(client.initialResponse()) + "\r\n");
            answer(talk, client);
            assertThat(talk.line()).startsWith("a NO [AUTHENTICATIONFAILED]");
        }
    }

    private static void answer(Talk talk, SaslClientMechanism client) throws IOException {
        String line = talk.line();
        assertThat(line).startsWith("+ ");
        byte[] challenge = Base64.getDecoder().decode(line.substring(2));
        if (client.respond(challenge) instanceof SaslClientStep.Response(byte[] octets)) {
            talk.send(base64(octets) + "\r\n");
        } else {
            throw new AssertionError("the client gave up");
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
