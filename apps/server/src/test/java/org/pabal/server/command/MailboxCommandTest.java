// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.cli.Context;
import org.pabal.cli.Messages;
import org.pabal.cli.PabalCommand;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.message.Address;
import org.pabal.storage.embedded.EmbeddedConfig;
import org.pabal.storage.embedded.EmbeddedStorage;

/// Mailboxes administered from the command line, before a server ever ran.
class MailboxCommandTest {
    @TempDir private Path folder;

    @BeforeEach
    void accounts() {
        typed("a-long-secret\n", "domain", "add", "example.org");
        typed("a-long-secret\n", "account", "add", "hurd@example.org", "--password-stdin");
        typed("a-long-secret\n", "account", "add", "bob@example.org", "--password-stdin");
    }

    private String pabal(String... words) {
        return typed("", words);
    }

    /// @return what is printed, and the exit code if it is not 0
    private String typed(String input, String... words) {
        StringWriter shown = new StringWriter();
        PrintWriter out = new PrintWriter(shown, true);
        Context context =
                new Context(
                        out,
                        out,
                        new BufferedReader(new StringReader(input)),
                        new Messages(Locale.ENGLISH),
                        "test",
                        StoreOrServer::reach);
        String[] all =
                Stream.concat(
                                Stream.of(words),
                                Stream.of("--data", folder.resolve("data").toString()))
                        .toArray(String[]::new);
        int exitCode = PabalCommand.commandLine(context).execute(all);
        return shown.toString() + (exitCode == 0 ? "" : "exit code " + exitCode + "\n");
    }

    @Test
    void mailboxesAreMadeListedRenamedAndDeleted() {
        assertThat(pabal("mailbox", "create", "hurd@example.org/Work/2026"))
                .isEqualTo("Mailbox hurd@example.org/Work/2026 is there.\n");
        assertThat(pabal("mailbox", "create", "user.hurd.Later", "--special-use", "Important"))
                .isEqualTo("Mailbox user.hurd.Later is there.\n");
        assertThat(pabal("mailbox", "create", "user.hurd.Later"))
                .isEqualTo("pabal: user.hurd.Later exists already\nexit code 1\n");
        assertThat(pabal("mailbox", "list", "hurd@example.org/*r%"))
                .isEqualTo(
                        "hurd@example.org/Archive\t0\t0\t0\t\\Archive\n"
                                + "hurd@example.org/Drafts\t0\t0\t0\t\\Drafts\n"
                                + "hurd@example.org/Later\t0\t0\t0\t\\Important\n"
                                + "hurd@example.org/Trash\t0\t0\t0\t\\Trash\n"
                                + "hurd@example.org/Work\t0\t0\t0\n");
        assertThat(pabal("mailbox", "rename", "user/hurd/Work", "user/hurd/Jobs@example.org"))
                .isEqualTo("user/hurd/Work is user/hurd/Jobs now.\n");
        assertThat(pabal("mailbox", "delete", "user.hurd.Jobs"))
                .contains("user.hurd.Jobs has mailboxes below it: --recursive deletes them too");
        assertThat(pabal("mailbox", "delete", "user.hurd.Jobs", "--recursive"))
                .isEqualTo("user.hurd.Jobs: 2 mailboxes with 0 messages deleted.\n");
        assertThat(pabal("mailbox", "delete", "user.hurd"))
                .contains("INBOX stays as long as its account; pabal account remove hurd@");
        assertThat(pabal("mailbox", "info", "user.hurd.Jobs"))
                .contains("there is no mailbox user.hurd.Jobs");
    }

    @Test
    void unknownAccountsAndNamesAreExplained() {
        assertThat(pabal("mailbox", "create", "user.nobody"))
                .contains("there is no account nobody@example.org; make one")
                .contains("exit code 1");
        assertThat(pabal("mailbox", "create", "nobody@example.org/x"))
                .contains("there is no account nobody@example.org; make one");
        assertThat(pabal("mailbox", "create", "user.hurd..x")).contains("is not a mailbox: write");
        assertThat(pabal("mailbox", "create", "hurd@example.org/a/../b"))
                .contains("is not a mailbox: write");
        assertThat(pabal("mailbox", "create", "hurd/Bare")).contains("hurd@example.org/Bare");
        pabal("domain", "add", "example.net");
        assertThat(pabal("mailbox", "create", "user.hurd.x"))
                .contains("there is no account hurd@example.net");
        assertThat(pabal("mailbox", "create", "user.hurd.x@example.org"))
                .contains("user.hurd.x@example.org is there");
    }

    @Test
    void rightsAreGivenByWordsAndLetters() {
        assertThat(pabal("mailbox", "acl", "set", "user.hurd", "bob", "read"))
                .isEqualTo("hurd@example.org\tlrswipkxtea\nbob@example.org\tlrs\n");
        assertThat(pabal("mailbox", "acl", "set", "user.hurd", "bob@example.org", "+wi"))
                .contains("bob@example.org\tlrswi\n");
        assertThat(pabal("mailbox", "acl", "set", "user.hurd", "bob", "-s"))
                .contains("bob@example.org\tlrwi\n");
        assertThat(pabal("mailbox", "list", "--rights", "user.hurd"))
                .contains("hurd@example.org lrswipkxtea, bob@example.org lrwi");
        assertThat(pabal("mailbox", "acl", "set", "user.hurd", "bob", "xyz"))
                .contains("'xyz' are not rights");
        assertThat(pabal("mailbox", "acl", "set", "user.hurd", "nobody", "read"))
                .contains("there is no account or group 'nobody'");
        pabal("group", "add", "team@example.org", "bob@example.org");
        assertThat(pabal("mailbox", "acl", "set", "user.hurd", "group:team", "+wi"))
                .endsWith("\ngroup:team@example.org\twi\n");
        assertThat(pabal("mailbox", "acl", "set", "user.hurd", "-group:team@example.org", "i"))
                .endsWith("\n-group:team@example.org\ti\n");
        assertThat(pabal("mailbox", "acl", "set", "user.hurd", "group:staff", "wi"))
                .contains("there is no account or group 'group:staff'");
        pabal("mailbox", "acl", "delete", "user.hurd", "-group:team");
        assertThat(pabal("cyradm", "lam", "user.hurd")).endsWith("\ngroup:team@example.org wi\n");
        pabal("mailbox", "acl", "delete", "user.hurd", "$team");
        assertThat(pabal("mailbox", "acl", "set", "user.hurd", "hurd", "none"))
                .contains("always has every right");
        assertThat(pabal("mailbox", "acl", "delete", "user.hurd", "bob"))
                .isEqualTo("hurd@example.org\tlrswipkxtea\n");
    }

    @Test
    void limitsAreThoseOfTheAccount() {
        assertThat(pabal("mailbox", "quota", "set", "user.hurd.Sent", "--storage", "10MiB"))
                .contains("Octets: 0 of 10,485,760.")
                .contains("Messages: 0 of no limit.");
        assertThat(pabal("mailbox", "quota", "set", "user.hurd", "--messages", "7"))
                .contains("Octets: 0 of 10,485,760.")
                .contains("Messages: 0 of 7.");
        assertThat(pabal("mailbox", "quota", "root", "hurd@example.org/Sent"))
                .isEqualTo("hurd@example.org\n");
        assertThat(pabal("mailbox", "quota", "root", "user.hurd.Sent")).isEqualTo("user.hurd\n");
        assertThat(pabal("account", "quota", "hurd@example.org")).contains("of 7.");
    }

    @Test
    void cyradmTakesOneCommandAfterTheOther() {
        assertThat(pabal("cyradm", "cm", "user.hurd")).isEmpty();
        assertThat(pabal("cyradm", "createmailbox", "user.hurd.Work")).isEmpty();
        assertThat(pabal("cyradm", "sq", "user.hurd", "10000")).isEqualTo("quota:10000\n");
        assertThat(pabal("cyradm", "lq", "user.hurd")).isEqualTo(" STORAGE 0/10000 (0%)\n");
        assertThat(pabal("cyradm", "lqr", "user.hurd.Work"))
                .isEqualTo("user.hurd STORAGE 0/10000 (0%)\n");
        assertThat(pabal("cyradm", "setacl", "user.hurd", "bob", "lrs")).isEmpty();
        assertThat(pabal("cyradm", "lam", "user.hurd"))
                .isEqualTo("hurd@example.org lrswipkxteacd\nbob@example.org lrs\n");
        assertThat(pabal("cyradm", "lm", "user.hurd.W*"))
                .isEqualTo("user.hurd.Work (\\HasNoChildren)\n");
        assertThat(pabal("cyradm", "dm", "user.hurd.Work")).isEmpty();
        assertThat(pabal("cyradm", "dm", "user.hurd.Work"))
                .isEqualTo(
                        "deletemailbox: there is no mailbox user.hurd.Work: pabal mailbox list"
                                + " hurd@example.org/*\nexit code 1\n");
        assertThat(pabal("cyradm", "cm"))
                .isEqualTo(
                        "usage: "
                                + "createmailbox [--specialuse specialuse] mailbox\nexit code 1\n");
    }

    @Test
    void cyradmReadsLines() throws Exception {
        String said =
                typed(
                        """
                        cm --specialuse "\\\\Important" user.hurd.Later; lm -specialuse user.hurd.L*
                        cm -special Snoozed "user.hurd.with blank"
                        lm user.hurd.w*
                        sq user.hurd STORAGE 5000 MESSAGE 100
                        lq user.hurd
                        sq user.hurd none
                        lq user.hurd
                        sam user.hurd.% bob read
                        dam user.hurd.Later *
                        lam user.hurd.L%
                        mboxcfg user.hurd comment "for all"
                        setmd user.hurd comment "for hurd"
                        info user.hurd
                        mboxcfg user.hurd expire 3
                        sub user.bob.Sent
                        unsub user.bob.Trash
                        lsub user.bob.%
                        renm user.hurd.Later user.bob.Later
                        help cm
                        foo
                        cm "user.hurd
                        ver > version.txt
                        disc
                        lm
                        server localhost
                        server
                        exit 3
                        cm user.hurd.never
                        """
                                .replace("version.txt", folder.resolve("version.txt").toString()),
                        "cyradm");
        assertThat(said.lines().map(String::strip).toList())
                .containsExactly(
                        "user.hurd.Later (\\HasNoChildren \\Important)",
                        "user.hurd.with blank (\\HasNoChildren \\Snoozed)",
                        "STORAGE 0/5000 (0%) MESSAGE 0/100 (0%)",
                        "remove quota",
                        "",
                        "Setting ACL on user.hurd.Archive...OK.",
                        "Setting ACL on user.hurd.Drafts...OK.",
                        "Setting ACL on user.hurd.Junk...OK.",
                        "Setting ACL on user.hurd.Later...OK.",
                        "Setting ACL on user.hurd.Sent...OK.",
                        "Setting ACL on user.hurd.Trash...OK.",
                        "Setting ACL on user.hurd.with blank...OK.",
                        "user.hurd.Later:",
                        "hurd@example.org lrswipkxteacd",
                        "{user.hurd}:",
                        "private:",
                        "comment: for hurd",
                        "shared:",
                        "comment: for all",
                        "size: 0",
                        "mboxcfg: expire: no annotation does this here: scripts do (pabal sieve),"
                                + " and the settings",
                        "user.bob.Archive (\\HasNoChildren \\Archive)",
                        "user.bob.Drafts (\\HasNoChildren \\Drafts)",
                        "user.bob.Junk (\\HasNoChildren \\Junk)",
                        "user.bob.Sent (\\HasNoChildren \\Sent)",
                        "renamemailbox: a mailbox stays in its account: make user.bob.Later and let"
                                + " its owner move the messages there",
                        "cm, alias for createmailbox [--specialuse specialuse] mailbox",
                        "create mailbox",
                        "unknown command: foo (help lists those that there are)",
                        "syntax error: no \" at the end",
                        "listmailbox: no connection to server",
                        "localhost",
                        "exit code 3");
        assertThat(Files.readString(folder.resolve("version.txt")))
                .isEqualTo("name       : Pabal\nversion    : test\n");
    }

    /// Three messages in a folder, expunged with it.
    private void deleteFolder() throws Exception {
        Account hurd =
                new Account(
                        new AccountId(1),
                        Address.of("hurd@example.org"),
                        "",
                        Language.ENGLISH,
                        OptionalLong.empty(),
                        true);
        Path data = folder.resolve("data").resolve("store");
        try (EmbeddedStorage storage = EmbeddedStorage.open(EmbeddedConfig.defaults(data));
                StoredMailboxes store =
                        new StoredMailboxes(
                                storage, InstantSource.system(), MailboxConfig.defaults())) {
            AccountMailboxes mailboxes = store.open(hurd);
            MailboxName work = MailboxName.of("Work");
            mailboxes.create(work, Optional.empty());
            byte[] octets =
                    "From: a@example.org\r\nSubject: Plan\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 3; i++) {
                try (MessageIntake intake = store.newMessage()) {
                    intake.write(octets, 0, octets.length);
                    mailboxes.append(
                            mailboxes.find(work).orElseThrow().id(),
                            List.of(new NewMessage(intake.finish(), Flags.NONE, Instant.EPOCH)));
                }
            }
            mailboxes.delete(work);
        }
    }

    @Test
    void whatIsDeletedIsListedAndRestored() throws Exception {
        assertThat(pabal("mailbox", "deleted", "hurd@example.org"))
                .isEqualTo("hurd@example.org keeps 0 deleted messages of 0 octets.\n");
        deleteFolder();
        String listed = pabal("mailbox", "deleted", "hurd@example.org", "--limit", "2");
        assertThat(listed)
                .containsPattern(
                        "X[0-9]+-0-3\t.*\thurd@example.org/Work\t38\ta@example.org\tPlan\n")
                .endsWith(
                        "These are 2 of 3: say --since or --limit.\n"
                                + "hurd@example.org keeps 3 deleted messages of 114 octets.\n");
        assertThat(pabal("mailbox", "restore", "hurd@example.org"))
                .contains("say which: ids that pabal mailbox deleted shows, --since 2d, or --all");
        String id = listed.substring(0, listed.indexOf('\t'));
        assertThat(pabal("mailbox", "restore", "hurd@example.org", id))
                .isEqualTo(
                        "hurd@example.org: 1 messages restored.\n"
                                + "Mailbox hurd@example.org/Work is there.\n");
        assertThat(pabal("mailbox", "restore", "hurd@example.org", id))
                .isEqualTo(
                        "hurd@example.org: 0 messages restored.\n"
                                + "1 messages are not kept any more, or were restored before.\n"
                                + "exit code 1\n");
        assertThat(pabal("mailbox", "restore", "hurd@example.org/Work", "--since", "1d"))
                .isEqualTo("hurd@example.org: 2 messages restored.\n");
        assertThat(pabal("mailbox", "list", "hurd@example.org/Work"))
                .isEqualTo("hurd@example.org/Work\t3\t3\t114\n");
    }
}
