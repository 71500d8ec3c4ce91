// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dkim.DkimResult;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.dkim.DkimVerification;
import org.pabal.mailauth.dkim.DkimVerifier;
import org.pabal.mailauth.dkim.signing.DkimSigner;
import org.pabal.mailauth.dkim.signing.SigningRules;
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
import org.pabal.mta.testing.MtaStage;
import org.pabal.smtp.Verdict;

/// What is submitted is signed, whatever checks do to it.
class MailSignerTest {
    private static final String MESSAGE =
            "From: Alice <alice@d.example>\r\nTo: bob@d.example\r\nSubject: hello\r\n\r\nHi.\r\n";

    private final MtaStage stage = new MtaStage(2);
    private final Account bob = stage.directory.account("bob@d.example");
    private final Map<String, String> zone = new HashMap<>();
    private final KeyRing ring = new KeyRing(stage.storage);
    private final KeyRotation rotation =
            new KeyRotation(ring, KeyRules.defaults(), new Zone(), stage.clock, new SecureRandom());
    private final MailSigner signer =
            new MailSigner(ring, new DkimSigner(SigningRules.standard(), stage.clock));

    private final class Zone implements Resolver {
        @Override
        @SuppressWarnings("unchecked")
        public <T> Lookup<T> look(Question<T> question) {
            String text = zone.get(question.name());
            Answer<String> answer =
                    text == null ? new Answer.NoSuchName<>() : new Answer.Found<>(List.of(text));
            return (Lookup<T>) Lookup.insecure((Question<String>) question, answer);
        }
    }

    @BeforeEach
    void build() {
        stage.directory.account("alice@d.example");
        stage.signer = signer;
        stage.reportSigner = signer::signed;
        stage.build();
    }

    private void keysSign(String domain) {
        rotation.prepare(Domain.of(domain));
        ring.all().forEach(key -> zone.put(key.record().name(), key.record().text()));
        rotation.look(Domain.of(domain));
        stage.clock.advance(Duration.ofHours(2));
        rotation.look(Domain.of(domain));
    }

    private String sent(String message) {
        String reply =
                stage.submit("alice@d.example", "alice@d.example")
                        .to("bob@d.example")
                        .send(message);
        assertThat(reply).startsWith("250");
        return stage.mailboxes.messages(bob).getLast();
    }

    private List<DkimOutcome> verified(String stored) {
        byte[] octets = stored.getBytes(StandardCharsets.ISO_8859_1);
        int end = stored.indexOf("\r\n\r\n") + 4;
        BodyHashes body = new BodyHashes();
        DkimVerification verification =
                new DkimVerifier(new Zone(), DkimRules.standard(), stage.clock)
                        .begin(MessageHeader.parse(java.util.Arrays.copyOf(octets, end)), body);
        body.write(octets, end, octets.length - end);
        return verification.finish();
    }

    private void isSigned(String stored) {
        assertThat(verified(stored))
                .as(stored)
                .hasSize(2)
                .allMatch(each -> each.result() == DkimResult.PASS);
    }

    @Test
    void withoutPublishedKeysMailGoesUnsigned() {
        rotation.prepare(Domain.of("d.example"));
        assertThat(sent(MESSAGE)).doesNotContain("DKIM-Signature");
    }

    @Test
    void whatIsSubmittedIsSignedBelowReceived() {
        keysSign("d.example");
        String stored = sent(MESSAGE);
        isSigned(stored);
        assertThat(stored.indexOf("Received:")).isLessThan(stored.indexOf("DKIM-Signature:"));
        assertThat(stored.indexOf("DKIM-Signature:")).isLessThan(stored.indexOf("From:"));
    }

    @Test
    void whatChecksEditIsSignedAsItIsThen() {
        keysSign("d.example");
        stage.checks = new Checks(List.of(Editing::new));
        String stored = sent(MESSAGE);
        assertThat(stored).contains("Subject: edited");
        isSigned(stored);
    }

    /// Changes what is signed.
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

    /// RFC 6376 §8.15: what two readers could take for two authors is signed for none.
    @Test
    void onlyOneDomainIsSignedFor() {
        keysSign("d.example");
        for (String from :
                List.of(
                        "a@d.example, b@other.example",
                        "Group: a@d.example;",
                        "",
                        "a@[192.0.2.1]")) {
            assertThat(signer.fields(octets("From: " + from + "\r\n\r\n"))).as(from).isEmpty();
        }
        String twice = "From: a@d.example\r\nFrom: b@d.example\r\n\r\n";
        assertThat(signer.fields(octets(twice))).isEmpty();
        assertThat(signer.fields(octets("To: a@d.example\r\n\r\n"))).isEmpty();
        for (String from : List.of("a@d.example, b@d.example", "Mail <x@mx.D.example>")) {
            String signed =
                    new String(
                            signer.signed(octets("From: " + from + "\r\n\r\nHi")),
                            StandardCharsets.ISO_8859_1);
            isSigned(signed);
        }
    }

    @Test
    void aLongMailIsSignedInPieces() {
        keysSign("d.example");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            lines.add("line " + i + " \t ");
        }
        isSigned(sent(MESSAGE + String.join("\r\n", lines) + "\r\n\r\n"));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
