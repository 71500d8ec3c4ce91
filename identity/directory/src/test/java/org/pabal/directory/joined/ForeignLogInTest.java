// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.directory.joined.JoinedStage.ANYWHERE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.LoginContext;
import org.pabal.directory.PasswordChange;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramHash;

class ForeignLogInTest {
    private JoinedStage stage = new JoinedStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void theSourceJudges() {
        stage.source.put("k1", "bob@example.net", "secret");
        assertThat(stage.logIn("bob@example.net", "secret")).isTrue();
        assertThat(stage.logIn("BOB@EXAMPLE.NET", "secret")).isTrue();
        assertThat(stage.logIn("bob@example.net", "wrong")).isFalse();
        assertThat(stage.logIn("nobody@example.net", "secret")).isFalse();
        Credentials within = stage.directory.credentials(LoginContext.within(JoinedStage.FOREIGN));
        assertThat(within.verify("bob", "secret")).isTrue();
    }

    @Test
    void anEmptyPasswordIsAskedOfNobody() { // THREATS A01
        stage.source.put("k1", "bob@example.net", "");
        for (String none : List.of("", "\0", "\u00ad")) {
            assertThat(stage.logIn("bob@example.net", none)).isFalse();
        }
        assertThat(stage.source.verifications).hasValue(0);
    }

    @Test
    void oddNamesAreUnknownOnes() { // THREATS A12
        stage.source.put("k1", "bob@example.net", "secret");
        for (String odd :
                List.of(
                        "*",
                        "bob)(uid=*@example.net",
                        "b%b@example.net",
                        "bob\0@example.net",
                        "../bob@example.net",
                        "x".repeat(300) + "@example.net")) {
            assertThat(stage.logIn(odd, "secret")).as(odd).isFalse();
        }
    }

    @Test
    void anUnknownNameCostsAsMuchAsAWrongPassword() { // THREATS A02
        stage.source.put("k1", "bob@example.net", "secret");
        stage.logIn("bob@example.net", "wrong");
        int known = stage.source.verifications.get();
        int asked = stage.source.finds.get();
        stage.logIn("nobody@example.net", "wrong");
        assertThat(stage.source.verifications).hasValue(2 * known);
        assertThat(stage.source.finds).hasValue(2 * asked);
    }

    @Test
    void whoIsNewGetsInAtOnce() {
        assertThat(stage.logIn("bob@example.net", "secret")).isFalse();
        stage.source.put("k1", "bob@example.net", "secret");
        assertThat(stage.logIn("bob@example.net", "secret")).isTrue();
    }

    @Test
    void aRightPasswordIsAskedEachTimeUnlessTheSettingsSayOtherwise() {
        stage.source.put("k1", "bob@example.net", "secret");
        stage.logIn("bob@example.net", "secret");
        stage.logIn("bob@example.net", "secret");
        assertThat(stage.source.verifications).hasValue(2);

        stage.close();
        stage = new JoinedStage(JoinedStage.terms(Duration.ofSeconds(30)), false);
        stage.source.put("k1", "bob@example.net", "secret");
        for (int i = 0; i < 10; i++) {
            assertThat(stage.logIn("bob@example.net", "secret")).isTrue();
        }
        assertThat(stage.source.verifications).hasValue(1);
        stage.source.down = true;
        assertThat(stage.logIn("bob@example.net", "secret")).isTrue();
        assertThatThrownBy(() -> stage.logIn("bob@example.net", "wrong"))
                .isInstanceOf(UnavailableException.class);
        stage.pass(Duration.ofSeconds(31));
        assertThatThrownBy(() -> stage.logIn("bob@example.net", "secret"))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void theOldPasswordFailsAtOnce() { // THREATS A09
        stage.close();
        stage = new JoinedStage(JoinedStage.terms(Duration.ofHours(1)), false);
        Address bob = stage.source.put("k1", "bob@example.net", "secret").address();
        stage.logIn("bob@example.net", "secret");
        PasswordChange change = new PasswordChange(stage.directory);
        assertThat(change.change(bob, "secret", "another one"))
                .isInstanceOf(PasswordChange.Outcome.Changed.class);
        assertThat(stage.source.oldPasswords).containsExactly(Optional.of("secret"));
        assertThat(stage.logIn("bob@example.net", "secret")).isFalse();
        assertThat(stage.logIn("bob@example.net", "another one")).isTrue();
        assertThat(stage.told).containsExactly(stage.local("bob@example.net").id());
    }

    @Test
    void aSourceThatSeesChangesLetsOldPasswordsFailAtOnceAlsoWhenItIsChangedThere() {
        stage.source.versions = true; // THREATS A09
        stage.source.put("k1", "bob@example.net", "secret");
        stage.logIn("bob@example.net", "secret");
        stage.logIn("bob@example.net", "secret");
        assertThat(stage.source.verifications).hasValue(1);
        stage.source.put("k1", "bob@example.net", "other");
        assertThat(stage.logIn("bob@example.net", "secret")).isFalse();
        assertThat(stage.logIn("bob@example.net", "other")).isTrue();
    }

    @Test
    void aChangeOfPasswordsIsToldHonestly() {
        Address bob = stage.source.put("k1", "bob@example.net", "secret").address();
        PasswordChange change = new PasswordChange(stage.directory);
        assertThat(change.change(bob, "please refuse me"))
                .isEqualTo(new PasswordChange.Outcome.Refused("constraint violation: too simple"));
        assertThat(change.change(bob, "please lose me"))
                .isInstanceOf(PasswordChange.Outcome.NotWorking.class);
        assertThat(change.change(bob, "short")).isInstanceOf(PasswordChange.Outcome.Refused.class);
        stage.source.down = true;
        assertThatThrownBy(() -> change.change(bob, "another one"))
                .isInstanceOf(UnavailableException.class);
        stage.source.down = false;
        assertThat(stage.logIn("bob@example.net", "secret")).isTrue();
    }

    @Test
    void scramIsAnnouncedOnlyIfTheSettingsSaySo() {
        assertThat(offered()).containsExactly("PLAIN", "LOGIN");
        stage.close();
        stage = new JoinedStage(JoinedStage.terms(Duration.ZERO), true);
        assertThat(offered()).containsExactly("SCRAM-SHA-256", "PLAIN", "LOGIN");
    }

    private List<String> offered() {
        return SaslMechanisms.offered(
                SaslMechanisms.names(), stage.directory.credentials(ANYWHERE), SaslChannel.PLAIN);
    }

    @Test
    void scramAnswersForASourcesAccountAsForAnUnknownName() { // THREATS A02
        stage.source.put("k1", "bob@example.net", "secret");
        Credentials credentials = stage.directory.credentials(ANYWHERE);
        ScramCredential known = scram(credentials, "bob@example.net");
        ScramCredential unknown = scram(credentials, "nobody@example.net");
        assertThat(known.iterations()).isEqualTo(unknown.iterations());
        assertThat(known.salt()).hasSameSizeAs(unknown.salt());
        assertThat(scram(credentials, "bob@example.net").salt()).isEqualTo(known.salt());
        assertThat(stage.source.finds).hasValue(0);
    }

    private static ScramCredential scram(Credentials credentials, String name) {
        return credentials.scram(name, ScramHash.SHA_256).orElseThrow();
    }
}
