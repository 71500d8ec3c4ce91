// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.sasl.SaslStep.Challenge;
import org.pabal.sasl.SaslStep.Malformed;
import org.pabal.sasl.SaslStep.Refused;
import org.pabal.sasl.SaslStep.Success;
import org.pabal.sasl.TokenJudgement.Fault;

/// CRAM-MD5, OAUTHBEARER and XOAUTH2, which need more than stored secrets as a rule.
class OtherMechanismsTest {

    /// Knows nobody.
    private static class Poor implements Credentials {
        @Override
        public boolean verify(String identity, String password) {
            return false;
        }

        @Override
        public Optional<ScramCredential> scram(String identity, ScramHash hash) {
            return Optional.empty();
        }

        @Override
        public boolean mayActAs(String authentication, String authorization) {
            return authentication.equals(authorization);
        }
    }

    /// Has passwords in the clear and tokens.
    private static final class Rich extends Poor {
        private final Map<String, String> passwords = Map.of("bob", "secret", "a b", "x");

        @Override
        public boolean keepsClearPasswords() {
            return true;
        }

        @Override
        public Optional<String> clearPassword(String identity) {
            return Optional.ofNullable(passwords.get(identity));
        }

        @Override
        public boolean isKnown(String identity) {
            return passwords.containsKey(identity);
        }

        @Override
        public Optional<TokenVerifier> tokens() {
            Map<String, String> owners = Map.of("bobs", "bob", "strangers", "nobody");
            return Optional.of(
                    new TokenVerifier() {
                        @Override
                        public TokenJudgement judge(String token) {
                            return owners.containsKey(token)
                                    ? new TokenJudgement.Good(owners.get(token))
                                    : token.equals("small")
                                            ? new TokenJudgement.Bad(
                                                    Fault.INSUFFICIENT_SCOPE, "no scope mail")
                                            : TokenJudgement.invalid("unknown");
                        }

                        @Override
                        public TokenHint hint() {
                            return new TokenHint("mail", "https://id.example/.well-known/x");
                        }
                    });
        }
    }

    private static SaslServerMechanism start(String name) {
        return SaslMechanisms.start(name, new Rich(), SaslChannel.PLAIN, new Random(1))
                .orElseThrow();
    }

    private static SaslStep answer(SaslServerMechanism server, String response) {
        return server.step(response.getBytes(UTF_8));
    }

    @Test
    void offeredWhereTheSecretsAllowIt() {
        List<String> all = SaslMechanisms.names();
        assertThat(SaslMechanisms.offered(all, new Rich(), SaslChannel.PLAIN))
                .containsExactly(
                        "SCRAM-SHA-256", "PLAIN", "LOGIN", "CRAM-MD5", "OAUTHBEARER", "XOAUTH2");
        assertThat(SaslMechanisms.offered(all, new Poor(), SaslChannel.PLAIN))
                .containsExactly("SCRAM-SHA-256", "PLAIN", "LOGIN");
        assertThat(SaslMechanisms.start("XOAUTH2", new Poor(), SaslChannel.PLAIN)).isEmpty();
        assertThat(SaslMechanisms.start("EXTERNAL", new Poor(), SaslChannel.PLAIN)).isEmpty();
    }

    /// The example of RFC 2195 §2.
    @Test
    void cramMd5DigestOfTheRfc() {
        byte[] challenge = "<1896.697170952@postoffice.reston.mci.net>".getBytes(UTF_8);
        assertThat(CramMd5.digest("tanstaaftanstaaf", challenge))
                .asString()
                .isEqualTo("b913a602c7eda7a495b4e6e7334d3890");
    }

    @Test
    void cramMd5BothEnds() {
        assertThat(cramMd5("bob", "secret")).isInstanceOf(Success.class);
        assertThat(cramMd5("a b", "x")).isInstanceOf(Success.class);
        assertThat(cramMd5("bob", "no")).isInstanceOf(Refused.class);
        assertThat(cramMd5("nobody", "no password fits")).isInstanceOf(Refused.class);
    }

    private static SaslStep cramMd5(String name, String password) {
        return Exchange.run(
                SaslMechanisms.client("CRAM-MD5", name, password).orElseThrow(), start("CRAM-MD5"));
    }

    @Test
    void cramMd5ChallengesDiffer() {
        Random random = new Random(2);
        byte[] first = challenge(random);
        assertThat(challenge(random)).isNotEqualTo(first);
        assertThat(first).asString().matches("<[^<>@ ]{10,}@sasl>");
    }

    private static byte[] challenge(Random random) {
        SaslServerMechanism server =
                SaslMechanisms.start("CRAM-MD5", new Rich(), SaslChannel.PLAIN, random)
                        .orElseThrow();
        return ((Challenge) server.step(new byte[0])).octets();
    }

    @Test
    void cramMd5Malformed() {
        for (String wrong : List.of("", " ", "bob", " b913a602c7eda7a495b4e6e7334d3890")) {
            SaslServerMechanism server = start("CRAM-MD5");
            assertThat(server.step(new byte[0])).isInstanceOf(Challenge.class);
            assertThat(answer(server, wrong)).as(wrong).isInstanceOf(Malformed.class);
            assertThat(answer(server, "")).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void bearerTokens() {
        Success bob = new Success("bob", "bob", Optional.empty());
        String full = "n,a=bob,\1host=mx.example.org\1port=587\1auth=Bearer bobs\1\1";
        assertThat(answer(start("OAUTHBEARER"), full)).isEqualTo(bob);
        assertThat(answer(start("OAUTHBEARER"), "n,,\1auth=bearer bobs\1\1")).isEqualTo(bob);
        assertThat(answer(start("XOAUTH2"), "user=bob\1auth=Bearer bobs\1\1")).isEqualTo(bob);
    }

    /// As many pairs as fit cost no more than their length.
    @Test
    void manyPairsAreRead() { // THREATS A04
        String full = "n,,\1" + "a=b\1".repeat(4_000) + "auth=Bearer bobs\1\1";
        assertThat(answer(start("OAUTHBEARER"), full)).isInstanceOf(Success.class);
    }

    @Test
    void bearerBothEnds() {
        for (String name : List.of("OAUTHBEARER", "XOAUTH2")) {
            SaslClientMechanism good = SaslMechanisms.bearer(name, "bob", "bobs").orElseThrow();
            assertThat(start(name).step(good.initialResponse())).isInstanceOf(Success.class);
            assertThat(good.isComplete()).isTrue();
            SaslClientMechanism bad = SaslMechanisms.bearer(name, "bob", "bad").orElseThrow();
            SaslServerMechanism server = start(name);
            Challenge told = (Challenge) server.step(bad.initialResponse());
            SaslClientStep.Response last = (SaslClientStep.Response) bad.respond(told.octets());
            assertThat(server.step(last.octets())).isInstanceOf(Refused.class);
            assertThat(bad.isComplete()).as("success now would be a lie").isFalse();
            assertThat(bad.respond(told.octets())).isInstanceOf(SaslClientStep.Failed.class);
        }
        assertThat(SaslMechanisms.bearer("PLAIN", "bob", "bobs")).isEmpty();
        assertThat(SaslMechanisms.bearer("XOAUTH2", "bob", "not a token")).isEmpty();
    }

    @Test
    void aBadTokenIsAnsweredInJsonAndThenRefused() { // RFC 7628 §3.2.3, THREATS A10
        for (String response :
                List.of(
                        "user=bob\1auth=Bearer forged\1\1",
                        "user=bob\1auth=Bearer strangers\1\1",
                        "user=root\1auth=Bearer bobs\1\1")) {
            SaslServerMechanism server = start("XOAUTH2");
            SaslStep told = answer(server, response);
            assertThat(told).isInstanceOf(Challenge.class);
            assertThat(((Challenge) told).octets())
                    .asString()
                    .isEqualTo(
                            "{\"status\":\"invalid_token\",\"scope\":\"mail\","
                                    + "\"openid-configuration\":"
                                    + "\"https://id.example/.well-known/x\"}");
            assertThat(answer(server, "\1")).isInstanceOf(Refused.class);
            assertThat(answer(server, "\1")).isInstanceOf(Malformed.class);
        }
        SaslStep told = answer(start("OAUTHBEARER"), "n,,\1auth=Bearer small\1\1");
        assertThat(((Challenge) told).octets()).asString().contains("\"insufficient_scope\"");
    }

    @Test
    void aHintIsJsonWhateverTheSettingsHold() {
        assertThat(new TokenHint("a\"b\\c\n", "").failure(Fault.INVALID_TOKEN))
                .asString()
                .isEqualTo("{\"status\":\"invalid_token\",\"scope\":\"a\\\"b\\\\c\"}");
    }

    @Test
    void bearerMessagesOutsideTheGrammar() {
        for (String wrong :
                List.of(
                        "",
                        "n,a=bob,",
                        "n,a=bob,\1auth=Bearer bobs\1",
                        "n,a=bob,\1auth=Basic bobs\1\1",
                        "n,a=bob,\1auth=Bearer b obs\1\1",
                        "p=tls-exporter,a=bob,\1auth=Bearer bobs\1\1",
                        "n,a=b=ob,\1auth=Bearer bobs\1\1",
                        "n,,\1auth=Bearer bobs\1auth=Bearer bobs\1\1",
                        "n,,\1" + "a=b\1".repeat(5_000) + "auth=Bearer bobs\1\1",
                        "user=bob\1auth=Bearer bobs\1\1")) {
            assertThat(answer(start("OAUTHBEARER"), wrong)).as(wrong).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void noOctetsMakeThemThrow() { // THREATS A04
        List<String> names = List.of("CRAM-MD5", "OAUTHBEARER", "XOAUTH2");
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            SaslServerMechanism server = start(names.get(random.nextInt(3)));
            for (int i = 0; i < 3; i++) {
                byte[] anything = new byte[random.nextInt(60)];
                random.nextBytes(anything);
                assertThat(server.step(anything)).as("seed %d", seed).isNotNull();
            }
        }
    }
}
