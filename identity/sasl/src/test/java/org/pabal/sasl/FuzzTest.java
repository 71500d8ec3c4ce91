// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Good messages with octets changed: nothing is thrown, nothing is endless, and nobody is let in who
/// has not the password. THREATS A04, A05.
class FuzzTest {
    private static final SaslChannel CHANNEL =
            SaslChannel.bound(
                    Map.of("tls-exporter", new byte[32], "tls-server-end-point", new byte[32]));

    private static final List<String> NAMES =
            List.of("PLAIN", "LOGIN", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS");

    private static final String[] MESSAGES = {
        "\0user\0wrong",
        "other\0user\0wrong",
        "user",
        "wrong",
        "n,,n=user,r=abcdef",
        "y,a=other,n=us=2Cer,r=abcdef",
        "p=tls-exporter,,n=user,r=abcdef",
        "p=tls-server-end-point,,n=user,r=abcdef",
        "c=biws,r=abcdef,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "c=cD10bHMtZXhwb3J0ZXIsLA==,r=abcdef,p=AAAA",
        "",
        "n,,\1auth=Bearer a\1\1"
    };

    private final FakeCredentials credentials = new FakeCredentials().with("user", "pencil");

    @Test
    void changedMessagesLetNobodyIn() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            String name = NAMES.get(random.nextInt(NAMES.size()));
            SaslChannel channel = name.endsWith("-PLUS") ? CHANNEL : SaslChannel.PLAIN;
            SaslServerMechanism server =
                    SaslMechanisms.start(name, credentials, channel, random).orElseThrow();
            boolean over = false;
            for (int i = 0; i < 4; i++) {
                SaslStep step = server.step(message(random));
                assertThat(step)
                        .as("seed %d", seed)
                        .isNotNull()
                        .isNotInstanceOf(SaslStep.Success.class);
                assertThat(over && step instanceof SaslStep.Challenge)
                        .as("seed %d", seed)
                        .isFalse();
                over = !(step instanceof SaslStep.Challenge);
            }
        }
    }

    /// The client's side hears a server that says anything.
    @Test
    void clientsBelieveNoServerThatProvesNothing() {
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            SaslClientMechanism client =
                    SaslMechanisms.client("SCRAM-SHA-256-PLUS", "user", "pencil", CHANNEL, random)
                            .orElseThrow();
            client.initialResponse();
            for (int i = 0; i < 3; i++) {
                assertThat(client.respond(message(random))).as("seed %d", seed).isNotNull();
            }
            assertThat(client.isComplete()).as("seed %d", seed).isFalse();
        }
    }

    private static byte[] message(Random random) {
        StringBuilder message = new StringBuilder(MESSAGES[random.nextInt(MESSAGES.length)]);
        for (int edits = random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(message.length() + 1);
            if (random.nextBoolean() || at == message.length()) {
                message.insert(at, (char) random.nextInt(256));
            } else {
                message.deleteCharAt(at);
            }
        }
        return message.toString().getBytes(ISO_8859_1);
    }
}
