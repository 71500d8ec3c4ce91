// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.dns.ZoneText;

class DkimVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final String MESSAGE =
            """
            From: Bob <bob@example.org>
            To: alice@example.net
            Subject: lunch
            Received: from a by b

            Shall we?

            Bob
            """
                    .replace("\n", "\r\n");

    private static final TestSigner KEY = TestSigner.rsa(1_024);
    private static final String RECORD = KEY.record();

    private static TestSigner signer() {
        return TestSigner.like(KEY);
    }

    private static String verify(String message) {
        return verify(message, RECORD);
    }

    private static String verify(String message, String... records) {
        return text(outcomes(message, records).getFirst());
    }

    private static String text(DkimOutcome outcome) {
        return (outcome.result().text() + " " + outcome.reason()).strip();
    }

    private static List<DkimOutcome> outcomes(String message, String... records) {
        ZoneText zone = new ZoneText();
        for (String record : records) {
            zone.txt("s1._domainkey.example.org", record);
        }
        return outcomes(zone.build(), message);
    }

    private static List<DkimOutcome> outcomes(ZoneResolver zone, String message) {
        DkimVerifier verifier =
                new DkimVerifier(zone, DkimRules.standard(), InstantSource.fixed(NOW));
        return Messages.verify(verifier, message.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aGoodSignatureIsAPass() {
        for (String forms : List.of("", "simple", "relaxed", "simple/relaxed", "relaxed/relaxed")) {
            DkimOutcome outcome =
                    outcomes(signer().tag("c", forms).sign(MESSAGE), RECORD).getFirst();
            assertThat(text(outcome)).as(forms).isEqualTo("pass");
            assertThat(outcome.domain()).isEqualTo("example.org");
            assertThat(outcome.selector()).isEqualTo("s1");
            assertThat(outcome.identity()).isEqualTo("@example.org");
            assertThat(outcome.algorithm()).isEqualTo("rsa-sha256");
            assertThat(outcome.keyBits()).isEqualTo(1_024);
            assertThat(outcome.testing()).isFalse();
            assertThat(outcome.fingerprint()).hasSize(64);
        }
        TestSigner ed = TestSigner.ed25519();
        assertThat(verify(ed.sign(MESSAGE), ed.record())).isEqualTo("pass");
    }

    @Test
    void aMessageWithoutSignaturesHasNoOutcomeAndAsksNothing() {
        ZoneResolver zone = new ZoneText().build();
        assertThat(outcomes(zone, MESSAGE)).isEmpty();
        assertThat(outcomes(zone, "")).isEmpty();
        assertThat(zone.asked()).isZero();
    }

    /// RFC 6376 §5.4.2: the lowest field of a name first; what is named and absent must stay so.
    @Test
    void fieldsAreChosenFromBelowAndOversigningHolds() {
        String two = MESSAGE.replace("Received", "Received: from c by d\r\nReceived");
        String signed = signer().tag("h", "From:Received:To:Subject").sign(two);
        assertThat(verify(signed)).isEqualTo("pass");
        assertThat(verify(signed.replace("from c by d", "from e by f"))).isEqualTo("pass");
        assertThat(verify(signed.replace("from a by b", "from e by f")))
                .isEqualTo("fail signature did not verify");
        assertThat(verify("Received: from x by y\r\n" + signed)).isEqualTo("pass");

        String over = signer().tag("h", "from:from:to:subject:subject:cc").sign(MESSAGE);
        assertThat(verify(over)).isEqualTo("pass");
        assertThat(verify("Subject: more\r\n" + over)).isEqualTo("fail signature did not verify");
        assertThat(verify("Cc: a@b\r\n" + over)).isEqualTo("fail signature did not verify");
        assertThat(verify("From: a@b\r\n" + over)).isEqualTo("fail signature did not verify");
    }

    /// THREATS D03.
    @Test
    void partsThatNobodySignedAreNoPass() {
        String signed = signer().tag("l", "9").sign(MESSAGE);
        assertThat(verify(signed)).isEqualTo("policy 9 octets of the body are not signed (l=)");
        assertThat(verify(signed + "<html>buy</html>\r\n")).startsWith("policy 27 octets");
        assertThat(verify(signer().tag("l", "0").sign(MESSAGE))).startsWith("policy 18 octets");
        // All of it is signed: then l= does no harm.
        assertThat(verify(signer().tag("l", "18").sign(MESSAGE))).isEqualTo("pass");
        assertThat(verify(signer().tag("l", "19").sign(MESSAGE)))
                .isEqualTo("fail body is shorter than signed (l=)");
        assertThat(verify(signer().tag("l", "9".repeat(70)).sign(MESSAGE)))
                .isEqualTo("fail body is shorter than signed (l=)");

        assertThat(verify(signer().tag("h", "to:subject").sign(MESSAGE)))
                .isEqualTo("permerror From is not signed");
        assertThat(verify("From: evil@example.net\r\n" + signer().sign(MESSAGE)))
                .isEqualTo("fail a From field is not signed");
    }

    /// THREATS D03: what stands between the fields and the empty line is shown as body, so it is one.
    @Test
    void textPutIntoTheHeaderSectionIsNoPass() {
        String signed = signer().sign(MESSAGE);
        String added = signed.replaceFirst("\r\n\r\n", "\r\nClick here!\r\nNow: ok\r\n\r\n");
        assertThat(verify(added)).isEqualTo("fail body hash did not verify");
        String mbox = "From bob@example.org Sat Nov 21\r\n" + signed;
        assertThat(verify(mbox)).isEqualTo("pass");
    }

    /// THREATS D04.
    @Test
    void tenSignaturesAreLookedAt() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            many.append("DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=x").append(i);
            many.append("; h=from; bh=AAAA; b=AAAA\r\n");
        }
        ZoneResolver zone = new ZoneText().txt("s1._domainkey.example.org", RECORD).build();
        List<DkimOutcome> outcomes = outcomes(zone, many + signer().sign(MESSAGE));
        assertThat(outcomes).hasSize(10).noneMatch(DkimOutcome::isPass);
        assertThat(zone.asked()).isEqualTo(10);

        String ninth = many.substring(0, many.indexOf("DKIM-Signature", 1)).repeat(9);
        List<DkimOutcome> best = outcomes(ninth + signer().sign(MESSAGE), RECORD);
        assertThat(best).hasSize(10);
        assertThat(best.getFirst().isPass()).isTrue();
        assertThat(best).extracting(DkimOutcome::result).isSorted();
    }

    /// THREATS D04; RFC 8301 §3.2.
    @Test
    void keysOfOddSizesAreNoPass() {
        TestSigner small = TestSigner.rsa(768);
        assertThat(verify(small.sign(MESSAGE), small.record()))
                .isEqualTo("policy key of 768 bits is not acceptable here");
        assertThat(verify(signer().sign(MESSAGE), record(16_384, 65_537)))
                .isEqualTo("policy key of 16384 bits is not acceptable here");
        assertThat(verify(signer().sign(MESSAGE), "p=" + "MIIC".repeat(10_000)))
                .isEqualTo("permerror key record of 40002 characters");
        assertThat(verify(signer().sign(MESSAGE), record(2_048, 0)))
                .isEqualTo("permerror RSA key with an exponent of many bits");
    }

    private static String record(int bits, int exponent) {
        try {
            BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
            BigInteger power =
                    exponent > 0 ? BigInteger.valueOf(exponent) : modulus.shiftRight(1).setBit(0);
            byte[] info =
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(modulus, power))
                            .getEncoded();
            return "v=DKIM1; p=" + Base64.getEncoder().encodeToString(info);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// RFC 8301 §3.1.
    @Test
    void sha1IsReportedAndNeverAPass() {
        ZoneResolver zone = new ZoneText().txt("s1._domainkey.example.org", RECORD).build();
        DkimOutcome outcome =
                outcomes(zone, signer().tag("a", "rsa-sha1").sign(MESSAGE)).getFirst();
        assertThat(text(outcome)).isEqualTo("policy rsa-sha1 is not acceptable here");
        assertThat(outcome.algorithm()).isEqualTo("rsa-sha1");
        assertThat(outcome.domain()).isEqualTo("example.org");
        assertThat(zone.asked()).isZero();
    }

    @Test
    void signaturesHaveTheirTime() {
        assertThat(verify(signer().tag("x", at(-600)).sign(MESSAGE)))
                .isEqualTo("fail signature has expired (x=)");
        assertThat(verify(signer().tag("x", at(-200)).sign(MESSAGE))).isEqualTo("pass");
        assertThat(verify(signer().tag("t", at(600)).sign(MESSAGE)))
                .isEqualTo("policy signature is from the future (t=)");
        assertThat(verify(signer().tag("t", at(200)).tag("x", at(201)).sign(MESSAGE)))
                .isEqualTo("pass");
        assertThat(verify(signer().tag("t", at(-10)).tag("x", at(-20)).sign(MESSAGE)))
                .isEqualTo("neutral syntax: x= is before t=");
        assertThat(verify(signer().tag("x", "9".repeat(76)).sign(MESSAGE))).isEqualTo("pass");
        assertThat(verify(signer().tag("x", "tomorrow").sign(MESSAGE)))
                .isEqualTo("neutral syntax: x= is no number");
    }

    private static String at(long seconds) {
        return Long.toString(NOW.getEpochSecond() + seconds);
    }

    @Test
    void keyRecordsSayForWhatTheyAre() {
        String signed = signer().sign(MESSAGE);
        assertThat(verify(signed, "v=DKIM1; p=")).isEqualTo("permerror key revoked");
        assertThat(verify(signed, "p=" + KEY.publicKey())).isEqualTo("pass");
        assertThat(verify(signed, "v=DKIM1; k=rsa; n=hello; x=y; p=" + KEY.publicKey() + ";"))
                .isEqualTo("pass");
        assertThat(verify(signed, "v=DKIM2; p=" + KEY.publicKey()))
                .isEqualTo("permerror key record of another version");
        assertThat(verify(signed, "v=DKIM1; h=sha1; p=" + KEY.publicKey()))
                .isEqualTo("permerror key is not for sha256 (h=)");
        assertThat(verify(signed, "h=sha1 : sha256; s=* ; p=" + KEY.publicKey())).isEqualTo("pass");
        assertThat(verify(signed, "s=tlsrpt; p=" + KEY.publicKey()))
                .isEqualTo("permerror key is not for email (s=)");
        assertThat(verify(signed, "p=MIGf!")).isEqualTo("permerror key is not base64 (p=)");
        assertThat(verify(signed, "p=AAAA")).isEqualTo("permerror not an RSA key (p=)");
        assertThat(verify(signed, "k=ed25519; p=AAAA"))
                .isEqualTo("permerror Ed25519 key of 3 octets");
        assertThat(verify(signed, "v=DKIM1; p=" + KEY.publicKey() + "; p=AAAA"))
                .isEqualTo("permerror syntax of the key record: the tag p= stands twice");
        assertThat(verify(signed)).isEqualTo("pass");
        assertThat(verify(signed, new String[0]))
                .isEqualTo("permerror no key at s1._domainkey.example.org");
    }

    /// RFC 6376 §3.6.1 says RSAPublicKey where the world writes SubjectPublicKeyInfo.
    @Test
    void bareRsaKeysAreReadToo() {
        byte[] info = Base64.getDecoder().decode(KEY.publicKey());
        byte[] bare = java.util.Arrays.copyOfRange(info, 22, info.length);
        String record = "v=DKIM1; p=" + Base64.getEncoder().encodeToString(bare);
        assertThat(verify(signer().sign(MESSAGE), record)).isEqualTo("pass");
    }

    /// While a key is replaced there may be two; a record of something else does no harm.
    @Test
    void oneOfSeveralRecordsIsEnough() {
        String other = TestSigner.rsa(1_024).record();
        String signed = signer().sign(MESSAGE);
        assertThat(verify(signed, "v=spf1 -all", other, RECORD)).isEqualTo("pass");
        assertThat(verify(signed, other, "v=DKIM1; p=")).isEqualTo("fail signature did not verify");
    }

    @Test
    void testingIsToldAndStrictKeysWantTheVeryDomain() {
        String strict = "v=DKIM1; t=y:s; p=" + KEY.publicKey();
        DkimOutcome outcome = outcomes(signer().sign(MESSAGE), strict).getFirst();
        assertThat(outcome.isPass()).isTrue();
        assertThat(outcome.testing()).isTrue();
        String below = signer().tag("i", "bob@mail.Example.ORG").sign(MESSAGE);
        assertThat(verify(below, strict))
                .isEqualTo("permerror i= is below d=, which the key forbids (t=s)");
        assertThat(outcomes(below, RECORD).getFirst().identity()).isEqualTo("bob@mail.example.org");
        assertThat(verify(signer().tag("i", "bob@badexample.org").sign(MESSAGE)))
                .isEqualTo("permerror i= is not within d=");
        assertThat(verify(signer().tag("i", "=0D=0Ax@example.org").sign(MESSAGE)))
                .isEqualTo("neutral syntax: i= is not quoted-printable");
    }

    /// THREATS D04.
    @Test
    void namesThatAreNoneAreNotAskedFor() {
        ZoneResolver zone = new ZoneText().txt("s1._domainkey.example.org", RECORD).build();
        for (String domain :
                List.of(
                        "example..org",
                        ".example.org",
                        "-",
                        "a\u0000b.org",
                        "[192.0.2.1]",
                        "org",
                        "x".repeat(64) + ".org",
                        "a.".repeat(130) + "org",
                        "exa mple.org")) {
            DkimOutcome outcome =
                    outcomes(zone, signer().tag("d", domain).sign(MESSAGE)).getFirst();
            assertThat(outcome.isPass()).as(domain).isFalse();
            assertThat(outcome.result()).isIn(DkimResult.NEUTRAL, DkimResult.POLICY);
        }
        for (String selector :
                List.of("..", "s1.", ".s1", "s\u00001", "s 1", "*", "x".repeat(64), "s1;", "s/1")) {
            DkimOutcome outcome =
                    outcomes(zone, signer().tag("s", selector).sign(MESSAGE)).getFirst();
            assertThat(outcome.isPass()).as(selector).isFalse();
        }
        assertThat(zone.asked()).isZero();
        ZoneResolver dotted = new ZoneText().txt("a.b_c._domainkey.example.org", RECORD).build();
        assertThat(text(outcomes(dotted, signer().tag("s", "A.b_c").sign(MESSAGE)).getFirst()))
                .isEqualTo("pass");
    }

    @Test
    void syntaxAndWhatIsUnknownAreNeutralWhatIsMissingIsNot() {
        assertThat(verify(signer().tag("v", "2").sign(MESSAGE)))
                .isEqualTo("neutral unknown version (v=)");
        assertThat(verify(signer().tag("a", "rsa-sha512").sign(MESSAGE)))
                .isEqualTo("neutral unknown algorithm (a=)");
        assertThat(verify(signer().tag("c", "relaxed/nowsp").sign(MESSAGE)))
                .isEqualTo("neutral unknown canonicalization (c=)");
        assertThat(verify(signer().tag("q", "http").sign(MESSAGE)))
                .isEqualTo("neutral unknown way to the key (q=)");
        assertThat(verify(signer().tag("q", "http:dns/txt").tag("zz", "9").sign(MESSAGE)))
                .isEqualTo("pass");
        for (String tag : List.of("v", "a", "d", "s", "h")) {
            assertThat(verify(signer().tag(tag, "").sign(MESSAGE)))
                    .isEqualTo("permerror " + tag + "= is missing");
        }
        assertThat(verify("DKIM-Signature: " + "v=1; v=1\r\n" + MESSAGE))
                .isEqualTo("neutral syntax: the tag v= stands twice");
        String signed = signer().sign(MESSAGE);
        assertThat(verify(signed.replace("; b=", "; b=*")))
                .isEqualTo("neutral syntax: b= is not base64");
        assertThat(verify(signed.replaceFirst("b=[^=;]*=*\r\n", "b=AAAA\r\n")))
                .isEqualTo("fail signature did not verify");
        assertThat(verify(signer().tag("h", "from" + ":x".repeat(1_000)).sign(MESSAGE)))
                .isEqualTo("policy h= names more than 1000 fields");
    }

    /// THREATS D08.
    @Test
    void troubleOfTheDnsIsTemporary() {
        String signed = signer().sign(MESSAGE);
        for (String trouble : List.of("TIMEOUT", "SERVFAIL")) {
            ZoneResolver zone =
                    new ZoneText().record("s1._domainkey.example.org", trouble, "").build();
            assertThat(text(outcomes(zone, signed).getFirst()))
                    .startsWith("temperror no answer for the key: ");
        }
    }

    /// RFC 8616 §4.
    @Test
    void domainsMayBeWrittenInULabels() {
        ZoneResolver zone =
                new ZoneText().txt("s1._domainkey.xn--vv4b11d.xn--9t4b11yi5a", RECORD).build();
        String domain =
                new String(
                        "\uc608\uc2dc.\ud14c\uc2a4\ud2b8".getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1);
        DkimOutcome outcome = outcomes(zone, signer().tag("d", domain).sign(MESSAGE)).getFirst();
        assertThat(outcome.reason()).isEmpty();
        assertThat(outcome.domain()).isEqualTo("xn--vv4b11d.xn--9t4b11yi5a");
    }

    /// THREATS D07: what a relay does to the folding changes nothing.
    @Test
    void copiesOfAMessageHaveOneFingerprint() {
        String signed = signer().sign(MESSAGE);
        String folded = signed.replace("; b=", ";\r\n\tb=\r\n ");
        String one = outcomes(signed, RECORD).getFirst().fingerprint();
        assertThat(outcomes(folded, RECORD).getFirst().fingerprint()).isEqualTo(one);
        String other = signer().sign(MESSAGE.replace("lunch", "dinner"));
        assertThat(outcomes(other, RECORD).getFirst().fingerprint()).isNotEqualTo(one);
    }
}
