// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.sasl.SaslStep.Challenge;
import org.pabal.sasl.SaslStep.Malformed;
import org.pabal.sasl.SaslStep.Refused;
import org.pabal.sasl.SaslStep.Success;

class PasswordMechanismsTest {
    private final FakeCredentials credentials =
            new FakeCredentials().with("bob@example.org", "correct horse");

    private SaslStep plain(String response) {
        return start("PLAIN").step(response.getBytes(UTF_8));
    }

    private SaslServerMechanism start(String name) {
        return SaslMechanisms.start(name, credentials, SaslChannel.PLAIN).orElseThrow();
    }

    @Test
    void plainWithTheRightPasswordSucceeds() {
        assertThat(plain("\0bob@example.org\0correct horse"))
                .isEqualTo(new Success("bob@example.org", "bob@example.org", Optional.empty()));
    }

    @Test
    void plainWithAWrongPasswordIsRefused() {
        assertThat(plain("\0bob@example.org\0wrong"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.authenticationIdentity())
                                        .isEqualTo("bob@example.org"));
    }

    @Test
    void anEmptyPasswordIsRefusedUnverified() { // THREATS A01
        credentials.with("eve", "");
        assertThat(plain("\0eve\0")).isInstanceOf(Refused.class);
        assertThat(credentials.verifications).isZero();
    }

    @Test
    void actingAsAnotherNeedsTheRight() { // THREATS A03
        String response = "shared@example.org\0bob@example.org\0correct horse";
        assertThat(plain(response)).isInstanceOf(Refused.class);
        credentials.mayActAs.add("bob@example.org as shared@example.org");
        assertThat(plain(response))
                .isEqualTo(new Success("bob@example.org", "shared@example.org", Optional.empty()));
    }

    @Test
    void aWrongNumberOfNulsIsRefused() { // THREATS A04
        for (String bad : new String[] {"bob", "\0bob", "\0bob\0p\0", "\0bob\0p\0x", "\0\0\0\0"}) {
            assertThat(plain(bad)).as(bad).isInstanceOf(Refused.class);
        }
        assertThat(credentials.verifications).isZero();
    }

    @Test
    void anEmptyResponseAndOneThatIsNotUtf8AreMalformed() {
        assertThat(plain("")).isInstanceOf(Malformed.class);
        byte[] latin1 = "\0bob\0gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(start("PLAIN").step(latin1)).isInstanceOf(Malformed.class);
    }

    @Test
    void aPasswordOfOneKibibyteWorksAndALongerFailsUnverified() { // THREATS A08
        String longest = "p".repeat(1_024);
        credentials.with("bob", longest);
        assertThat(plain("\0bob\0" + longest)).isInstanceOf(Success.class);
        assertThat(plain("\0bob\0" + longest + "p")).isInstanceOf(Refused.class);
        assertThat(plain("\0bob\0" + "p".repeat(1 << 20))).isInstanceOf(Refused.class);
        assertThat(credentials.verifications).isOne();
    }

    @Test
    void aDecomposedPasswordIsTheSameAsAComposedOne() { // THREATS A08
        String composed = "비밀번호 é";
        credentials.with("bob", composed);
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        assertThat(decomposed).isNotEqualTo(composed);
        assertThat(plain("\0bob\0" + decomposed)).isInstanceOf(Success.class);
    }

    @Test
    void anIdentityThatCannotBeAnAccountsIsRefused() { // THREATS A12
        for (String bad : new String[] {"", "b\nob", "b".repeat(256), "\u0085x"}) {
            assertThat(plain("\0" + bad + "\0correct horse")).as(bad).isInstanceOf(Refused.class);
        }
        assertThat(credentials.verifications).isZero();
    }

    @Test
    void anExchangeHasOneResponse() {
        SaslServerMechanism plain = start("PLAIN");
        byte[] response = "\0bob@example.org\0wrong".getBytes(UTF_8);
        assertThat(plain.step(response)).isInstanceOf(Refused.class);
        assertThat(plain.step(response)).isInstanceOf(Malformed.class);
    }

    @Test
    void loginAsksForNameAndPassword() {
        SaslServerMechanism login = start("login");
        assertThat(login.clientFirst()).isFalse();
        assertChallenge(login.step(new byte[0]), "Username:");
        assertChallenge(login.step("bob@example.org".getBytes(UTF_8)), "Password:");
        assertThat(login.step("correct horse".getBytes(UTF_8)))
                .isEqualTo(new Success("bob@example.org", "bob@example.org", Optional.empty()));
    }

    @Test
    void loginTakesTheNameAsInitialResponse() {
        SaslServerMechanism login = start("LOGIN");
        assertChallenge(login.step("bob@example.org".getBytes(UTF_8)), "Password:");
        assertThat(login.step("wrong".getBytes(UTF_8))).isInstanceOf(Refused.class);
        assertThat(login.step("correct horse".getBytes(UTF_8))).isInstanceOf(Malformed.class);
    }

    @Test
    void loginRefusesAnEmptyNameAnEmptyPasswordAndNul() {
        for (String[] bad :
                new String[][] {{"", "p"}, {"bob", ""}, {"bob", "p\0q"}, {"b\0b", "p"}}) {
            SaslServerMechanism login = start("LOGIN");
            login.step(new byte[0]);
            login.step(bad[0].getBytes(UTF_8));
            assertThat(login.step(bad[1].getBytes(UTF_8))).isInstanceOf(Refused.class);
        }
        assertThat(credentials.verifications).isZero();
    }

    @Test
    void ourClientsTalkToOurServers() {
        for (String name : new String[] {"PLAIN", "LOGIN"}) {
            SaslClientMechanism client =
                    SaslMechanisms.client(name, "bob@example.org", "correct horse").orElseThrow();
            SaslServerMechanism server = start(name);
            assertThat(Exchange.run(client, server)).isInstanceOf(Success.class);
            assertThat(client.isComplete()).isTrue();
        }
    }

    @Test
    void clientsDoNotAnswerMoreChallengesThanTheirMechanismHas() {
        for (String name : new String[] {"PLAIN", "LOGIN"}) {
            SaslClientMechanism client = SaslMechanisms.client(name, "bob", "p").orElseThrow();
            client.respond(new byte[0]);
            client.respond(new byte[0]);
            assertThat(client.respond(new byte[0])).isInstanceOf(SaslClientStep.Failed.class);
        }
    }

    @Test
    void plusIsOfferedWithAChannelBindingOnly() {
        var configured = java.util.List.of("SCRAM-SHA-256", "PLAIN", "LOGIN");
        assertThat(SaslMechanisms.offered(configured, credentials, SaslChannel.PLAIN))
                .containsExactly("SCRAM-SHA-256", "PLAIN", "LOGIN");
        assertThat(
                        SaslMechanisms.offered(
                                configured,
                                credentials,
                                SaslChannel.bound(Map.of("tls-exporter", new byte[32]))))
                .containsExactly("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN");
        assertThat(SaslMechanisms.start("SCRAM-SHA-256-PLUS", credentials, SaslChannel.PLAIN))
                .isEmpty();
        assertThat(SaslMechanisms.start("CRAM-MD5", credentials, SaslChannel.PLAIN)).isEmpty();
    }

    private static void assertChallenge(SaslStep step, String text) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        Challenge.class,
                        challenge -> assertThat(challenge.octets()).asString().isEqualTo(text));
    }
}
