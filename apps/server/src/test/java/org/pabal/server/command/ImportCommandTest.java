// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.cli.Context;
import org.pabal.cli.Messages;
import org.pabal.cli.PabalCommand;

/// `.forward` and `.qmail` files, with a store behind the command line.
class ImportCommandTest {
    @TempDir private Path folder;

    @BeforeEach
    void anAccount() {
        pabal("domain", "add", "example.org");
        pabal("account", "add", "bob@example.org", "--password-stdin");
    }

    private String pabal(String... words) {
        StringWriter shown = new StringWriter();
        PrintWriter out = new PrintWriter(shown, true);
        Context context =
                new Context(
                        out,
                        out,
                        new BufferedReader(new StringReader("a-long-secret\n")),
                        new Messages(Locale.ENGLISH),
                        "test",
                        StoreOrServer::reach);
        String[] all =
                Stream.concat(
                                Stream.of("--data", folder.resolve("data").toString()),
                                Stream.of(words))
                        .toArray(String[]::new);
        PabalCommand.commandLine(context).execute(all);
        return shown.toString();
    }

    private String file(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("home"));
        return Files.writeString(folder.resolve("home").resolve(name), text).toString();
    }

    private String forward(String text, String... more) throws IOException {
        String file = file(".forward", text);
        return pabal(
                Stream.concat(
                                Stream.of(
                                        "import", "forward", file, "--account", "bob@example.org"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private String script() {
        return pabal("sieve", "get", "--account", "bob@example.org", "forward");
    }

    @Test
    void aForwardBecomesTheActiveScript() throws Exception {
        assertThat(forward("# mine\n\\bob, ann@far.example\ncarl\n")).contains("kept and active");
        assertThat(script())
                .isEqualTo(
                        "# .forward\nredirect \"ann@far.example\";\n"
                                + "redirect \"carl@example.org\";\nkeep;\n");
        assertThat(forward("ann@far.example\n")).contains("kept and active");
        assertThat(script()).doesNotContain("keep");
    }

    @Test
    void whatCannotBeTakenIsListedAndTheMailKept() throws Exception {
        String said =
                forward(
                        "\"|/usr/bin/procmail -f-\"\n/var/mail/bob\n:include:/x\nnot an address\n"
                                + "ann@far.example\n");
        assertThat(said.lines().filter(line -> line.startsWith("not taken over")).toList())
                .hasSize(4);
        assertThat(said).contains(".forward:1: |/usr/bin/procmail -f-: put the program into");
        assertThat(script()).contains("redirect \"ann@far.example\";\nkeep;\n");
    }

    @Test
    void aTryKeepsNothingAndAnActiveScriptStays() throws Exception {
        assertThat(forward("ann@far.example", "--dry-run")).contains("redirect");
        assertThat(script()).doesNotContain("redirect");
        assertThat(forward("\\bob\n")).contains("Nothing to do");
        String other = file("other.sieve", "keep;\n");
        pabal("sieve", "put", "--account", "bob@example.org", "--activate", "other", other);
        assertThat(forward("ann@far.example")).contains("not active: other is");
    }

    @Test
    void qmailFilesOfAPersonTestTheDetail() throws Exception {
        file(".qmail", "&ann@far.example\n./Maildir/\n");
        file(".qmail-a:b", "# nothing\n");
        file(".qmail-list-default", "carl@far.example\n");
        file(".qmail-default", "./Maildir/\n");
        String home = folder.resolve("home").toString();
        assertThat(pabal("import", "qmail", home, "--account", "bob@example.org"))
                .contains("kept and active");
        assertThat(script().lines().filter(line -> line.startsWith("if ")).toList())
                .isEqualTo(
                        List.of(
                                "if envelope :is :detail \"to\" \"a.b\" {",
                                "if not envelope :matches :detail \"to\" \"*\" {",
                                "if envelope :matches :detail \"to\" \"list-*\" {",
                                "if envelope :matches :detail \"to\" \"*\" {"));
        assertThat(script()).contains("discard;").contains("redirect \"carl@far.example\";");
    }

    @Test
    void qmailFilesOfADomainBecomeAliases() throws Exception {
        file(".qmail-sales", "bob@example.org\n&ann@far.example\n");
        file(".qmail-default", "bob@example.org\n");
        file(".qmail-prog", "|/bin/x\n");
        String home = folder.resolve("home").toString();
        String said = pabal("import", "qmail", home, "--domain", "example.org");
        assertThat(said).contains(".qmail-prog:1: |/bin/x").contains(".qmail-prog: only addresses");
        assertThat(pabal("alias", "list"))
                .contains("sales@example.org\tbob@example.org, ann@far.example")
                .contains("@example.org\tbob@example.org");
    }
}
