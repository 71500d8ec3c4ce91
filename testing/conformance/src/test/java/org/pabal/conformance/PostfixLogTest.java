// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log in Postfix' form, read by Debian's pflogsumm and by fail2ban with its stock filters.
class PostfixLogTest {
    private static final int MAILS = 7;
    private static final int STRANGERS = 3;
    private static final int FAILED_LOGINS = 2;

    @TempDir private Path folder;

    @Test
    void pflogsummAndFail2banReadOurLog() throws Exception {
        Path data = PabalProcess.data(folder, "log.mail-form = \"both\"\n");
        try (PabalProcess server =
                PabalProcess.at(data).with("pabal.test", "bob", "carol").start()) {
            for (int i = 0; i < MAILS; i++) {
                send(server);
            }
            for (int i = 0; i < STRANGERS; i++) {
                askForRelay(server);
            }
            for (int i = 0; i < FAILED_LOGINS; i++) {
                logInWrongly(server);
            }
            server.stop();
        }
        Path log = data.resolve("log/mail.log");
        String lines = Files.readString(log);
        assertThat(lines).contains("postfix/smtpd[", ": connect from unknown[127.0.0.1]");
        assertThat(lines.lines().filter(line -> line.endsWith(": removed"))).hasSize(MAILS);
        if (Run.has("pflogsumm")) {
            String summary = Run.command("pflogsumm", log.toString()).run().output();
            assertThat(summary)
                    .containsPattern("\\b" + MAILS + " +received")
                    .containsPattern("\\b" + 2 * MAILS + " +delivered")
                    .containsPattern("\\b" + (MAILS + STRANGERS) + " +rejected")
                    .containsPattern("\\b0 +bounced")
                    .contains("Relay access denied");
        }
        assumeTrue(Run.has("fail2ban-regex"), "fail2ban is not installed");
        // Unknown users are an error of people too: fail2ban's own filter leaves them out of
        // nothing and counts them.
        assertThat(matched(log, "postfix")).isEqualTo(MAILS + STRANGERS);
        assertThat(matched(log, "postfix[mode=auth]")).isEqualTo(FAILED_LOGINS);
    }

    private static int matched(Path log, String filter) throws Exception {
        String report = Run.command("fail2ban-regex", log.toString(), filter).run().output();
        java.util.regex.Matcher failures =
                java.util.regex.Pattern.compile("Failregex: (\\d+) total").matcher(report);
        assertThat(failures.find()).as(report).isTrue();
        return Integer.parseInt(failures.group(1));
    }

    /// To two accounts, and to one that is not there.
    private static void send(PabalProcess server) throws IOException {
        try (LineClient smtp = LineClient.connect(server.port(25))) {
            smtp.reply();
            smtp.ask("EHLO client.example.net");
            smtp.ask("MAIL FROM:<sender@example.net>");
            smtp.ask("RCPT TO:<bob@pabal.test>");
            smtp.ask("RCPT TO:<carol@pabal.test>");
            assertThat(smtp.ask("RCPT TO:<nobody@pabal.test>")).startsWith("550");
            smtp.ask("DATA");
            smtp.sendOctets("Subject: hi\r\n\r\nHi.\r\n.\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(smtp.reply()).startsWith("250");
            smtp.ask("QUIT");
        }
    }

    private static void askForRelay(PabalProcess server) throws IOException {
        try (LineClient smtp = LineClient.connect(server.port(25))) {
            smtp.reply();
            smtp.ask("EHLO stranger.example.net");
            smtp.ask("MAIL FROM:<sender@example.net>");
            assertThat(smtp.ask("RCPT TO:<victim@elsewhere.example>")).startsWith("554");
            smtp.ask("QUIT");
        }
    }

    private static void logInWrongly(PabalProcess server) throws Exception {
        String plain =
                Base64.getEncoder()
                        .encodeToString("\0bob@pabal.test\0wrong".getBytes(StandardCharsets.UTF_8));
        try (LineClient smtp = LineClient.connectTls(server.port(465))) {
            smtp.reply();
            smtp.ask("EHLO stranger.example.net");
            assertThat(smtp.ask("AUTH PLAIN " + plain)).startsWith("535");
        }
    }
}
