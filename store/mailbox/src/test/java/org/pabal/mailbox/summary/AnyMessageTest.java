// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.message.mime.MimeTree;
import org.pabal.message.mime.ScannedMessage;

/// Whatever a message is made of, what IMAP is sent of it follows the grammar and has bounds.
/// THREATS M01 to M07, M13.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnyMessageTest {
    /// Three copies of From, and To, Cc and Bcc, each with its limit.
    private static final int MAX_ENVELOPE = 4 << 20;

    private static final int MAX_STRUCTURE = 2 << 20;

    private static MessageSummary check(byte[] octets, String what) {
        ScannedMessage scanned = Scan.message(octets);
        MessageSummary summary = MessageSummary.of(scanned);
        try {
            StrictGrammar.envelope(summary.envelope());
            int bodies = StrictGrammar.body(summary.bodyStructure(), true);
            assertThat(StrictGrammar.body(summary.body(), false)).as(what).isEqualTo(bodies);
        } catch (AssertionError e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
        assertThat(summary.envelope().length).as(what).isLessThan(MAX_ENVELOPE);
        assertThat(summary.bodyStructure().length).as(what).isLessThan(MAX_STRUCTURE + 4096);
        assertThat(summary.structure().length).as(what).isLessThan(MAX_STRUCTURE + 4096);
        assertThat(summary.preview().codePointCount(0, summary.preview().length()))
                .as(what)
                .isLessThanOrEqualTo(200);
        assertThat(summary.preview().chars().noneMatch(c -> c < ' ' || c == 0x7F))
                .as(what)
                .isTrue();
        assertThat(MimeTree.decode(summary.structure()).bodyOctets()).as(what).isNotNegative();
        return summary;
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void anyOctets() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            byte[] octets = new byte[random.nextInt(600)];
            random.nextBytes(octets);
            check(octets, "seed " + seed);
        }
    }

    private static final String[] PIECES = {
        "\r\n",
        "\r\n\r\n",
        "\r\n ",
        "\n",
        "\r",
        "\0",
        "Subject: ",
        "From: ",
        "To: ",
        "Cc: ",
        "Date: ",
        "Message-ID: ",
        "In-Reply-To: ",
        "Content-Type: ",
        "Content-Type: multipart/mixed; boundary=b",
        "Content-Type: message/rfc822",
        "Content-Type: message/global",
        "Content-Type: text/html; charset=",
        "multipart/digest; boundary=\"c\"",
        "Content-Disposition: attachment; filename*0*=",
        "; filename=\"",
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: ",
        "Content-Language: ko, ",
        "Content-ID: ",
        "Content-MD5: ",
        "Content-Location: ",
        "Content-Description: ",
        "\r\n--b\r\n",
        "\r\n--b--\r\n",
        "\r\n--c\r\n",
        "--",
        "=?euc-kr?B?vsa9zg==?=",
        "=?utf-8?Q?=EC=95",
        "=?",
        "?=",
        "\u00BE\u00C6\u00BD\u00CE",
        "\u00EC\u0095\u0084",
        "\u001B$B",
        "\u001B$)C\u000E>F\u000F",
        "\"",
        "\\",
        "(",
        ")",
        "<",
        ">",
        "@",
        ",",
        ";",
        ":",
        "=",
        "a@b",
        "<a@b>",
        "group: a@b, c@d;",
        "{5}\r\n",
        "{999}",
        "NIL",
        "a",
        " ",
        "\t",
        "multipart/",
        "/",
        "text/plain",
        "*1=",
        "''",
        "%EC",
        "e\u0301"
    };

    @Test
    void soupOfWhatMessagesAreMadeOf() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder message = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                message.append(PIECES[random.nextInt(PIECES.length)]);
            }
            check(latin1(message.toString()), "seed " + seed);
        }
    }

    @Test
    void aHundredLevels() {
        StringBuilder multiparts = new StringBuilder("Subject: deep\r\n");
        StringBuilder messages = new StringBuilder("Subject: deep\r\n");
        for (int i = 0; i < 150; i++) {
            multiparts.append("Content-Type: multipart/mixed; boundary=b").append(i);
            multiparts.append("\r\n\r\n--b").append(i).append("\r\n");
            messages.append("Content-Type: message/rfc822\r\n\r\nSubject: level ").append(i);
            messages.append("\r\n");
        }
        check(latin1(multiparts + "\r\ntext\r\n"), "multiparts");
        check(latin1(messages + "\r\ntext\r\n"), "messages");
    }

    @Test
    void tenThousandPartsAndMore() {
        String part = "--b\r\nContent-Type: image/x\r\n\r\nx\r\n";
        MessageSummary summary =
                check(
                        latin1(
                                "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                                        + part.repeat(12_000)
                                        + "--b--\r\n"),
                        "12,000 parts");
        assertThat(StrictGrammar.body(summary.body(), false)).isGreaterThan(9_000);
    }

    @Test
    void aHundredThousandAddresses() {
        String header =
                "From: "
                        + "a@b,".repeat(100_000)
                        + "\r\nTo: "
                        + "Someone <someone@example.org>,\r\n ".repeat(20_000)
                        + "\r\n\r\nx\r\n";
        check(latin1(header), "addresses");
        check(latin1("To: " + "g: a@b;".repeat(100_000) + "\r\n\r\n"), "groups");
        check(latin1("Cc: " + "\u00BE\u00C6 <a@b>,".repeat(80_000) + "\r\n\r\n"), "raw names");
        check(latin1("From: " + "(".repeat(500_000) + "\r\n\r\n"), "comments");
    }

    @Test
    void aMillionOctetsOfHeader() {
        check(latin1("Subject: " + "x".repeat(1_000_000) + "\r\n\r\n"), "one field");
        check(latin1("Subject: " + "\u00BE\u00C6".repeat(500_000) + "\r\n\r\n"), "raw");
        check(latin1("Subject: " + "=?utf-8?Q?=EC?= ".repeat(60_000) + "\r\n\r\n"), "words");
        check(latin1("Message-ID: <" + "\0".repeat(900_000) + ">\r\n\r\n"), "NUL");
        check(latin1("X: y\r\n".repeat(200_000) + "\r\n"), "many fields");
        StringBuilder segments = new StringBuilder("Content-Type: text/plain");
        for (int i = 0; i < 5_000; i++) {
            segments.append("; name*").append(i).append("*=%41").append("x".repeat(150));
        }
        check(latin1(segments + "\r\n\r\n"), "segments");
    }
}
