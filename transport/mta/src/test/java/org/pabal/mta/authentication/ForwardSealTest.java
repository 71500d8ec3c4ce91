// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
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
import org.pabal.message.Domain;
import org.pabal.message.ForwardPath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.mime.HeaderField;
import org.pabal.mta.policy.CheckedMessage;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.policy.ContentVerdict;
import org.pabal.mta.policy.Edit;
import org.pabal.mta.policy.MailFacts;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.mta.reports.dmarc.DmarcReporting;
import org.pabal.mta.testing.MtaStage;
import org.pabal.smtp.Verdict;

/// What strangers send to people who have it forwarded.
class ForwardSealTest {
    private static final String MESSAGE =
            "From: c@far.example\r\nTo: away@d.example\r\nSubject: hello\r\n\r\nHi.\r\n";

    private static final SigningKey KEY =
            SigningKey.generate("d.example", "s1", SigningAlgorithm.RSA_SHA256, new SecureRandom());

    private static final ZoneResolver ZONE =
            ZoneResolver.of(PublicKeyRecord.of(KEY).zoneLine(60) + "\n");

    private final MtaStage stage = new MtaStage(3);

    @BeforeEach
    void build() {
        stage.directory.account("bob@d.example");
        stage.directory.alias("away@d.example", "x@remote.example");
        stage.arrivals = stage -> Optional.of(examiner(stage));
        stage.build();
    }

    private static ArrivalExaminer examiner(MtaStage stage) {
        return new ArrivalExaminer(
                AuthenticationRules.defaults(MtaStage.HOSTNAME),
                new MailAuthenticator(
                        ZONE,
                        SpfLimits.standard(),
                        DkimRules.standard(),
                        MtaStage.HOSTNAME,
                        stage.clock),
                new Forwarders(List.of(), stage.storage, stage.clock),
                DmarcReporting.NONE,
                new ArcSealer(stage.clock),
                domain ->
                        domain.equals(Domain.of("d.example"))
                                ? Optional.of(KEY)
                                : Optional.empty());
    }

    private String forwarded(String message) {
        assertThat(stage.receive("c@far.example").to("away@d.example").send(message))
                .startsWith("250");
        return stage.content(stage.queue.list(Optional.empty(), 10).getLast().content().blob());
    }

    private ArcOutcome validated(String stored) {
        byte[] octets = stored.getBytes(StandardCharsets.ISO_8859_1);
        int end = stored.indexOf("\r\n\r\n") + 4;
        BodyHashes body = new BodyHashes();
        ArcValidation validation =
                new ArcVerifier(new DkimVerifier(ZONE, DkimRules.standard(), stage.clock))
                        .begin(MessageHeader.parse(Arrays.copyOf(octets, end)), body);
        body.write(octets, end, octets.length - end);
        return validation.finish();
    }

    private void isSealed(String stored, int instance) {
        ArcOutcome outcome = validated(stored);
        assertThat(outcome.result()).as(stored + outcome.reason()).isEqualTo(ArcResult.PASS);
        assertThat(outcome.instance()).isEqualTo(instance);
    }

    @Test
    void whatIsForwardedIsSealed() {
        String stored = forwarded(MESSAGE);
        isSealed(stored, 1);
        assertThat(stored).contains("ARC-Authentication-Results: i=1;\r\n\tmail.d.example;");
        assertThat(stored.indexOf("ARC-Seal:")).isLessThan(stored.indexOf("Received:"));
    }

    @Test
    void aChainGoesOn() {
        String once = forwarded(MESSAGE);
        String again = forwarded(once.substring(once.indexOf("ARC-Seal:")));
        isSealed(again, 2);
    }

    @Test
    void whatStaysHereIsNotSealed() {
        assertThat(stage.receive("c@far.example").to("bob@d.example").send(MESSAGE))
                .startsWith("250");
        assertThat(stage.mailboxes.messages(stage.directory.account("bob@d.example")).getLast())
                .contains("Authentication-Results:")
                .doesNotContain("ARC-Seal");
    }

    /// A milter's edit comes after the seal and must not break it.
    @Test
    void whatChecksEditIsSealedAsItIsThen() {
        stage.checks = new Checks(List.of(Editing::new, Editing::new));
        String stored = forwarded(MESSAGE);
        assertThat(stored).contains("Subject: edited");
        isSealed(stored, 1);
    }

    private static final class Editing implements SessionCheck {
        @Override
        public String name() {
            return "editing";
        }

        @Override
        public Verdict mail(MailFacts mail) {
            return Verdict.ACCEPT;
        }

        @Override
        public Verdict rcpt(MailFacts mail, ForwardPath to, RecipientRequest request) {
            return Verdict.ACCEPT;
        }

        @Override
        public ContentVerdict content(
                MailFacts mail, List<String> recipients, CheckedMessage message) {
            return new ContentVerdict.Accept(
                    List.of(new Edit.ChangeField(1, new HeaderField("Subject", " edited"))));
        }

        @Override
        public void reset() {}

        @Override
        public void close() {}
    }
}
