// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.sasl.SaslStep.Challenge;
import org.pabal.sasl.SaslStep.Malformed;
import org.pabal.sasl.SaslStep.Refused;
import org.pabal.sasl.SaslStep.Success;

class ScramTest {
    private static final byte[] BINDING = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final SaslChannel BOUND = exporter(BINDING);

    private static SaslChannel exporter(byte[] binding) {
        return SaslChannel.bound(Map.of("tls-exporter", binding));
    }

    private final FakeCredentials credentials = new FakeCredentials().with("user", "pencil");

    /// An exchange printed in an RFC.
    private record Vector(
            ScramHash hash,
            String salt,
            String clientNonce,
            String serverNonce,
            String first,
            String challenge,
            String last,
            String verifier) {}

    /// RFC 5802 §5 and RFC 7677 §3.
    private static final List<Vector> VECTORS =
            List.of(
                    new Vector(
                            ScramHash.SHA_1,
                            "QSXCR+Q6sek8bf92",
                            "fyko+d2lbbFgONRv9qkxdawL",
                            "3rfcNHYJY1ZVvWVs7j",
                            "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
                            "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
                            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
                                    + "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
                            "v=rmF9pqV8S7suAoZWja4dJRkFsKQ="),
                    new Vector(
                            ScramHash.SHA_256,
                            "W22ZaJ0SNY7soEsUEjb6gQ==",
                            "rOprNGfwEbeRWgbNEkqO",
                            "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
                            "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
                            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                    + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                    + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                            "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));

    @Test
    void theServerSpeaksAsInTheRfcs() {
        for (Vector vector : VECTORS) {
            byte[] salt = Base64.getDecoder().decode(vector.salt());
            credentials.scram.put(
                    "user", ScramCredentials.derive("pencil", vector.hash(), 4_096, salt));
            ScramServer server =
                    new ScramServer(
                            vector.hash().mechanism(),
                            vector.hash(),
                            credentials,
                            Map.of(),
                            vector::serverNonce);
            assertThat(challenge(server.step(octets(vector.first()))))
                    .isEqualTo(vector.challenge());
            assertThat(server.step(octets(vector.last())))
                    .isInstanceOfSatisfying(
                            Success.class,
                            success ->
                                    assertThat(success.additionalData().orElseThrow())
                                            .asString()
                                            .isEqualTo(vector.verifier()));
        }
    }

    @Test
    void theClientSpeaksAsInTheRfcs() {
        for (Vector vector : VECTORS) {
            ScramClient client =
                    new ScramClient(
                            vector.hash().mechanism(),
                            vector.hash(),
                            "user",
                            "pencil",
                            SaslChannel.PLAIN,
                            vector.clientNonce());
            assertThat(client.initialResponse()).asString().isEqualTo(vector.first());
            assertThat(response(client, vector.challenge())).isEqualTo(vector.last());
            assertThat(client.isComplete()).isFalse();
            assertThat(response(client, vector.verifier())).isEmpty();
            assertThat(client.isComplete()).isTrue();
        }
    }

    @Test
    void clientsAndServersUnderstandEachOther() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            String identity = randomText(random, "abAB,=\u00e9한@. ", 12);
            String password = randomText(random, "abAB,=\u00e9한\u0065\u0301! \ud83d\udd11", 12);
            credentials.with(identity, SaslPassword.prepare(password).orElseThrow());
            String name = SaslMechanisms.names().get(random.nextInt(4));
            SaslChannel binding = name.endsWith("-PLUS") ? BOUND : SaslChannel.PLAIN;
            SaslClientMechanism client =
                    SaslMechanisms.client(name, identity, password, binding, random).orElseThrow();
            SaslStep outcome = Exchange.run(client, start(name, binding, random));
            assertThat(outcome).as("seed %d", seed).isInstanceOf(Success.class);
            assertThat(((Success) outcome).authenticationIdentity()).isEqualTo(identity);
            assertThat(client.isComplete()).as("seed %d", seed).isTrue();

            SaslClientMechanism wrong =
                    SaslMechanisms.client(name, identity, password + "x", binding, random)
                            .orElseThrow();
            assertThat(Exchange.run(wrong, start(name, binding, random)))
                    .as("seed %d", seed)
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void aChangedNonceIsRefused() { // THREATS A05
        assertTampered(last -> last.replaceFirst(",r=.", ",r=#"));
        assertTampered(last -> last.replaceFirst(",p=", "x,p="));
    }

    @Test
    void aProofOfZeroOrOfAnotherLengthIsRefused() { // THREATS A05
        String zero = Base64.getEncoder().encodeToString(new byte[32]);
        assertTampered(last -> last.replaceFirst(",p=.*", ",p=" + zero));
        assertTampered(last -> last.replaceFirst(",p=.*", ",p=AAAA"));
    }

    @Test
    void theBindingOfAnotherChannelIsRefused() { // THREATS A05
        byte[] other = BINDING.clone();
        other[31] ^= 1;
        Random random = new Random(1);
        SaslClientMechanism client =
                SaslMechanisms.client(
                                "SCRAM-SHA-256-PLUS", "user", "pencil", exporter(other), random)
                        .orElseThrow();
        assertThat(Exchange.run(client, start("SCRAM-SHA-256-PLUS", BOUND, random)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).contains("another channel"));
    }

    /// RFC 5929 §4: a client that has nothing better binds to the certificate.
    @Test
    void theClientChoosesTheTypeOfTheBinding() {
        byte[] certificate = "hash of the server's certificate".getBytes(UTF_8);
        SaslChannel both =
                SaslChannel.bound(
                        Map.of("tls-exporter", BINDING, "tls-server-end-point", certificate));
        Random random = new Random(1);
        for (SaslChannel chosen :
                List.of(
                        both,
                        BOUND,
                        SaslChannel.bound(Map.of("tls-server-end-point", certificate)))) {
            SaslClientMechanism client =
                    SaslMechanisms.client("SCRAM-SHA-1-PLUS", "user", "pencil", chosen, random)
                            .orElseThrow();
            credentials.scram.put(
                    "user",
                    ScramCredentials.derive("pencil", ScramHash.SHA_1, 4_096, new byte[] {1, 2}));
            assertThat(Exchange.run(client, start("SCRAM-SHA-1-PLUS", both, random)))
                    .isInstanceOf(Success.class);
        }
        SaslClientMechanism crossed =
                SaslMechanisms.client(
                                "SCRAM-SHA-256-PLUS",
                                "user",
                                "pencil",
                                SaslChannel.bound(Map.of("tls-server-end-point", BINDING)),
                                random)
                        .orElseThrow();
        assertThat(Exchange.run(crossed, start("SCRAM-SHA-256-PLUS", both, random)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aClientThatDidNotSeePlusIsRefusedWherePlusIsOffered() { // THREATS A05
        byte[] first = octets("y,,n=user,r=abc");
        Random random = new Random(1);
        assertThat(start("SCRAM-SHA-256", BOUND, random).step(first)).isInstanceOf(Refused.class);
        assertThat(start("SCRAM-SHA-256", SaslChannel.PLAIN, random).step(first))
                .isInstanceOf(Challenge.class);
    }

    @Test
    void theFlagMustFitTheMechanism() {
        Random random = new Random(1);
        for (String[] bad :
                new String[][] {
                    {"SCRAM-SHA-256", "p=tls-exporter,,n=user,r=abc"},
                    {"SCRAM-SHA-256-PLUS", "n,,n=user,r=abc"},
                    {"SCRAM-SHA-256-PLUS", "p=tls-unique,,n=user,r=abc"}
                }) {
            assertThat(start(bad[0], BOUND, random).step(octets(bad[1])))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void theServerProvesItselfEvenToWhoActsAsAnother() {
        credentials.mayActAs.add("user as shared");
        assertThat(actAs("shared"))
                .isInstanceOfSatisfying(
                        Success.class,
                        success -> assertThat(success.authorizationIdentity()).isEqualTo("shared"));
        assertThat(actAs("other")).isInstanceOf(Refused.class);
    }

    private SaslStep actAs(String other) {
        SaslServerMechanism server = start("SCRAM-SHA-256", SaslChannel.PLAIN, new Random(1));
        ScramClient client =
                new ScramClient(
                        "SCRAM-SHA-256",
                        ScramHash.SHA_256,
                        "user",
                        "pencil",
                        SaslChannel.PLAIN,
                        "abc");
        String first = new String(client.initialResponse(), UTF_8);
        String challenge =
                challenge(server.step(octets(first.replaceFirst("n,,", "n,a=" + other + ","))));
        String last = response(client, challenge);
        String header = Base64.getEncoder().encodeToString(octets("n,a=" + other + ","));
        String withHeader = last.replaceFirst("c=biws", "c=" + header);
        return server.step(octets(resign(withHeader, "n=user,r=abc," + challenge)));
    }

    /// Makes the proof anew for a message whose first half was changed.
    private String resign(String last, String before) {
        String withoutProof = last.substring(0, last.lastIndexOf(",p="));
        ScramKeys keys = new ScramKeys(ScramHash.SHA_256);
        byte[] salt = credentials.scram("user", ScramHash.SHA_256).orElseThrow().salt();
        byte[] salted = keys.hi(octets("pencil"), salt, 4_096);
        byte[] clientKey = keys.hmac(salted, ScramKeys.CLIENT_KEY);
        byte[] signature = keys.hmac(keys.hash(clientKey), before + "," + withoutProof);
        return withoutProof
                + ",p="
                + Base64.getEncoder().encodeToString(ScramKeys.xor(clientKey, signature));
    }

    @Test
    void messagesOutsideTheGrammarAreMalformed() {
        for (String bad :
                new String[] {
                    "",
                    "n",
                    "n,,",
                    "n,,n=user",
                    "x,,n=user,r=abc",
                    "n,b=x,n=user,r=abc",
                    "n,,n=us=er,r=abc",
                    "n,,n=user,r=",
                    "n,,n=user,r=a b",
                    "n,,m=ext,n=user,r=abc",
                    "n,,n=user,r=abc,ext",
                    "n,,n=us\0er,r=abc",
                    "p=,,n=user,r=abc",
                    "n,,n=user,r=" + "a".repeat(5_000)
                }) {
            assertThat(start("SCRAM-SHA-256", SaslChannel.PLAIN, new Random(1)).step(octets(bad)))
                    .as(bad)
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void theClientBelievesNoServerThatDoesNotKnowThePassword() {
        Vector vector = VECTORS.get(1);
        for (String bad :
                new String[] {
                    "v=" + Base64.getEncoder().encodeToString(new byte[32]),
                    "e=other-error",
                    "v=",
                    "",
                    "v=!!"
                }) {
            ScramClient client = vectorClient(vector);
            client.initialResponse();
            response(client, vector.challenge());
            assertThat(client.respond(octets(bad)))
                    .as(bad)
                    .isInstanceOf(SaslClientStep.Failed.class);
            assertThat(client.isComplete()).isFalse();
        }
    }

    @Test
    void theClientKeepsItsLimits() {
        Vector vector = VECTORS.get(1);
        for (String bad :
                new String[] {
                    vector.challenge().replace("i=4096", "i=4095"),
                    vector.challenge().replace("i=4096", "i=2000000000"),
                    vector.challenge().replace("i=4096", "i=99999999999"),
                    vector.challenge().replace("i=4096", "i=x"),
                    vector.challenge().replace("r=rOpr", "r=xOpr"),
                    "r=" + vector.clientNonce() + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                    "m=x," + vector.challenge(),
                    ""
                }) {
            ScramClient client = vectorClient(vector);
            client.initialResponse();
            assertThat(client.respond(octets(bad)))
                    .as(bad)
                    .isInstanceOf(SaslClientStep.Failed.class);
        }
    }

    private static ScramClient vectorClient(Vector vector) {
        return new ScramClient(
                vector.hash().mechanism(),
                vector.hash(),
                "user",
                "pencil",
                SaslChannel.PLAIN,
                vector.clientNonce());
    }

    @Test
    void noOctetsMakeAMechanismThrow() { // THREATS A04
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            String name = SaslMechanisms.names().get(random.nextInt(6));
            SaslServerMechanism server = start(name, BOUND, random);
            SaslClientMechanism client =
                    SaslMechanisms.client(name, "user", "pencil", BOUND, random).orElseThrow();
            byte[] first = client.initialResponse();
            for (int i = 0; i < 3; i++) {
                byte[] mutated = mutate(random, i == 0 ? first : octets("c=biws,r=abc,p=AAAA"));
                assertThat(server.step(mutated)).as("seed %d", seed).isNotNull();
                assertThat(client.respond(mutate(random, octets("r=abc,s=AAAA,i=4096"))))
                        .as("seed %d", seed)
                        .isNotNull();
            }
        }
    }

    private static byte[] mutate(Random random, byte[] octets) {
        if (octets.length == 0 || random.nextInt(4) == 0) {
            byte[] anything = new byte[random.nextInt(40)];
            random.nextBytes(anything);
            return anything;
        }
        byte[] mutated = octets.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            byte[] choice = octets(",=\0an\u00e9");
            mutated[random.nextInt(mutated.length)] = choice[random.nextInt(choice.length)];
        }
        return mutated;
    }

    private interface Tamper {
        String with(String last);
    }

    private void assertTampered(Tamper tamper) {
        Random random = new Random(7);
        SaslClientMechanism client =
                SaslMechanisms.client("SCRAM-SHA-256", "user", "pencil", SaslChannel.PLAIN, random)
                        .orElseThrow();
        SaslServerMechanism server = start("SCRAM-SHA-256", SaslChannel.PLAIN, random);
        String last = response(client, challenge(server.step(client.initialResponse())));
        String tampered = tamper.with(last);
        assertThat(tampered).isNotEqualTo(last);
        assertThat(server.step(octets(tampered))).isInstanceOf(Refused.class);
    }

    private SaslServerMechanism start(String name, SaslChannel channel, Random random) {
        return SaslMechanisms.start(name, credentials, channel, random).orElseThrow();
    }

    private static String randomText(Random random, String alphabet, int length) {
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(length); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static String challenge(SaslStep step) {
        assertThat(step).isInstanceOf(Challenge.class);
        return new String(((Challenge) step).octets(), UTF_8);
    }

    private static String response(SaslClientMechanism client, String challenge) {
        SaslClientStep step = client.respond(octets(challenge));
        assertThat(step).isInstanceOf(SaslClientStep.Response.class);
        return new String(((SaslClientStep.Response) step).octets(), UTF_8);
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }
}
