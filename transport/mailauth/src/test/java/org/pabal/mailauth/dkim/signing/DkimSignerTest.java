// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.Canonicalization;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dkim.DkimResult;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.dkim.DkimVerification;
import org.pabal.mailauth.dkim.DkimVerifier;

class DkimSignerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final SigningKey RSA =
            SigningKey.generate("example.org", "r1", SigningAlgorithm.RSA_SHA256, RANDOM);
    private static final SigningKey ED25519 =
            SigningKey.generate("example.org", "e1", SigningAlgorithm.ED25519_SHA256, RANDOM);

    private static final ZoneResolver ZONE =
            ZoneResolver.of(
                    PublicKeyRecord.of(RSA).zoneLine(3600)
                            + "\n"
                            + PublicKeyRecord.of(ED25519).zoneLine(3600)
                            + "\n");

    private static final String PLAIN =
            "From: Bob <bob@example.org>\r\nTo: alice@example.net\r\nSubject: Hello\r\n"
                    + "Date: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n\r\n"
                    + "Hello.\r\n";

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int endOfHeader(byte[] message) {
        int at = new String(message, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        return at < 0 ? message.length : at + 4;
    }

    private static MessageHeader header(byte[] message) {
        return MessageHeader.parse(java.util.Arrays.copyOf(message, endOfHeader(message)));
    }

    private static String fields(byte[] message, SigningRules rules, List<SigningKey> keys) {
        BodyHashes body = new BodyHashes();
        MessageSigning signing = new DkimSigner(rules, CLOCK).begin(header(message), body, keys);
        int start = endOfHeader(message);
        for (int at = start; at < message.length; at += 7) {
            body.write(message, at, Math.min(7, message.length - at));
        }
        body.end();
        return new String(signing.finish(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] signed(byte[] message, SigningRules rules) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(octets(fields(message, rules, List.of(RSA, ED25519))));
        all.writeBytes(message);
        return all.toByteArray();
    }

    private static List<DkimOutcome> verified(byte[] message, Instant at) {
        BodyHashes body = new BodyHashes();
        DkimVerification verification =
                new DkimVerifier(ZONE, DkimRules.standard(), InstantSource.fixed(at))
                        .begin(header(message), body);
        int start = endOfHeader(message);
        body.write(message, start, message.length - start);
        return verification.finish();
    }

    private static void passes(byte[] message, String what) {
        List<DkimOutcome> outcomes = verified(message, NOW);
        assertThat(outcomes).as(what).hasSize(2);
        assertThat(outcomes).as(what).allMatch(each -> each.result() == DkimResult.PASS);
    }

    private static void fails(byte[] message, String what) {
        assertThat(verified(message, NOW))
                .as(what)
                .noneMatch(each -> each.result() == DkimResult.PASS);
    }

    @Test
    void bothSignaturesPass() {
        passes(signed(octets(PLAIN), SigningRules.standard()), PLAIN);
    }

    @Test
    void theFieldsAreFoldedAndSayWhatTheyShould() {
        String fields = fields(octets(PLAIN), SigningRules.standard(), List.of(RSA, ED25519));
        assertThat(fields.lines()).allMatch(line -> line.length() < 78);
        assertThat(fields.replaceAll("\r\n\t", "")).doesNotContain("l=");
        assertThat(fields)
                .contains("a=rsa-sha256;", "a=ed25519-sha256;", "c=relaxed/relaxed;")
                .contains("d=example.org;", "s=r1;", "s=e1;", "t=" + NOW.getEpochSecond() + ";")
                .contains("h=From:From:To:To:Cc:Subject:Subject:")
                .doesNotContain("x=");
        assertThat(fields.split("DKIM-Signature:", -1)).hasSize(3);
    }

    /// THREATS D03: nothing that a reader sees can be added.
    @Test
    void whatIsAddedToTheHeaderSectionBreaksTheSignatures() {
        byte[] signed = signed(octets(PLAIN), SigningRules.standard());
        for (String added :
                List.of(
                        "From: eve@example.net",
                        "To: eve@example.net",
                        "Cc: eve@example.net",
                        "Subject: Win",
                        "Date: Sun, 22 Nov 2026 10:00:00 +0000",
                        "Reply-To: eve@example.net",
                        "Message-ID: <2@example.net>",
                        "MIME-Version: 1.0",
                        "Content-Type: text/html",
                        "Content-Transfer-Encoding: base64",
                        "In-Reply-To: <3@example.net>",
                        "References: <3@example.net>")) {
            byte[] more = octets(added + "\r\n" + new String(signed, StandardCharsets.ISO_8859_1));
            fails(more, added);
        }
    }

    /// A list that changes nothing but adds its own fields does no harm, unless the mail had some.
    @Test
    void aListMayAddItsFields() {
        String added = "List-Id: <l.example.net>\r\nReceived: from a by b; now\r\n";
        String signed =
                new String(
                        signed(octets(PLAIN), SigningRules.standard()),
                        StandardCharsets.ISO_8859_1);
        passes(octets(added + signed), added);
        String news = "List-Id: <news.example.org>\r\n" + PLAIN;
        String signedNews =
                new String(
                        signed(octets(news), SigningRules.standard()), StandardCharsets.ISO_8859_1);
        fails(octets(added + signedNews), news);
    }

    @Test
    void anExpiryIsWrittenAndKept() {
        SigningRules rules =
                new SigningRules(
                        Canonicalization.RELAXED,
                        Canonicalization.RELAXED,
                        Optional.of(Duration.ofDays(7)));
        byte[] signed = signed(octets(PLAIN), rules);
        passes(signed, "at once");
        assertThat(verified(signed, NOW.plus(Duration.ofDays(8))))
                .noneMatch(each -> each.result() == DkimResult.PASS);
    }

    @Test
    void aMessageOfAHeaderSectionAloneIsSigned() {
        passes(signed(octets("From: a@example.org\r\n\r\n"), SigningRules.standard()), "empty");
        passes(signed(octets("From: a@example.org\r\n"), SigningRules.standard()), "no empty line");
    }

    @Test
    void aMessageWithThousandsOfFieldsIsSignedWithinBounds() {
        String many = "To: a@example.net\r\n".repeat(20_000) + PLAIN;
        assertThat(fields(octets(many), SigningRules.standard(), List.of(ED25519)).length())
                .isLessThan(4_000);
    }

    /// Whatever is signed verifies, in every form; whatever is changed then does not.
    @Test
    void randomMessagesAreSignedAndVerified() {
        long seed = new SecureRandom().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 120; round++) {
            byte[] message = RandomMessage.of(random);
            SigningRules rules = new SigningRules(any(random), any(random), Optional.empty());
            String what = "seed " + seed + " round " + round + " " + rules;
            byte[] signed = signed(message, rules);
            passes(signed, what);
            fails(RandomMessage.changed(random, signed, endOfHeader(signed)), what + " changed");
        }
    }

    private static Canonicalization any(Random random) {
        return random.nextInt(3) == 0 ? Canonicalization.SIMPLE : Canonicalization.RELAXED;
    }
}
