// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneText;
import org.pabal.mailauth.MessageHeader;

/// The corpus of Mail::DKIM, resources/dkim-mail-dkim/SOURCE.md: names of files say what is expected.
/// It is as old as DKIM: most of it is signed by rsa-sha1, with short keys, and by rules of drafts.
class MailDkimCorpusTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z"));

    /// Where we answer otherwise with everything allowed that was allowed then, and why.
    private static final Map<String, DkimResult> DEVIATIONS =
            Map.of(
                    // The first draft had no hash of the body; RFC 6376 §3.5 requires bh=, and
                    // without it nothing would vouch for the body.
                    "good_ietf00_1", DkimResult.PERMERROR,
                    "good_ietf00_2", DkimResult.PERMERROR,
                    "good_ietf00_3", DkimResult.PERMERROR,
                    "good_ietf00_4", DkimResult.PERMERROR,
                    "good_ietf00_5", DkimResult.PERMERROR,
                    // Keys for some local-parts alone (g=): RFC 6376 has dropped it, appendix E;
                    // what
                    // is unknown in a key record is ignored, §3.6.1.
                    "badkey_8", DkimResult.PASS,
                    "badkey_9", DkimResult.PASS,
                    "badkey_12", DkimResult.PASS,
                    "badkey_13", DkimResult.PASS);

    @TestFactory
    Stream<DynamicTest> oldSignaturesAreReadAndHashedRight() {
        return names().map(name -> dynamicTest(name, () -> old(name)));
    }

    private static void old(String name) {
        List<DkimOutcome> outcomes = verifyOld(name);
        DkimResult best = outcomes.isEmpty() ? DkimResult.NONE : outcomes.getFirst().result();
        DkimResult deviation = DEVIATIONS.get(name);
        if (deviation != null) {
            assertThat(best).isEqualTo(deviation);
        } else if (name.startsWith("dk_") || name.contains("_dk_")) {
            assertThat(best).as("DomainKeys is not DKIM").isEqualTo(DkimResult.NONE);
        } else if (name.startsWith("bad") || name.startsWith("ignore")) {
            assertThat(best).isNotIn(DkimResult.PASS, DkimResult.NONE);
        } else {
            assertThat(outcomes).as("%s", outcomes).isNotEmpty();
            assertThat(best).as("%s", outcomes).isEqualTo(DkimResult.PASS);
        }
    }

    /// RFC 8301: rsa-sha1 and short keys are no pass, whatever else is right.
    @TestFactory
    Stream<DynamicTest> todayNoneOfThemPasses() {
        return names().map(name -> dynamicTest(name, () -> today(name)));
    }

    private static void today(String name) {
        DkimVerifier verifier = new DkimVerifier(zone(), DkimRules.standard(), CLOCK);
        for (DkimOutcome outcome : Messages.verify(verifier, message(name))) {
            assertThat(outcome.isPass()).as("%s", outcome).isFalse();
            assertThat(outcome.reason()).isNotEmpty();
            if (outcome.algorithm().equals("rsa-sha1") && outcome.reason().contains("rsa-sha1")) {
                assertThat(outcome.result()).isEqualTo(DkimResult.POLICY);
            }
        }
    }

    @Test
    void theCorpusIsComplete() {
        assertThat(names()).hasSize(69).containsAll(DEVIATIONS.keySet());
    }

    private static Stream<String> names() {
        return Messages.names("dkim-mail-dkim/corpus")
                .map(file -> file.substring(0, file.length() - ".txt".length()));
    }

    /// Signatures of drafts lack `v=1`; all else about them is checked as in ARC, which has no `v=`.
    private static List<DkimOutcome> verifyOld(String name) {
        byte[] message = message(name);
        DkimRules rules = LegacyRules.rules();
        MessageHeader header = Messages.header(message);
        BodyHashes body = new BodyHashes();
        SignatureChecks checks =
                new DkimVerifier(zone(), rules, CLOCK).checks(header, body, rules.maxSignatures());
        List<PendingOutcome> pending =
                header.all("DKIM-Signature").stream()
                        .map(field ->
                                field.value().matches("(?s).*\\bv=[1-9].*")
                                        ? checks.dkim(field)
                                        : checks.arcMessage(field))
                        .toList();
        Messages.write(message, body);
        return new DkimVerification(body, pending).finish();
    }

    private static byte[] message(String name) {
        return Messages.onTheWire(Messages.resource("dkim-mail-dkim/corpus/" + name + ".txt"));
    }

    private static Resolver zone() {
        ZoneText zone = new ZoneText();
        for (String line : Messages.text("dkim-mail-dkim/FAKE_DNS.dat").lines().toList()) {
            String[] words = line.split("\\s+", 2);
            if (words.length < 2 || line.startsWith("#") || words[1].equals("NXDOMAIN")) {
                continue;
            }
            if (words[1].startsWith("~~")) {
                zone.record(words[0], words[1].contains("SERVFAIL") ? "SERVFAIL" : "TIMEOUT", "");
            } else {
                zone.txt(words[0], words[1]);
            }
        }
        return zone.build();
    }
}
