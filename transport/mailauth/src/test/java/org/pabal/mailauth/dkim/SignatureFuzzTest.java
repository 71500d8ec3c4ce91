// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.dns.ZoneText;
import org.pabal.mailauth.arc.ArcOutcome;
import org.pabal.mailauth.arc.ArcResult;
import org.pabal.mailauth.arc.ArcVerifier;

/// Hostile fields, records and mutated good messages: each ends in a named result, with bounded work,
/// and no mutation of what is signed passes.
class SignatureFuzzTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z"));

    private static final TestSigner KEY = TestSigner.rsa(1_024);
    private static final String MESSAGE =
            "From: Bob <bob@example.org>\r\nTo: alice@example.net\r\nSubject: lunch\r\n\r\n"
                    + "Shall we?\r\n\r\n  or \t not\r\n";

    private static final List<String> PARTS =
            List.of(
                    "v=1",
                    "a=rsa-sha256",
                    "a=ed25519-sha256",
                    "a=",
                    "d=example.org",
                    "d=.",
                    "d=\u0000",
                    "s=s1",
                    "s=..",
                    "s=*",
                    "h=from",
                    "h=:::",
                    "h=from:to:subject",
                    "bh=AAAA",
                    "bh=!",
                    "b=AAAA",
                    "b=",
                    "b",
                    "=",
                    "c=relaxed/relaxed",
                    "c=/",
                    "c=simple/relaxed/x",
                    "l=0",
                    "l=-1",
                    "l=99999999999999999999",
                    "t=1",
                    "t=",
                    "x=0",
                    "x=99999999999999",
                    "i=1",
                    "i=@",
                    "i=x@example.org",
                    "i==",
                    "i==4",
                    "i==40example.org",
                    "i=51",
                    "q=dns",
                    "q=:",
                    "cv=none",
                    "cv=pass",
                    "cv=fail",
                    "z=a|b",
                    "k=rsa",
                    "p=",
                    "p=MIGf",
                    "p=====",
                    "h=sha1",
                    "s=email",
                    "t=y:s",
                    "v=DKIM1",
                    "\r\n ",
                    "\t",
                    " ",
                    "\u00e9",
                    "\r",
                    "\n");

    private static final List<String> NAMES =
            List.of(
                    "DKIM-Signature",
                    "ARC-Seal",
                    "ARC-Message-Signature",
                    "ARC-Authentication-Results",
                    "From",
                    "Subject",
                    "dkim-signature ",
                    "X");

    @Test
    void nonsenseIsNoPassAndNoException() {
        for (long seed = 0; seed < 6_000; seed++) {
            Random random = new Random(seed);
            StringBuilder message = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                message.append(pick(NAMES, random)).append(':').append(tags(random)).append("\r\n");
            }
            message.append(MESSAGE);
            ZoneText zone = new ZoneText();
            for (int i = random.nextInt(3); i > 0; i--) {
                zone.txt("s1._domainkey.example.org", tags(random));
            }
            ZoneResolver resolver = zone.build();
            for (DkimOutcome outcome : verify(resolver, message.toString(), seed)) {
                // TEMPERROR would be an exception on the thread of a look-up: this DNS has no
                // faults.
                assertThat(outcome.result())
                        .as("seed %d: %s", seed, outcome)
                        .isNotIn(DkimResult.PASS, DkimResult.TEMPERROR, DkimResult.NONE);
                assertThat(outcome.reason()).as("seed %d", seed).isNotEmpty();
            }
            assertThat(validate(resolver, message.toString(), seed).result())
                    .as("seed %d", seed)
                    .isNotEqualTo(ArcResult.PASS);
            assertThat(resolver.asked()).as("seed %d", seed).isLessThanOrEqualTo(30);
        }
    }

    @Test
    void recordsThatAreNoKeysAreNoException() {
        for (long seed = 0; seed < 6_000; seed++) {
            Random random = new Random(seed);
            String record = random.nextBoolean() ? tags(random) : mutated(KEY.record(), random);
            assertThat(KeyRecord.parse(record)).as("seed %d", seed).isNotNull();
        }
    }

    /// What the relaxed form forgives is put aside: a mutant passes only when it is the same for a
    /// reader too.
    @Test
    void whatIsChangedDoesNotPass() {
        ZoneResolver zone = new ZoneText().txt("s1._domainkey.example.org", KEY.record()).build();
        List<TestSigner> signers =
                List.of(
                        TestSigner.like(KEY).tag("h", "from:from:to:to:subject:subject"),
                        TestSigner.like(KEY).tag("c", "simple/simple"));
        int passes = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            String signed = signers.get(random.nextInt(2)).sign(MESSAGE);
            String mutant = mutated(signed, random);
            for (DkimOutcome outcome : verify(zone, mutant, seed)) {
                if (outcome.isPass()) {
                    passes++;
                    assertThat(essence(mutant))
                            .as("seed %d passes:%n%s", seed, mutant)
                            .contains(essence(MESSAGE));
                }
            }
        }
        assertThat(passes).isPositive();
    }

    /// Without blanks, and as if header names had no case.
    private static String essence(String message) {
        return message.replaceAll("[ \\t\\r\\n]", "")
                .replaceAll("(?i)from:", "from:")
                .replaceAll("(?i)to:", "to:")
                .replaceAll("(?i)subject:", "subject:");
    }

    private static String pick(List<String> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static String tags(Random random) {
        List<String> tags = new ArrayList<>();
        for (int i = random.nextInt(14); i > 0; i--) {
            tags.add(pick(PARTS, random));
        }
        return String.join(random.nextInt(10) == 0 ? "" : ";", tags);
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(mutant.length());
            switch (random.nextInt(4)) {
                case 0 -> mutant.setCharAt(at, (char) random.nextInt(256));
                case 1 -> mutant.deleteCharAt(at);
                case 2 -> mutant.insert(at, pick(PARTS, random));
                default -> mutant.insert(at, mutant.charAt(random.nextInt(mutant.length())));
            }
        }
        return mutant.toString();
    }

    private static List<DkimOutcome> verify(ZoneResolver zone, String message, long seed) {
        try {
            return Messages.verify(
                    new DkimVerifier(zone, DkimRules.standard(), CLOCK), octets(message));
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + message, e);
        }
    }

    private static ArcOutcome validate(ZoneResolver zone, String message, long seed) {
        try {
            return Messages.validate(
                    new ArcVerifier(new DkimVerifier(zone, DkimRules.standard(), CLOCK)),
                    octets(message));
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + message, e);
        }
    }

    private static byte[] octets(String message) {
        return message.getBytes(StandardCharsets.ISO_8859_1);
    }
}
