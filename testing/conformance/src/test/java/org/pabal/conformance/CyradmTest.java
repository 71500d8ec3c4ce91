// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An administrator of a Cyrus server goes on as before: with Debian's cyradm against us, and with our
/// own. The dialogue is that of a mail system's manual: `cm user.hurd`, `sq user.hurd 10000`.
class CyradmTest {
    private static final Path CYRUS = Path.of("../../target/cyrus-clients").toAbsolutePath();

    @TempDir private Path folder;
    private PabalProcess server;

    @BeforeEach
    void start() throws Exception {
        String settings =
                """
                [imap]
                administrators = ["cyrus@pabal.test"]
                administrator-names = "user."
                """;
        server =
                PabalProcess.at(PabalProcess.data(folder, settings))
                        .with("pabal.test", "cyrus", "hurd", "bob")
                        .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// Over STARTTLS, with whatever mechanism it likes best.
    private String cyradm(String user, String commands) throws Exception {
        assumeTrue(Files.exists(CYRUS.resolve("usr/bin/cyradm")));
        String libraries = CYRUS + "/usr/lib/x86_64-linux-gnu";
        return Run.command(
                        "env",
                        "LD_LIBRARY_PATH=" + libraries,
                        "PERL5LIB=" + libraries + "/perl5/5.36",
                        "perl",
                        "-MCyrus::IMAP::Shell",
                        "-e",
                        "shell",
                        "--",
                        "--norc",
                        "--user",
                        user + "@pabal.test",
                        "--password",
                        user + "-secret",
                        "127.0.0.1",
                        Integer.toString(server.port(143)))
                .in(folder)
                .input(commands.getBytes(StandardCharsets.UTF_8))
                .run()
                .output();
    }

    @Test
    void debiansCyradmMakesSharesLimitsListsAndDeletes() throws Exception {
        String said =
                cyradm(
                        "cyrus",
                        """
                        cm user.hurd
                        sq user.hurd 10000
                        lq user.hurd
                        lqr user.hurd.Sent
                        cm user.hurd.Work
                        cm --specialuse "\\\\Important" user.hurd.Later
                        sam user.hurd bob lrs
                        lam user.hurd
                        lm user.hurd.W*
                        renm user.hurd.Work user.hurd.Jobs
                        lm user.hurd.J*
                        mboxcfg user.hurd comment first
                        info user.hurd
                        reconstruct user.hurd
                        dam user.hurd bob
                        dm user.hurd.Jobs
                        lm
                        ver
                        """);
        assertThat(said)
                .contains("quota:10000")
                .contains(" STORAGE 0/10000 (0%)")
                // which limit comes first is left to chance by Perl
                .containsPattern("> user\\.hurd .*STORAGE 0/10000 \\(0%\\)")
                .contains("hurd@pabal.test lrswipkxteacd")
                .contains("bob@pabal.test lrs")
                .contains("user.hurd.Work (\\HasNoChildren)")
                .contains("user.hurd.Jobs (\\HasNoChildren)")
                .contains("comment: first")
                .contains("user.hurd (\\HasChildren)")
                .contains("user.bob.Sent (\\HasNoChildren)")
                .contains("name       : Pabal")
                .doesNotContain("mailbox:");
        assertThat(server.pabal("", "mailbox", "list", "user.hurd.*").output())
                .contains("user.hurd.Archive")
                .contains("user.hurd.Later\t0\t0\t0\t\\Important")
                .doesNotContain("Jobs");
        assertThat(server.pabal("", "mailbox", "quota", "get", "user.hurd").output())
                .contains("of 10,240,000");
        assertThat(server.pabal("", "mailbox", "acl", "get", "user.hurd").output())
                .doesNotContain("bob");
        assertThat(server.log())
                .contains(
                        "event=audit what=mailbox-create by=cyrus@pabal.test"
                                + " account=hurd@pabal.test mailbox=INBOX")
                .contains("event=audit what=mailbox-quota by=cyrus@pabal.test")
                .contains("event=audit what=mailbox-acl by=cyrus@pabal.test");
    }

    @Test
    void debiansCyradmIsToldWhatCannotBeDone() throws Exception {
        assertThat(cyradm("cyrus", "cm user.nobody\ndm user.hurd\ndm user.hurd.Nothing\n"))
                .contains("No account nobody@pabal.test on this host: pabal account add")
                .contains("INBOX stays as long as its account: pabal account remove")
                .contains("deletemailbox: [NONEXISTENT] No such mailbox");
    }

    @Test
    void whoIsNoAdministratorHasOnlyOwnMailboxes() throws Exception {
        assertThat(
                        cyradm(
                                "bob",
                                """
                                sam user.hurd bob all
                                sq user.hurd 1
                                dm user.hurd.Sent
                                lm user.*
                                cm OUTBOX
                                lm O*
                                """))
                .contains("setaclmailbox: bob: lrswipkxtea: [NONEXISTENT] No such mailbox")
                .contains("setquota: [NONEXISTENT] No such quota root")
                .contains("deletemailbox: [NONEXISTENT] No such mailbox")
                .contains("OUTBOX (\\HasNoChildren)")
                .doesNotContain("user.hurd.Archive");
    }

    @Test
    void oursDoesTheSameWithoutAPassword() throws Exception {
        assertThat(ours("cm", "user.hurd")).isEmpty();
        assertThat(ours("sq", "user.hurd", "10000")).isEqualTo("quota:10000\n");
        assertThat(ours("lq", "user.hurd")).isEqualTo(" STORAGE 0/10000 (0%)\n");
        assertThat(ours("sam", "user.hurd", "bob", "read")).isEmpty();
        assertThat(ours("lam", "user.hurd"))
                .isEqualTo("hurd@pabal.test lrswipkxteacd\nbob@pabal.test lrs\n");
        assertThat(ours("cm", "user.hurd.Work")).isEmpty();
        assertThat(ours("lm", "user.hurd.W*")).isEqualTo("user.hurd.Work (\\HasNoChildren)\n");
        assertThat(ours("reconstruct", "user.hurd")).isEmpty();
        assertThat(ours("dm", "user.hurd.Work")).isEmpty();
        assertThat(server.pabal("", "cyradm", "dm", "user.hurd.Work").exitCode()).isEqualTo(1);
        assertThat(server.pabal("cm user.bob.Jobs\nserver\nquit\n", "cyradm").output())
                .isEqualTo(PabalProcess.HOSTNAME + "\n");
        try (LineClient imap = server.imap("bob")) {
            assertThat(imap.command("LIST \"\" \"Jobs\"")).contains("Jobs");
        }
    }

    private String ours(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "cyradm";
        System.arraycopy(words, 0, all, 1, words.length);
        return server.pabal("", all).mustSucceed().output();
    }
}
