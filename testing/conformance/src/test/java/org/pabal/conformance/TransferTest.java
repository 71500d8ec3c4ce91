// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail is taken out and brought in with the pages in Chromium, and what was saved is read by mutt, by
/// Python and by unzip. What is done in the browser stands in `apps/webmail/test/e2e/transfer.mjs`.
class TransferTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");
    private static final int MESSAGES = 60;

    @TempDir Path folder;

    @Test
    void otherProgramsReadWhatWasSavedAndItComesBackAsItWas() throws Exception {
        assumeTrue(Run.has("chromium") && Run.has("node") && Run.has("python3"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
        Path downloads = Files.createDirectory(folder.resolve("downloads"));
        try (PabalProcess server =
                PabalProcess.at(PabalProcess.data(folder, ""))
                        .start()
                        .with("pabal.test", "alice")) {
            server.send("bob@far.test", "alice@pabal.test", first());
            server.awaitMail("alice", 1);
            String output =
                    Run.command(
                                    List.of(
                                            "env",
                                            "HOME=" + folder,
                                            "URL=https://127.0.0.1:" + server.port(443) + "/",
                                            "ADDRESS=alice@pabal.test",
                                            "PASSWORD=alice-secret",
                                            "DOWNLOADS=" + downloads.toAbsolutePath(),
                                            "PICTURES="
                                                    + WEBMAIL.resolve("target").toAbsolutePath(),
                                            "node",
                                            "test/e2e/transfer.mjs"))
                            .in(WEBMAIL)
                            .run()
                            .mustSucceed()
                            .output();
            assertThat(output).contains("all steps passed");
        }
        assertThat(python(downloads)).contains("all is well");
        if (Run.has("unzip")) {
            for (String zip : List.of("all.zip", "messages.zip", "everything.zip")) {
                assertThat(
                                Run.command("unzip", "-t", downloads.resolve(zip).toString())
                                        .in(folder)
                                        .run()
                                        .mustSucceed()
                                        .output())
                        .contains("No errors detected");
            }
        }
        for (String program : List.of("mutt", "neomutt")) {
            if (Run.has(program)) {
                readWith(program, downloads.resolve("work.mbox"));
            }
        }
    }

    private void readWith(String program, Path mbox) throws Exception {
        Path home = Files.createDirectories(folder.resolve(program));
        Path config =
                Files.writeString(
                        home.resolve("muttrc"),
                        """
                        set charset=utf-8 sort=mailbox-order quit=yes wait_key=no sleep_time=0
                        set index_format="%%C %%Z %%s" mark_old=no folder="%s"
                        """
                                .formatted(home));
        try (Terminal terminal =
                Terminal.start(
                        home,
                        program,
                        "-n",
                        "-F",
                        config.toString(),
                        "-R",
                        "-f",
                        mbox.toString())) {
            terminal.await("Msgs:" + MESSAGES / 2).await("보고서 1: a/b?");
            // Of four, one is read and one is answered and not read.
            terminal.type("l~Q\r").await(MESSAGES / 4 + "/" + MESSAGES / 2);
            terminal.type("lall\r").await("보고서 1");
            terminal.type("1\r\r").await("From here to there 1");
            terminal.type("q").await("보고서 1");
            terminal.type("q").mustEnd();
        }
    }

    /// Each message is what the server has, octet by octet, once the marks are taken out.
    private String python(Path downloads) throws Exception {
        Path script =
                Files.writeString(
                        folder.resolve("read.py"),
                        """
                        import hashlib, json, mailbox, re, sys, tempfile, zipfile
                        folder = sys.argv[1]
                        wanted = sorted(json.load(open(folder + '/expected.json')).values())
                        sha = lambda octets: hashlib.sha256(octets).hexdigest()

                        def messages(path):
                            box = mailbox.mbox(path)
                            for key in box.keys():
                                octets = box.get_bytes(key)
                                octets = re.sub(rb'Status: R?O\\nX-Status: A?F?T?\\nX-Keywords: [^\\n]*\\n\\n', b'\\n', octets, count=1)
                                octets = re.sub(rb'(?m)^>(>*From )', rb'\\1', octets)
                                yield box[key], octets.replace(b'\\n', b'\\r\\n')

                        found = []
                        flags = []
                        with zipfile.ZipFile(folder + '/all.zip') as all:
                            assert '일감/보고·서.mbox' in all.namelist(), all.namelist()
                            assert all.namelist()[-1] == 'export-report.txt'
                            for name in all.namelist():
                                if name.endswith('.mbox'):
                                    with tempfile.NamedTemporaryFile() as file:
                                        file.write(all.read(name))
                                        file.flush()
                                        for message, octets in messages(file.name):
                                            found.append(sha(octets))
                                            flags.append(message.get_flags())
                        assert sorted(found) == wanted, (len(found), len(wanted))
                        # One message has such fields of its own, which come first.
                        assert flags.count('ROF') == 15 and flags.count('OA') == 14, flags
                        for name in ('messages.zip', 'everything.zip'):
                            with zipfile.ZipFile(folder + '/' + name) as zip:
                                assert sorted(sha(zip.read(each)) for each in zip.namelist() if each.endswith('.eml')) == wanted, name
                        print('all is well')
                        """);
        return Run.command("python3", script.toString(), downloads.toString())
                .in(folder)
                .run()
                .mustSucceed()
                .output();
    }

    private static byte[] first() {
        return ("From: bob@far.test\r\nTo: alice@pabal.test\r\nSubject: first\r\n"
                        + "Message-ID: <first@far.test>\r\n"
                        + "Date: Sat, 21 Nov 2026 12:00:00 +0000\r\n\r\ntext\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
