// SPDX-License-Identifier: Apache-2.0
package org.pabal.spamd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is answered is what Debian's spamd 4.0.1 answers, but for the words.
class SpamdSessionTest {
    private static final String SPAM = "Subject: spam\r\n\r\nbuy\r\n";
    private static final String GOOD = "From x\nSubject: hello\n\nhow are you\n";
    private SpamdStage stage;

    @BeforeEach
    void begin() throws Exception {
        stage = new SpamdStage();
    }

    @AfterEach
    void end() {
        stage.close();
    }

    @Test
    void aCheckIsAnsweredByTheScore() throws Exception {
        assertThat(stage.ask("CHECK SPAMC/1.5", SPAM))
                .isEqualTo("SPAMD/1.1 0 EX_OK\r\nSpam: True ; 15.0 / 5.0\r\n\r\n");
        assertThat(stage.ask("CHECK SPAMC/1.5\r\nUser: bob", GOOD))
                .isEqualTo("SPAMD/1.1 0 EX_OK\r\nSpam: False ; 2.0 / 5.0\r\n\r\n");
    }

    @Test
    void theOldDialectEndsTheMessageWithTheConnection() throws Exception {
        assertThat(stage.ask(("CHECK SPAMC/1.2\r\n\r\n" + SPAM).getBytes(ISO_8859_1)))
                .contains("Spam: True");
    }

    @Test
    void symbolsAndReports() throws Exception {
        assertThat(stage.ask("SYMBOLS SPAMC/1.3", SPAM))
                .isEqualTo(
                        "SPAMD/1.1 0 EX_OK\r\nContent-length: 14\r\nSpam: True ; 15.0 / 5.0\r\n\r\n"
                                + "SPF_FAIL,GTUBE");
        assertThat(stage.ask("REPORT SPAMC/1.4", SPAM))
                .contains("13.0 GTUBE")
                .contains("2.0 SPF_FAIL");
        assertThat(stage.ask("REPORT_IFSPAM SPAMC/1.4", SPAM)).contains("13.0 GTUBE");
        assertThat(stage.ask("REPORT_IFSPAM SPAMC/1.4", GOOD)).endsWith("2.0 / 5.0\r\n\r\n");
    }

    @Test
    void theMessageComesBackWithFieldsInItsOwnLineEnds() throws Exception {
        assertThat(stage.ask("PROCESS SPAMC/1.5", SPAM))
                .endsWith("\r\n\r\nX-Spam-Status: Yes\r\n" + SPAM);
        assertThat(stage.ask("PROCESS SPAMC/1.5", GOOD))
                .endsWith("\r\n\r\nFrom x\nX-Spam-Status: No\nSubject: hello\n\nhow are you\n");
        assertThat(stage.ask("HEADERS SPAMC/1.5", SPAM))
                .endsWith("\r\n\r\nX-Spam-Status: Yes\r\nSubject: spam\r\n\r\n");
    }

    @Test
    void teaching() throws Exception {
        String tell = "TELL SPAMC/1.5\r\nUser: bob@example.org\r\nMessage-class: spam\r\n";
        assertThat(stage.ask(tell + "Set: local", SPAM)).contains("0 EX_OK\r\nDidSet: local\r\n");
        assertThat(stage.ask(tell + "Set: local,remote", SPAM)).contains("DidSet: local\r\n");
        assertThat(stage.ask(tell + "Remove: local", SPAM)).contains("DidRemove: local\r\n");
        assertThat(stage.ask(tell.replace("spam", "ham") + "Set: local", GOOD))
                .contains("0 EX_OK")
                .doesNotContain("DidSet");
        assertThat(stage.ask(tell.replace("bob", "root") + "Set: local", SPAM))
                .startsWith("SPAMD/1.0 67 ");
        assertThat(stage.ask(tell, SPAM)).startsWith("SPAMD/1.0 76 ");
        assertThat(stage.ask(tell.replace("spam", "eggs") + "Set: local", SPAM))
                .startsWith("SPAMD/1.0 76 ");
        assertThat(stage.told).containsExactly("SPAM 22", "SPAM 22", "FORGET 22", "HAM 35");
    }

    @Test
    void pingAndSkip() throws Exception {
        assertThat(stage.ask("PING SPAMC/1.2\r\n\r\n".getBytes(ISO_8859_1)))
                .isEqualTo("SPAMD/1.5 0 PONG\r\n");
        assertThat(stage.ask("SKIP SPAMC/1.2\r\n\r\n".getBytes(ISO_8859_1))).isEmpty();
    }

    @Test
    void packedMessages() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(SPAM.getBytes(ISO_8859_1));
        }
        byte[] head =
                ("CHECK SPAMC/1.5\r\nCompress: zlib\r\nContent-length: "
                                + packed.size()
                                + "\r\n\r\n")
                        .getBytes(ISO_8859_1);
        assertThat(stage.ask(SpamdStage.joined(head, packed.toByteArray()))).contains("Spam: True");
    }

    /// THREATS M14
    @Test
    void whatUnpacksToTooMuchIsRefused() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(new byte[5_000_000]);
        }
        byte[] head =
                ("CHECK SPAMC/1.5\r\nCompress: zlib\r\nContent-length: "
                                + packed.size()
                                + "\r\n\r\n")
                        .getBytes(ISO_8859_1);
        assertThat(stage.ask(SpamdStage.joined(head, packed.toByteArray())))
                .startsWith("SPAMD/1.0 74 ");
    }

    @Test
    void whatIsOutsideTheGrammarOrTheBoundsIsRefused() throws Exception {
        assertThat(stage.ask("FOO BAR", SPAM)).startsWith("SPAMD/1.0 76 Bad header line: FOO BAR");
        assertThat(stage.ask("FOO SPAMC/1.5", SPAM)).startsWith("SPAMD/1.0 76 ");
        assertThat(stage.ask("CHECK SPAMC/1.5\r\nnonsense", SPAM)).startsWith("SPAMD/1.0 76 ");
        assertThat(
                        stage.ask(
                                "CHECK SPAMC/1.5\r\nContent-length: 100\r\n\r\nshort"
                                        .getBytes(ISO_8859_1)))
                .contains("Content-Length mismatch: Expected 100 bytes, got 5 bytes");
        assertThat(
                        stage.ask(
                                "CHECK SPAMC/1.5\r\nContent-length: 99999999999\r\n\r\n"
                                        .getBytes(ISO_8859_1)))
                .startsWith("SPAMD/1.0 74 ");
        assertThat(
                        stage.ask(
                                SpamdStage.joined(
                                        "CHECK SPAMC/1.2\r\n\r\n".getBytes(ISO_8859_1),
                                        new byte[SpamdStage.MAX_MESSAGE + 1])))
                .startsWith("SPAMD/1.0 74 ");
        assertThat(stage.ask("CHECK SPAMC/1.5\r\n" + "A: b\r\n".repeat(60), SPAM))
                .startsWith("SPAMD/1.0 76 ");
        assertThat(stage.ask(("X".repeat(5_000) + "\r\n").getBytes(ISO_8859_1))).isEmpty();
    }

    @Test
    void troubleIsTemporary() throws Exception {
        stage.fail();
        assertThat(stage.ask("CHECK SPAMC/1.5", SPAM)).startsWith("SPAMD/1.0 75 ");
    }

    @Test
    void strangersAreTurnedAway() throws Exception {
        try (SpamdStage closed = new SpamdStage(false)) {
            assertThat(closed.ask("PING SPAMC/1.5\r\n\r\n".getBytes(ISO_8859_1)))
                    .startsWith("SPAMD/1.0 77 ");
        }
    }

    @Test
    void anyLinesAreARequest() {
        Random random = new Random(20261121);
        String[] words = {
            "CHECK SPAMC/1.5",
            "TELL SPAMC/1.5",
            "Content-length: 5",
            "User: x",
            "Set: local",
            "",
            "Compress: zlib",
            "Message-class: ham",
            ":",
            "\0\0",
            "Content-length: 9999999999999999999"
        };
        for (int i = 0; i < 20_000; i++) {
            java.util.List<String> lines = new java.util.ArrayList<>();
            for (int n = random.nextInt(5); n >= 0; n--) {
                lines.add(words[random.nextInt(words.length)]);
            }
            assertThat(SpamdRequest.parse(lines)).as("%s", lines).isNotNull();
        }
    }
}
