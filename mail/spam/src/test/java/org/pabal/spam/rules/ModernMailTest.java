// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.MessageScanner;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.ArrivalFacts.Dmarc;
import org.pabal.spam.ArrivalFacts.Result;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.reading.ReadingTests;

/// Mail as it comes today, in English and Korean, judged without training, lists and history. It was
/// made up for this test: the public collections are twenty years old.
class ModernMailTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final double MOST_FOR_GOOD = 2.0;
    private static final double SPAM = 5.0;

    @Test
    void goodMailStaysFarBelow() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Sample sample : samples("good.txt")) {
            Judgement judgement = sample.judge();
            if (judgement.score() >= MOST_FOR_GOOD) {
                wrong.add(sample.name() + " " + judgement.score() + shown(judgement));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void spamIsFoundWithoutTraining() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Sample sample : samples("spam.txt")) {
            Judgement judgement = sample.judge();
            if (judgement.score() < SPAM) {
                wrong.add(sample.name() + " " + judgement.score() + shown(judgement));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String shown(Judgement judgement) {
        StringBuilder shown = new StringBuilder();
        for (Finding finding : judgement.findings()) {
            shown.append("\n    ").append(finding.test()).append(' ').append(finding.points());
            shown.append(' ').append(finding.detail());
        }
        return shown.append('\n').toString();
    }

    private record Sample(String name, Set<String> known, String text) {
        Judgement judge() throws IOException {
            Charset charset =
                    known.contains("raw")
                            ? Charset.forName("x-windows-949")
                            : StandardCharsets.UTF_8;
            byte[] octets = text.replace("\n", "\r\n").getBytes(charset);
            MessageScanner scanner = new MessageScanner();
            scanner.write(octets, 0, octets.length);
            MailReading reading = MailReading.of(scanner.finish(), octets);
            String domain = reading.from().getFirst().domain();
            List<Finding> findings = new ArrayList<>(Rules.of(reading, facts(domain)));
            findings.addAll(ReadingTests.of(reading, facts(domain)));
            return new Judgement(findings);
        }

        private ArrivalFacts facts(String domain) throws IOException {
            boolean fails = known.contains("fail");
            Result spf =
                    known.contains("spf")
                            ? Result.PASS
                            : fails
                                    ? Result.FAIL
                                    : known.contains("softfail") ? Result.SOFTFAIL : Result.NONE;
            List<String> signers =
                    known.contains("dkim")
                            ? List.of(domain)
                            : known.contains("dkimlist") ? List.of("lists.example") : List.of();
            Result dmarc =
                    known.contains("dmarc") ? Result.PASS : fails ? Result.FAIL : Result.NONE;
            return new ArrivalFacts(
                    Optional.of(InetAddress.getByName("203.0.113.5")),
                    "mail.sender.example",
                    Optional.of(Result.PASS),
                    "mail.sender.example",
                    known.contains("null") ? "" : "bounce@" + domain,
                    Optional.empty(),
                    Optional.of(spf),
                    signers,
                    0,
                    Optional.empty(),
                    Optional.of(new Dmarc(dmarc, domain, fails)),
                    List.of("ann@pabal.example"),
                    own -> own.equals("pabal.example"),
                    NOW);
        }
    }

    private static List<Sample> samples(String name) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (InputStream in = ModernMailTest.class.getResourceAsStream(name)) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : all.split("\n===== ")) {
                int line = part.indexOf('\n');
                int colon = part.indexOf(": ");
                if (!part.startsWith("#")) {
                    samples.add(
                            new Sample(
                                    part.substring(0, colon),
                                    Set.copyOf(
                                            Arrays.asList(
                                                    part.substring(colon + 2, line).split(" "))),
                                    part.substring(line + 1)));
                }
            }
        }
        assertThat(samples).hasSizeGreaterThanOrEqualTo(30);
        return samples;
    }
}
