// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.sasl.SaslClientMechanism;
import org.pabal.sasl.SaslClientStep;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.testkit.Peer;

/// APOP (RFC 1939 §7), and AUTH with SCRAM-SHA-256 (RFC 7677), whose last word comes as a challenge
/// (RFC 4422 §3.6).
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoginMechanismsTest {
    private final Pop3Stage stage;

    LoginMechanismsTest() throws IOException {
        stage = new Pop3Stage();
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    private static String digest(String timestamp, String password) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("MD5")
                                .digest((timestamp + password).getBytes(StandardCharsets.UTF_8)));
    }

    private String apop(String name, String password) throws Exception {
        try (Peer peer = stage.connect();
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(peer.input(), StandardCharsets.UTF_8))) {
            String greeting = in.readLine();
            assertThat(greeting)
                    .matches("\\+OK Pabal POP3 server ready <[0-9a-f]{24}@pop\\.example\\.org>");
            String timestamp = greeting.substring(greeting.indexOf('<'));
            String command = "APOP " + name + " " + digest(timestamp, password) + "\r\n";
            peer.output().write(command.getBytes(StandardCharsets.UTF_8));
            peer.output().flush();
            return Optional.ofNullable(in.readLine()).orElse("(closed)");
        }
    }

    @Test
    void apopIsOfferedWherePasswordsAreKept() throws Exception {
        stage.directory.keepClearPasswords();
        assertThat(apop("민수", FakeDirectory.PASSWORD)).startsWith("+OK Maildrop has 0");
        assertThat(apop("alice", "wrong")).startsWith("-ERR [AUTH] User name or password");
        assertThat(apop("nobody", FakeDirectory.PASSWORD)).startsWith("-ERR [AUTH] User name or");
        assertThat(apop("carol", FakeDirectory.PASSWORD)).startsWith("-ERR [AUTH] User name or");
    }

    @Test
    void apopGoesNoFurtherInTheClearThanAPasswordWould() throws Exception {
        stage.directory.keepClearPasswords();
        stage.configure(Pop3Config.defaults());
        assertThat(apop("alice", FakeDirectory.PASSWORD))
                .isEqualTo("-ERR [AUTH] Log in over TLS: STLS or port 995");
    }

    @Test
    void theRfcsOwnDigestIsOurs() throws Exception {
        assertThat(digest("<1896.697170952@dbc.mtview.ca.us>", "tanstaaf"))
                .isEqualTo("c4c9334bac560ecc979e58001b3e22fb");
    }

    @Test
    void scramProvesBothEnds() throws Exception {
        SaslClientMechanism client = client(FakeDirectory.PASSWORD);
        try (Talk talk = new Talk(stage)) {
            talk.send("AUTH SCRAM-SHA-256 " + base64(client.initialResponse()) + "\r\n");
            answer(talk, client);
            answer(talk, client);
            assertThat(client.isComplete()).isTrue();
            assertThat(talk.line()).startsWith("+OK Maildrop has ");
        }
    }

    @Test
    void scramWithAWrongPasswordFails() throws Exception {
        SaslClientMechanism client = client("wrong");
        try (Talk talk = new Talk(stage)) {
            talk.send("AUTH SCRAM-SHA-256\r\n");
            assertThat(talk.line()).isEqualTo("+ ");
            talk.send(base64(client.initialResponse()) + "\r\n");
            answer(talk, client);
            assertThat(talk.line()).startsWith("-ERR [AUTH]");
        }
    }

    private static SaslClientMechanism client(String password) {
        return SaslMechanisms.client("SCRAM-SHA-256", "alice", password).orElseThrow();
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
