// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The spam filter in the whole server: each outcome as a client and an administrator see it.
class SpamTest {
    private static final String GTUBE =
            "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

    @TempDir Path folder;

    private PabalProcess server(String more) throws Exception {
        Path data = PabalProcess.data(folder, "[spam]\nthis-host = true\n" + more);
        return PabalProcess.at(data).start().with("pabal.test", "alice", "bob");
    }

    private static Run.Result swaks(PabalProcess server, String to, String body) throws Exception {
        return Run.command(
                        "swaks",
                        "--server",
                        "127.0.0.1:" + server.port(25),
                        "--from",
                        "carol@pabal.test",
                        "--to",
                        to,
                        "--header",
                        "Subject: hello",
                        "--body",
                        body)
                .run();
    }

    private static String mail(String body) {
        return "From: Carol <carol@far.test>\r\nTo: bob@pabal.test\r\nSubject: hello\r\n"
                + "Date: Sat, 21 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@far.test>\r\n\r\n"
                + body
                + "\r\n";
    }

    /// @return what is said at the dot
    private static String receive(PabalProcess server, String body, String... to) throws Exception {
        try (LineClient client = LineClient.connect(server.port(25))) {
            client.reply();
            client.ask("EHLO client.test");
            client.ask("MAIL FROM:<carol@pabal.test>");
            for (String each : to) {
                client.ask("RCPT TO:<" + each + ">");
            }
            client.ask("DATA");
            client.sendOctets(mail(body).getBytes(StandardCharsets.ISO_8859_1));
            return client.ask(".");
        }
    }

    private static String id(String reply) {
        Matcher matcher = Pattern.compile(" as ([0-9A-Z]{16})").matcher(reply);
        assertThat(matcher.find()).as(reply).isTrue();
        return matcher.group(1);
    }

    private static String mailbox(PabalProcess server, String localPart, String name)
            throws Exception {
        try (LineClient imap = server.imap(localPart)) {
            imap.command("SELECT " + name);
            return imap.command("FETCH 1:* (FLAGS BODY.PEEK[])");
        }
    }

    private static Run.Result spam(PabalProcess server, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("spam"));
        all.addAll(List.of(arguments));
        return server.pabal("", all.toArray(String[]::new));
    }

    @Test
    void gtubeIsRefusedAndTheRestIsExplained() throws Exception {
        assumeTrue(Run.has("swaks"));
        try (PabalProcess server = server("")) {
            Run.Result refused = swaks(server, "bob@pabal.test", GTUBE);
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.output()).contains("550 5.7.1 Judged to be spam, score 1000.");
            assertThat(swaks(server, "bob@pabal.test", "How are you?").output()).contains(" 250 ");
            assertThat(server.awaitMail("bob", 1))
                    .contains("X-Spam-Status: No, score=")
                    .doesNotContain("X-Spam-Flag");
            assertThat(
                            spam(server, "explain", "--account", "bob@pabal.test", "--uid", "1")
                                    .mustSucceed()
                                    .output())
                    .contains("spam from 5.0 on; delivered");
        }
    }

    @Test
    void spamLiesInJunkWithItsFields() throws Exception {
        try (PabalProcess server = server("junk-score = 900.0\nrefuse-score = \"never\"\n")) {
            String reply = receive(server, GTUBE, "bob@pabal.test");
            assertThat(mailbox(server, "bob", "Junk"))
                    .contains("$Junk")
                    .contains("X-Spam-Flag: YES")
                    .contains("GTUBE=1000.0");
            assertThat(spam(server, "explain", id(reply)).mustSucceed().output())
                    .contains("filed as junk")
                    .contains("[GTUBE]");
            assertThat(server.pabal("", "trace", id(reply)).mustSucceed().output())
                    .contains("GTUBE=1000.0");
        }
    }

    @Test
    void ownThresholdsAndListsHold() throws Exception {
        try (PabalProcess server = server("")) {
            spam(server, "threshold", "bob@pabal.test", "--refuse", "never").mustSucceed();
            assertThat(receive(server, GTUBE, "bob@pabal.test")).startsWith("250");
            assertThat(receive(server, GTUBE, "alice@pabal.test")).startsWith("550");
            assertThat(receive(server, GTUBE, "alice@pabal.test", "bob@pabal.test"))
                    .startsWith("250");
            spam(server, "block", "pabal.test", "@far.test", "--note", "enough").mustSucceed();
            assertThat(receive(server, "Hi.", "alice@pabal.test")).startsWith("550 5.7.1");
            assertThat(spam(server, "list").mustSucceed().output())
                    .contains("blocked: @far.test (enough)")
                    .contains("refused from never");
            spam(server, "block", "pabal.test", "@far.test", "--remove").mustSucceed();
            spam(server, "allow", "alice@pabal.test", "@far.test").mustSucceed();
            assertThat(receive(server, "Hi.", "alice@pabal.test")).startsWith("250");
            try (LineClient imap = server.imap("alice")) {
                imap.command("SELECT INBOX");
                assertThat(imap.command("FETCH 1:* BODY.PEEK[]")).contains("Hi.");
            }
            assertThat(
                            spam(server, "explain", "--account", "alice@pabal.test", "--uid", "1")
                                    .mustSucceed()
                                    .output())
                    .contains("[ALLOWED_UNPROVED]");
        }
    }

    @Test
    void whatIsKeptAsideIsReleased() throws Exception {
        try (PabalProcess server = server("quarantine-score = 900.0\nrefuse-score = \"never\"\n")) {
            String id = id(receive(server, GTUBE, "bob@pabal.test"));
            assertThat(mailbox(server, "bob", "INBOX")).doesNotContain("GTUBE-STANDARD");
            assertThat(mailbox(server, "bob", "Junk")).doesNotContain("GTUBE-STANDARD");
            assertThat(spam(server, "quarantine", "list").mustSucceed().output()).contains(id);
            assertThat(spam(server, "quarantine", "show", id).mustSucceed().output())
                    .contains("GTUBE=1000.0")
                    .contains("Subject: hello");
            assertThat(server.pabal("", "trace", id).mustSucceed().output()).contains("quarantine");
            assertThat(spam(server, "quarantine", "release", id).mustSucceed().output())
                    .contains("bob@pabal.test");
            assertThat(server.awaitMail("bob", 1)).contains("GTUBE-STANDARD");
            assertThat(spam(server, "quarantine", "list").mustSucceed().output())
                    .doesNotContain(id);
            assertThat(server.pabal("", "queue", "check").mustSucceed().exitCode()).isZero();
        }
    }

    @Test
    void sieveIsToldOfIt() throws Exception {
        Path script =
                Files.writeString(
                        folder.resolve("spam.sieve"),
                        "require [\"spamtest\", \"fileinto\", \"relational\","
                                + " \"comparator-i;ascii-numeric\", \"mailbox\"];\n"
                                + "if spamtest :value \"ge\" :comparator \"i;ascii-numeric\" \"5\""
                                + " { fileinto :create \"Bin\"; }\n");
        try (PabalProcess server = server("junk-score = 900.0\nrefuse-score = \"never\"\n")) {
            server.pabal(
                            "",
                            "sieve",
                            "put",
                            "--account",
                            "bob@pabal.test",
                            "--activate",
                            "spam",
                            script.toString())
                    .mustSucceed();
            assertThat(receive(server, GTUBE, "bob@pabal.test")).startsWith("250");
            assertThat(mailbox(server, "bob", "Bin")).contains("GTUBE-STANDARD");
            assertThat(mailbox(server, "bob", "Junk")).doesNotContain("GTUBE-STANDARD");
        }
    }

    @Test
    void messagesInFilesAreJudgedAsTheServerWould() throws Exception {
        Path mbox =
                Files.writeString(
                        folder.resolve("two.mbox"),
                        "From a@b Sat Nov 21 12:00:00 2026\n"
                                + mail("Hi.").replace("\r\n", "\n")
                                + "\nFrom a@b Sat Nov 21 12:00:00 2026\n"
                                + mail(GTUBE).replace("\r\n", "\n"));
        try (PabalProcess server = server("")) {
            List<String> lines =
                    spam(server, "check", mbox.toString()).mustSucceed().output().lines().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).startsWith("ham ").contains(mbox + ":1 ");
            assertThat(lines.get(1)).startsWith("spam 1000.").contains("GTUBE=1000.0");
            assertThat(spam(server, "check", "--json", mbox.toString()).mustSucceed().output())
                    .contains("\"outcome\":\"refuse\"");
        }
    }
}
