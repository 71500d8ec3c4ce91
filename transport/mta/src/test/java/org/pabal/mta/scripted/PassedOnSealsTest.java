// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mta.scripted.ScriptedStage.redirect;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.arc.ArcOutcome;
import org.pabal.mailauth.arc.ArcResult;
import org.pabal.mailauth.arc.ArcSealer;
import org.pabal.mailauth.arc.ArcValidation;
import org.pabal.mailauth.arc.ArcVerifier;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.dkim.DkimVerifier;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.mailauth.examination.MailAuthenticator;
import org.pabal.mailauth.spf.SpfLimits;
import org.pabal.mda.agent.RedirectSeals;
import org.pabal.mta.authentication.ArrivalExaminer;
import org.pabal.mta.authentication.AuthenticationRules;
import org.pabal.mta.authentication.Forwarders;
import org.pabal.mta.authentication.PassedOnSeals;
import org.pabal.mta.reports.dmarc.DmarcReporting;
import org.pabal.mta.testing.MtaStage;

/// What a script passes on is sealed with what was found of it when it came.
final class PassedOnSealsTest {
    private static final String MESSAGE =
            "From: c@far.example\r\nTo: bob@d.example\r\nSubject: hello\r\n\r\nHi.\r\n";
    private static final SigningKey KEY =
            SigningKey.generate("d.example", "s1", SigningAlgorithm.RSA_SHA256, new SecureRandom());
    private static final ZoneResolver ZONE =
            ZoneResolver.of(PublicKeyRecord.of(KEY).zoneLine(60) + "\n");

    private final ScriptedStage stage = new ScriptedStage(11);

    PassedOnSealsTest() {
        PassedOnSeals seals =
                new PassedOnSeals(new ArcSealer(stage.mta.clock), _ -> Optional.of(KEY));
        stage.seals =
                (domain, found, section) ->
                        seals.begin(domain, found, section).map(PassedOnSealsTest::seal);
        stage.mta.arrivals =
                mta ->
                        Optional.of(
                                new ArrivalExaminer(
                                        AuthenticationRules.defaults(MtaStage.HOSTNAME),
                                        new MailAuthenticator(
                                                ZONE,
                                                SpfLimits.standard(),
                                                DkimRules.standard(),
                                                MtaStage.HOSTNAME,
                                                mta.clock),
                                        new Forwarders(List.of(), mta.storage, mta.clock),
                                        DmarcReporting.NONE,
                                        new ArcSealer(mta.clock),
                                        _ -> Optional.of(KEY)));
        stage.account("bob@d.example", m -> List.of(redirect(m, "bob@home.example")));
        stage.account("carol@d.example", m -> List.of(redirect(m, "dora@d.example")));
        stage.mta.directory.account("dora@d.example");
        stage.mta.directory.alias("away@d.example", "x@remote.example");
        stage.rebuild();
    }

    private static RedirectSeals.Seal seal(PassedOnSeals.Sealing sealing) {
        return new RedirectSeals.Seal() {
            @Override
            public void body(byte[] octets, int offset, int length) {
                sealing.body(octets, offset, length);
            }

            @Override
            public byte[] finish() {
                return sealing.finish();
            }
        };
    }

    private String passedOn(String message, String... to) {
        assertThat(stage.mta.receive("c@far.example").to(to).send(message)).startsWith("250");
        return stage.content(
                stage.queued().stream()
                        .filter(entry -> entry.destination().toString().equals("home.example"))
                        .reduce((first, last) -> last)
                        .orElseThrow());
    }

    private void isSealed(String sent, int instance) {
        byte[] octets = sent.getBytes(StandardCharsets.ISO_8859_1);
        int end = sent.indexOf("\r\n\r\n") + 4;
        BodyHashes body = new BodyHashes();
        ArcValidation validation =
                new ArcVerifier(new DkimVerifier(ZONE, DkimRules.standard(), stage.mta.clock))
                        .begin(MessageHeader.parse(Arrays.copyOf(octets, end)), body);
        body.write(octets, end, octets.length - end);
        ArcOutcome outcome = validation.finish();
        assertThat(outcome.result()).as(sent + outcome.reason()).isEqualTo(ArcResult.PASS);
        assertThat(outcome.instance()).isEqualTo(instance);
    }

    @Test
    void aRedirectedMailIsSealed() {
        String sent = passedOn(MESSAGE, "bob@d.example");
        assertThat(sent)
                .startsWith("ARC-Seal: i=1;")
                .contains("ARC-Authentication-Results: i=1;\r\n\tmail.d.example;")
                .contains("\r\nX-Sieve-Redirected-From: bob@d.example\r\n");
        isSealed(sent, 1);
    }

    @Test
    void aChainGoesOn() {
        String once = passedOn(MESSAGE, "bob@d.example");
        String again = passedOn(once.replace("X-Sieve-Redirected-From", "X-Then"), "bob@d.example");
        isSealed(again, 2);
    }

    /// Another recipient's copy made us seal the mail as it came: ours is the first set then.
    @Test
    void whatWasSealedOnArrivalGetsASecondSet() {
        isSealed(passedOn(MESSAGE, "bob@d.example", "away@d.example"), 2);
    }

    @Test
    void whatStaysHereIsNotSealed() {
        assertThat(stage.mta.receive("c@far.example").to("carol@d.example").send(MESSAGE))
                .startsWith("250");
        assertThat(stage.content(stage.queued().getFirst())).doesNotContain("ARC-Seal");
    }
}
