// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.MessageScanner;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;
import org.pabal.spam.Points;
import org.pabal.spam.reading.MailReading;

class RulesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void gtubeIsFoundInTheText() {
        String gtube = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";
        String mail = "From: a@example.org\r\nSubject: test\r\n\r\nHello\r\n" + gtube + "\r\n";
        assertThat(found(mail)).anyMatch(f -> f.test().equals("GTUBE") && f.points() == 1000);
        assertThat(found(mail.replace("GTUBE-", "GTUBE"))).noneMatch(f -> f.test().equals("GTUBE"));
    }

    @Test
    void wordsAloneDecideNothing() {
        String text =
                """
                Congratulations! You have won the lottery jackpot! Viagra cialis levitra, online
                casino, refinance your mortgage, no credit check, lose weight, make money fast,
                work at home, act now, order now, limited time offer, bulk email, million dollars,
                next of kin, this is not spam, to be removed from our list, click here to remove.
                """;
        List<Finding> found =
                found(
                        "Date: Sat, 21 Nov 2026 11:59:00 +0000\r\nMessage-ID: <1@example.org>\r\n"
                                + "From: Ann <ann@example.org>\r\nTo: bob@example.net\r\n"
                                + "Subject: words\r\n\r\n"
                                + text);
        assertThat(new Judgement(found).score()).isBetween(3.5, 4.5);
    }

    @Test
    void pointsOfTheOperatorReplaceOurs() {
        Points points = Points.parse(List.of("SUBJECT_EMPTY = 0", "SPF_FAIL=-1.25"));
        assertThat(points.byTest()).containsEntry("SPF_FAIL", -1.25);
        List<Finding> found = List.of(new Finding("SUBJECT_EMPTY", 0.5, "x"));
        assertThat(points.weigh(found)).containsExactly(new Finding("SUBJECT_EMPTY", 0, "x"));
    }

    @Test
    void pointsThatAreNoneAreRefused() {
        for (String wrong : List.of("", "=1", "spf=1", "SPF_FAIL", "SPF_FAIL=x", "SPF_FAIL=1e9")) {
            assertThatThrownBy(() -> Points.parse(List.of(wrong))).hasMessageContaining(wrong);
        }
    }

    @Test
    void anyOctetsAreJudged() {
        Random random = new Random(42);
        String[] pieces = {
            "From: ",
            "To: ",
            "Subject: ",
            "Date: ",
            "Received: from ",
            " by ",
            "Message-ID: <",
            "@",
            ">",
            "$01c1f565$b17fa880",
            "\r\n",
            "\r\n ",
            "\r\n\r\n",
            "(",
            ")",
            "[1.2.3.999]",
            ";",
            "=?utf-8?b?",
            "X-Mailer: Microsoft Outlook Express",
            "X-Priority: ",
            "helo=",
            "-1900",
            "Mon, 28 Jul 1980 14:01:35",
            "광고",
            "(광 고)",
            "!",
            "99999999999999999999",
            "\0",
            "é"
        };
        for (int round = 0; round < 3_000; round++) {
            StringBuilder mail = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                mail.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(found(mail.toString())).as("round " + round).isNotNull();
        }
    }

    static List<Finding> found(String mail) {
        byte[] octets = mail.getBytes(StandardCharsets.UTF_8);
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        return Rules.of(MailReading.of(scanner.finish(), octets), ArrivalFacts.unknown(NOW));
    }
}
