// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.dns.ZoneText;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.dkim.DkimVerifier;
import org.pabal.mailauth.dkim.Messages;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.mailauth.dkim.signing.SigningKey;

class ArcSealerTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z"));
    private static final String MESSAGE =
            """
            DKIM-Signature: v=1; a=rsa-sha256; d=example.org
            From: Bob <bob@example.org>
            To: alice@example.net
            Subject: lunch

            Shall we?
            """
                    .replace("\n", "\r\n");

    private static final SigningKey ONE = key("one.example", SigningAlgorithm.ED25519_SHA256);
    private static final SigningKey TWO = key("two.example", SigningAlgorithm.RSA_SHA256);
    private static final ZoneResolver ZONE =
            new ZoneText()
                    .txt("a._domainkey.one.example", PublicKeyRecord.of(ONE).text())
                    .txt("a._domainkey.two.example", PublicKeyRecord.of(TWO).text())
                    .build();

    private static SigningKey key(String domain, SigningAlgorithm algorithm) {
        return SigningKey.generate(domain, "a", algorithm, new SecureRandom());
    }

    private static ArcOutcome validate(String message) {
        return validate(ZONE, message);
    }

    private static ArcOutcome validate(ZoneResolver zone, String message) {
        DkimVerifier signatures = new DkimVerifier(zone, DkimRules.standard(), CLOCK);
        return Messages.validate(new ArcVerifier(signatures), octets(message));
    }

    private static byte[] octets(String message) {
        return message.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Hands a message on as a forwarder does.
    private static String seal(String message, SigningKey key) {
        return sealed(message, message, key).orElseThrow();
    }

    private static Optional<String> sealed(String came, String goes, SigningKey key) {
        BodyHashes body = new BodyHashes();
        ArcSealing sealing = new ArcSealer(CLOCK).begin(Messages.header(octets(goes)), body);
        Messages.write(octets(goes), body);
        body.end();
        String results =
                key.domain() + ";\r\n\tspf=pass smtp.mailfrom=bob@example.org;\r\n\tdmarc=pass";
        return sealing.finish(validate(came), results, key)
                .map(set -> new String(set, StandardCharsets.ISO_8859_1) + goes);
    }

    @Test
    void aChainOfOursPassesAndTellsWhatWasFound() {
        String first = seal(MESSAGE, ONE);
        ArcOutcome one = validate(first);
        assertThat(one.reason()).isEmpty();
        assertThat(one.result()).isEqualTo(ArcResult.PASS);
        assertThat(one.oldestPass()).isZero();
        assertThat(first.lines()).allMatch(line -> line.length() <= 78);

        ArcOutcome two = validate(seal(first, TWO));
        assertThat(two.reason()).isEmpty();
        assertThat(two.result()).isEqualTo(ArcResult.PASS);
        assertThat(two.instance()).isEqualTo(2);
        assertThat(two.sets())
                .extracting(ArcSet::sealer)
                .containsExactly("one.example", "two.example");
        assertThat(two.sets().getFirst().results())
                .startsWith("one.example;")
                .contains("spf=pass smtp.mailfrom=bob@example.org");
        assertThat(two.sets().getLast().chain()).isEqualTo(ArcResult.PASS);
    }

    @Test
    void whoeverChangesTheMessageIsFoundOut() {
        String first = seal(MESSAGE, ONE);
        assertThat(validate(first.replace("lunch", "dinner")).reason())
                .isEqualTo("the signature of set 1: signature did not verify");
        assertThat(validate(first.replace("Shall", "Will")).reason())
                .isEqualTo("the signature of set 1: body hash did not verify");
        assertThat(validate("From: x@y\r\n" + first).reason())
                .isEqualTo("the signature of set 1: signature did not verify");
        assertThat(validate(first.replace("dmarc=pass", "dmarc=fail")).reason())
                .isEqualTo("the seal of set 1: seal did not verify");

        // A list that changes the subject and seals that: set 1 no longer fits the message.
        String listed = sealed(first, first.replace("lunch", "[list] lunch"), TWO).orElseThrow();
        ArcOutcome outcome = validate(listed);
        assertThat(outcome.result()).isEqualTo(ArcResult.PASS);
        assertThat(outcome.oldestPass()).isEqualTo(2);
    }

    /// THREATS D06.
    @Test
    void onlySealersThatAreTrustedVouch() {
        ArcOutcome outcome = validate(seal(seal(MESSAGE, ONE), TWO));
        assertThat(outcome.vouchedBy(Set.of())).isEmpty();
        assertThat(outcome.vouchedBy(Set.of("one.example"))).isEmpty();
        assertThat(outcome.vouchedBy(Set.of("two.example")).map(ArcSet::instance)).contains(2);
        assertThat(outcome.vouchedBy(Set.of("one.example", "two.example")).map(ArcSet::instance))
                .contains(1);
        ArcOutcome broken = validate(seal(MESSAGE, ONE).replace("lunch", "dinner"));
        assertThat(broken.vouchedBy(Set.of("one.example"))).isEmpty();
    }

    /// RFC 8617 §5.1.2: the seal says so and covers itself alone, and there the chain ends.
    @Test
    void aBrokenChainIsSealedAsSuchOnce() {
        String broken = seal(MESSAGE, ONE).replace("lunch", "dinner");
        String sealed = seal(broken, TWO);
        assertThat(sealed).startsWith("ARC-Seal: i=2; a=rsa-sha256; cv=fail;");
        ArcOutcome outcome = validate(sealed);
        assertThat(outcome.reason()).isEqualTo("the seal of set 2 says cv=fail");
        assertThat(outcome.next()).isEqualTo(ArcOutcome.Continuation.ENDED);
        assertThat(sealed(sealed, sealed, ONE)).isEmpty();
    }

    /// A key that cannot be had now may be had by the next host.
    @Test
    void nothingIsSealedWhileTheDnsIsOutOfOrder() {
        ZoneResolver silent =
                new ZoneText().record("a._domainkey.one.example", "TIMEOUT", "").build();
        ArcOutcome outcome = validate(silent, seal(MESSAGE, ONE));
        assertThat(outcome.result()).isEqualTo(ArcResult.FAIL);
        assertThat(outcome.next()).isEqualTo(ArcOutcome.Continuation.UNDECIDED);
    }

    /// THREATS D06.
    @Test
    void chainsAreBounded() {
        String message = MESSAGE;
        for (int i = 0; i < 50; i++) {
            message = seal(message, ONE);
        }
        ArcOutcome full = validate(message);
        assertThat(full.result()).isEqualTo(ArcResult.PASS);
        assertThat(full.instance()).isEqualTo(50);
        assertThat(full.next()).isEqualTo(ArcOutcome.Continuation.ENDED);
        assertThat(sealed(message, message, ONE)).isEmpty();

        String more = message.replaceAll("(ARC-[A-Za-z-]+: i=)50;", "$151;") + "";
        assertThat(validate(more).reason()).isEqualTo("more than 50 sets");
        assertThat(validate("ARC-Seal: i=1\r\n".repeat(151) + MESSAGE).reason())
                .isEqualTo("more than 50 sets");
        assertThat(validate(message.replace(": i=7;", ": i=8;")).reason()).endsWith(" of set 8");
    }

    @Test
    void namesOfKeysToAskForAreBounded() {
        StringBuilder sets = new StringBuilder();
        for (int i = 50; i > 0; i--) {
            String tags = " i=" + i + "; a=rsa-sha256; d=example.org; s=k" + i;
            sets.append("ARC-Seal:" + tags + "; cv=" + (i > 1 ? "pass" : "none") + "; b=AA==\r\n");
            sets.append("ARC-Message-Signature:" + tags + "m; h=from; bh=AA==; b=AA==\r\n");
            sets.append("ARC-Authentication-Results: i=" + i + "; x\r\n");
        }
        ZoneResolver zone = new ZoneText().build();
        assertThat(validate(zone, sets + MESSAGE).result()).isEqualTo(ArcResult.FAIL);
        assertThat(zone.asked()).isLessThanOrEqualTo(20);
    }

    @Test
    void resultsThatWouldBeginAnotherFieldAreRefused() {
        BodyHashes body = new BodyHashes();
        ArcSealing sealing = new ArcSealer(CLOCK).begin(Messages.header(octets(MESSAGE)), body);
        body.end();
        assertThatThrownBy(() -> sealing.finish(ArcOutcome.none(), "a; none\r\nX: y", ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
