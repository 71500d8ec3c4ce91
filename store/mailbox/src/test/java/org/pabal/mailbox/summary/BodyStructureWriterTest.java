// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.MimeTree;

/// BODYSTRUCTURE and BODY. RFC 9051 §7.5.2.
class BodyStructureWriterTest {

    @Test
    void aMessageThatSaysNothing() {
        assertThat(Scan.bodyStructure("Subject: x\n\none\ntwo\n"))
                .isEqualTo(
                        "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 10 2"
                                + " NIL NIL NIL NIL)");
        assertThat(Scan.body("Subject: x\n\none\ntwo\n"))
                .isEqualTo("(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 10 2)");
    }

    private static final String MIXED =
            """
            Content-Type: multipart/mixed; boundary="b"

            preamble
            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable
            Content-Language: ko, en

            hello
            --b
            Content-Type: image/png; name="a \\"b\\".png"
            Content-Transfer-Encoding: BASE64
            Content-Disposition: attachment; filename="a.png"; size=3
            Content-ID: <id@x>
            Content-Description: a picture
            Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
            Content-Location: http://x/y
            Content-Language: de

            AAAA
            --b--
            """;

    @Test
    void partsWithEverything() {
        assertThat(Scan.bodyStructure(MIXED))
                .isEqualTo(
                        "((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL"
                                + " \"quoted-printable\" 5 0 NIL NIL (\"ko\" \"en\") NIL)"
                                + "(\"image\" \"png\" (\"name\" \"a \\\"b\\\".png\") \"<id@x>\""
                                + " \"a picture\" \"base64\" 4 \"Q2hlY2sgSW50ZWdyaXR5IQ==\""
                                + " (\"attachment\" (\"filename\" \"a.png\" \"size\" \"3\"))"
                                + " \"de\" \"http://x/y\")"
                                + " \"mixed\" (\"boundary\" \"b\") NIL NIL NIL)");
        assertThat(Scan.body(MIXED))
                .isEqualTo(
                        "((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL"
                                + " \"quoted-printable\" 5 0)"
                                + "(\"image\" \"png\" (\"name\" \"a \\\"b\\\".png\") \"<id@x>\""
                                + " \"a picture\" \"base64\" 4) \"mixed\")");
    }

    @Test
    void aMessageInAMessageHasItsEnvelopeAndStructure() {
        String text =
                """
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: message/rfc822

                From: a@b
                Subject: inner
                Content-Type: text/html

                <p>
                --b--
                """;
        assertThat(Scan.body(text))
                .isEqualTo(
                        "((\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 57 (NIL \"inner\""
                                + " ((NIL NIL \"a\" \"b\")) ((NIL NIL \"a\" \"b\"))"
                                + " ((NIL NIL \"a\" \"b\")) NIL NIL NIL NIL NIL)"
                                + " (\"text\" \"html\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 3 0) 4) \"mixed\")");
    }

    @Test
    void fileNamesThatAreNotAsciiTakeTheFormOfRfc2231() {
        String text =
                "Content-Type: application/pdf; name*=utf-8''%ED%95%9C.pdf\n"
                        + "Content-Disposition: attachment; filename=\"한 1.pdf\"\n\nx";
        assertThat(Scan.bodyStructure(text))
                .isEqualTo(
                        "(\"application\" \"pdf\" (\"name*\" \"utf-8''%ED%95%9C.pdf\") NIL NIL"
                                + " \"7bit\" 1 NIL (\"attachment\" (\"filename*\""
                                + " \"utf-8''%ED%95%9C%201.pdf\")) NIL NIL)");
    }

    @Test
    void whatHasNoPartsIsNoMultipart() {
        String text = "Content-Type: multipart/mixed\n\nno boundary\n";
        assertThat(Scan.body(text))
                .startsWith("(\"application\" \"octet-stream\"")
                .doesNotContain("multipart");
    }

    /// THREATS M01, M05.
    @Test
    void deepAndWideStructuresStayWithinBounds() {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        check(deep.toString());
        StringBuilder wide = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
        for (int i = 0; i < 30_000; i++) {
            wide.append("--b\nContent-Type: a/b; x=\"" + "y".repeat(200) + "\"\n\n");
        }
        check(wide.toString());
    }

    private static void check(String text) {
        MessageSummary summary = MessageSummary.of(Scan.message(text));
        assertThat(EnvelopeWriterTest.isOneList(Scan.ascii(summary.bodyStructure()))).isTrue();
        assertThat(EnvelopeWriterTest.isOneList(Scan.ascii(summary.body()))).isTrue();
        assertThat(summary.bodyStructure().length).isLessThan(3 << 20);
        assertThat(MimeTree.decode(summary.structure())).isNotNull();
    }

    @Test
    void anyOctetsGiveOneList() {
        Random random = new Random(11);
        String[] pieces = {
            "Content-Type: ",
            "multipart/mixed",
            "; boundary=b",
            "\n\n",
            "--b\n",
            "--b--\n",
            "text/",
            "message/rfc822",
            "name=\"",
            "한",
            "\"",
            "\\",
            "Content-Disposition: ",
            "x",
            ";",
            "Content-Language: ",
            ",",
            "(",
            ")",
            "\u0001",
            "*0=",
            "%",
            "Content-ID: ",
            "\n"
        };
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String structure = Scan.bodyStructure(text.toString());
            assertThat(EnvelopeWriterTest.isOneList(structure))
                    .as("round " + round + ": " + structure)
                    .isTrue();
        }
    }
}
