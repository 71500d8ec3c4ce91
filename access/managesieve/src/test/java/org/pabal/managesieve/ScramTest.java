// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.sasl.SaslClientMechanism;
import org.pabal.sasl.SaslClientStep;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.testkit.Peer;

/// A mechanism of several steps, whose last word comes with the OK. RFC 5804 §2.1.
class ScramTest {
    private final ManageSieveStage stage = new ManageSieveStage();

    ScramTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    @Test
    void rightPasswordProvesBothEnds() throws Exception {
        SaslClientMechanism client =
                SaslMechanisms.client("SCRAM-SHA-256", "alice", "secret").orElseThrow();
        String answer = exchange(client);
        assertThat(answer).startsWith("OK (SASL \"").endsWith("\")");
        String data = answer.substring(10, answer.indexOf('"', 10));
        client.respond(Base64.getDecoder().decode(data));
        assertThat(client.isComplete()).isTrue();
    }

    @Test
    void wrongPasswordFails() throws Exception {
        SaslClientMechanism client =
                SaslMechanisms.client("SCRAM-SHA-256", "alice", "wrong").orElseThrow();
        assertThat(exchange(client)).isEqualTo("NO \"User name or password is wrong\"");
    }

    private String exchange(SaslClientMechanism client) throws Exception {
        try (Peer peer = stage.connect()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(peer.input(), StandardCharsets.UTF_8));
            String line = in.readLine();
            while (!line.startsWith("OK")) {
                line = in.readLine();
            }
            send(peer, "AUTHENTICATE \"SCRAM-SHA-256\" ", client.initialResponse());
            String challenge = in.readLine();
            byte[] octets =
                    Base64.getDecoder().decode(challenge.substring(1, challenge.length() - 1));
            if (!(client.respond(octets) instanceof SaslClientStep.Response(byte[] response))) {
                throw new AssertionError("the client gave up");
            }
            send(peer, "", response);
            return in.readLine();
        }
    }

    private static void send(Peer peer, String before, byte[] octets) throws IOException {
        String base64 = Base64.getEncoder().encodeToString(octets);
        peer.output().write((before + "\"" + base64 + "\"\r\n").getBytes(StandardCharsets.UTF_8));
        peer.output().flush();
    }
}
