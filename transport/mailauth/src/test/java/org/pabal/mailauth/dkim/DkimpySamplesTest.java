// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneText;
import org.pabal.mailauth.dkim.signing.PrivateKeyFile;
import org.pabal.mailauth.dkim.signing.SigningKey.UnusableKeyException;

/// Messages and keys of dkimpy, resources/dkim-dkimpy/SOURCE.md; the examples of RFC 6376 and RFC 8463
/// among them.
class DkimpySamplesTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z"));

    private static final String ED25519 =
            "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private static String file(String name) {
        return Messages.text("dkim-dkimpy/" + name);
    }

    private static String message(String name) {
        return new String(Messages.onTheWire(file(name)), StandardCharsets.ISO_8859_1);
    }

    /// RFC 8463 appendix A has this message, signed twice.
    @Test
    void theExampleOfTheStandardsHasTwoGoodSignatures() {
        ZoneText zone =
                new ZoneText()
                        .txt("brisbane._domainkey.football.example.com", ED25519)
                        .txt("test._domainkey.football.example.com", file("test.txt"));
        List<DkimOutcome> outcomes = verify(zone, message("rfc6376.signed.msg"));
        assertThat(outcomes).hasSize(2).allMatch(DkimOutcome::isPass);
        assertThat(outcomes.get(0).algorithm()).isEqualTo("ed25519-sha256");
        assertThat(outcomes.get(1).keyBits()).isEqualTo(1_024);
        assertThat(outcomes.get(1).signature()).isEqualTo("icKcLSEZ");

        List<DkimOutcome> changed =
                verify(zone, message("rfc6376.signed.msg").replace("hungry", "thirsty"));
        assertThat(changed)
                .extracting(DkimOutcome::reason)
                .containsExactly("body hash did not verify", "body hash did not verify");
        List<DkimOutcome> other =
                verify(zone, message("rfc6376.signed.msg").replace("dinner", "supper"));
        assertThat(other)
                .extracting(DkimOutcome::reason)
                .containsExactly("signature did not verify", "signature did not verify");
    }

    /// Of Exim, by another key than the one published beside it.
    @Test
    void aSignatureOfEximIsReadWhereItsValueEndsWithASemicolon() {
        ZoneText zone = new ZoneText().txt("sed._domainkey.test.ex", file("eximtest.dns"));
        assertThat(verify(zone, message("ed25519test2.msg")))
                .extracting(DkimOutcome::result)
                .containsExactly(DkimResult.PASS);
    }

    @Test
    void keyRecordsAreTakenOrRefusedAsThere() throws UnusableKeyException {
        String signed = signed("test.message");
        assertThat(result(signed, "test.txt")).isEqualTo("PASS ");
        assertThat(result(signed, "badversion.txt")).contains("PERMERROR");
        assertThat(result(signed, "badk.txt")).isEqualTo("PERMERROR unknown type of key (k=)");
        assertThat(result(signed, "test_tlsrpt.txt"))
                .isEqualTo("PERMERROR key is not for email (s=)");
        assertThat(result(signed, "ed25519test.dns"))
                .isEqualTo("PERMERROR key is of type ed25519, signature is rsa-sha256");
        // Base64 of a wrong length in what is a key otherwise.
        assertThat(result(signed, "test_bad.txt")).startsWith("PERMERROR");
        // No k=: rsa. RFC 6376 §3.6.1
        assertThat(result(signed, "test2.txt")).isEqualTo("PASS ");
    }

    /// THREATS D03.
    @Test
    void aFromFieldPutAboveTheSignedOneIsNoPass() throws UnusableKeyException {
        String signed = signed("test_extra.message");
        assertThat(result(signed, "test.txt")).isEqualTo("PASS ");
        assertThat(result("From: evil@example.net\r\n" + signed, "test.txt"))
                .isEqualTo("FAIL a From field is not signed");
        assertThat(result(signed("test_nofrom.message"), "test.txt")).isEqualTo("PASS ");
    }

    private static String signed(String name) throws UnusableKeyException {
        byte[] key = PrivateKeyFile.read(file("test.private"), "example.org", "s1").pkcs8();
        return TestSigner.rsa(key).sign(message(name));
    }

    private static String result(String message, String record) {
        DkimOutcome outcome =
                verify(new ZoneText().txt("s1._domainkey.example.org", file(record)), message)
                        .getFirst();
        return outcome.result() + " " + outcome.reason();
    }

    private static List<DkimOutcome> verify(ZoneText zone, String message) {
        DkimVerifier verifier = new DkimVerifier(zone.build(), DkimRules.standard(), CLOCK);
        return Messages.verify(verifier, message.getBytes(StandardCharsets.ISO_8859_1));
    }
}
