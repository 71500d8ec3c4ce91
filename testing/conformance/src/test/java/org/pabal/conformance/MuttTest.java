// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Somebody reads mail with mutt and neomutt on a terminal, with a header cache kept by QRESYNC.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MuttTest {
    @TempDir private static Path folder;
    private Clients clients;

    @BeforeAll
    void start() throws Exception {
        clients = Clients.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        clients.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutt", "neomutt"})
    void readsFlagsCopiesDeletesSearchesAndIsToldOfNewMail(String program) throws Exception {
        assumeTrue(Run.has(program) && Run.has("python3"));
        String bob = clients.account();
        Path home = Files.createDirectories(folder.resolve(program));
        try (LineClient imap = clients.server().imap(bob)) {
            List<byte[]> mails = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                String needle = i == 4 ? "\r\nthe needle" : "";
                mails.add(Mails.plain("note " + i, "This is text " + i + "." + needle));
            }
            mails.add(Mails.plain("=?euc-kr?B?vsa9zg==?=", "Korean"));
            imap.append("INBOX", mails);
            try (Terminal terminal = open(program, home, bob)) {
                firstVisit(terminal, bob);
            }
            checkFirstVisit(imap, mails);
            imap.command("SELECT INBOX");
            imap.command("UID STORE 3 +FLAGS.SILENT (\\Deleted)");
            imap.command("EXPUNGE");
            imap.command("UID STORE 4 +FLAGS (\\Flagged)");
            imap.append("INBOX", List.of(Mails.plain("while away", "Late.")));
            try (Terminal terminal = open(program, home, bob)) {
                terminal.await("while away").await("note 4").await("arrived by idle");
                terminal.type("\f").await("arrived by idle");
                terminal.type("l~F\r").await("/6 New:");
                terminal.type("\f").await("note 1").await("note 4");
                terminal.type("q").mustEnd();
            }
            assertThat(debugLog(home))
                    .contains("ENABLE QRESYNC")
                    .containsPattern(
                            "UID FETCH [\\d:,]+ \\(FLAGS\\) \\(CHANGEDSINCE \\d+ VANISHED\\)");
            if (program.equals("mutt")) { // neomutt 20220429 miscounts what it kept
                assertThat(debugLog(home)).doesNotContain("QRESYNC failed");
            }
            assertThat(imap.command("EXAMINE INBOX")).contains("* 6 EXISTS");
        }
    }

    private void firstVisit(Terminal terminal, String bob) throws Exception {
        terminal.await("note 1").await("note 5").await("아싸");
        terminal.type("=\r").await("This is text 1.");
        terminal.type("i").await("note 2");
        terminal.type("1\r").type("F").await("note 1"); // the flag
        terminal.type("5\rC\u0015=Archive\r").await("note 5"); // a copy
        terminal.type("\f").await("note 5");
        terminal.type("2\rd").await("note 2");
        terminal.type("$").await("note 3"); // gone for good
        terminal.type("l=b needle\r").await("note 4"); // the server searches
        terminal.type("l~A\r").await("note 5");
        terminal.type("/~b \"text 3\"\r").await("note 3"); // mutt itself does
        clients.server()
                .send("alice@pabal.test", bob + "@pabal.test", Mails.plain("arrived by idle", "!"));
        terminal.await("arrived by idle");
        terminal.type("q").mustEnd();
    }

    private static void checkFirstVisit(LineClient imap, List<byte[]> mails) throws Exception {
        MailCopies inbox = MailCopies.onServer(imap, "INBOX");
        assertThat(inbox.messages()).hasSize(6);
        String flags = imap.command("UID FETCH 1:* (UID FLAGS)");
        assertThat(flags)
                .containsPattern("UID 1 FLAGS \\(\\\\Flagged \\\\Seen")
                .doesNotContain("UID 2 ")
                .doesNotContain("\\Deleted");
        assertThat(MailCopies.onServer(imap, "Archive").messages().values())
                .singleElement()
                .satisfies(copy ->
                        assertThat(copy.content())
                                .isEqualTo(Clients.text(Clients.withLf(mails.get(4)))));
    }

    private Terminal open(String program, Path home, String account) throws Exception {
        String url = "imaps://127.0.0.1:" + clients.server().port(993);
        Files.createDirectories(home.resolve("headers"));
        Path config =
                Files.writeString(
                        home.resolve("muttrc"),
                        """
                        set imap_user="%1$s@pabal.test" imap_pass="%1$s-secret"
                        set certificate_file="%2$s" ssl_verify_host=no ssl_verify_dates=no
                        set header_cache="%3$s/headers"
                        set imap_condstore=yes imap_qresync=yes imap_idle=yes
                        set timeout=1 mail_check=1 sleep_time=0
                        set confirmappend=no confirmcreate=no quit=yes delete=yes beep=no move=no
                        set wait_key=no copy=no sort=mailbox-order mark_old=no
                        set index_format="%%C %%Z %%s" charset=utf-8
                        set folder="%4$s/" spoolfile="%4$s/INBOX"
                        """
                                .formatted(account, clients.certificate(), home, url));
        String[] debug =
                program.equals("mutt")
                        ? new String[] {"-d", "2"}
                        : new String[] {"-d", "2", "-l", home + "/.muttdebug"};
        List<String> command = new ArrayList<>(List.of(program, "-n", "-F", config.toString()));
        command.addAll(List.of(debug));
        command.addAll(List.of("-f", url + "/INBOX"));
        return Terminal.start(home, command.toArray(String[]::new));
    }

    private static String debugLog(Path home) throws Exception {
        return Files.readString(home.resolve(".muttdebug0"), StandardCharsets.ISO_8859_1);
    }
}
