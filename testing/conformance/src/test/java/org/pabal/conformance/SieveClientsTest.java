// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody manages scripts with the clients that there are, and mail goes where the scripts say.
class SieveClientsTest {
    private static final Path CYRUS = Path.of("../../target/cyrus-clients").toAbsolutePath();
    private static final String SCRIPT =
            "require \"fileinto\";\nif header :contains \"subject\" \"note\" { fileinto"
                    + " \"Archive\"; }\n";

    @TempDir private Path folder;
    private PabalProcess server;

    @BeforeEach
    void start() throws Exception {
        // sieveshell knows no TLS.
        String settings = "[services.managesieve-old]\nenabled = true\nlogin-without-tls = true\n";
        server =
                PabalProcess.at(PabalProcess.data(folder, settings))
                        .with("pabal.test", "bob")
                        .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sieveConnectUploadsListsActivatesDownloadsAndDeletes() throws Exception {
        assumeTrue(Run.has("sieve-connect"));
        Path file = Files.writeString(folder.resolve("main.sieve"), SCRIPT);
        sieveConnect("--localsieve", file.toString(), "--remotesieve", "main", "--upload");
        sieveConnect("--remotesieve", "main", "--activate");
        assertThat(sieveConnect("--list")).contains("\"main\" ACTIVE");
        Path copy = folder.resolve("copy.sieve");
        sieveConnect("--remotesieve", "main", "--localsieve", copy.toString(), "--download");
        assertThat(copy).hasContent(SCRIPT);
        server.send("anna@pabal.test", "bob@pabal.test", Mails.plain("a note", "text"));
        try (LineClient imap = server.imap("bob")) {
            assertThat(imap.command("STATUS Archive (MESSAGES)")).contains("MESSAGES 1");
            assertThat(imap.command("STATUS INBOX (MESSAGES)")).contains("MESSAGES 0");
        }
        sieveConnect("--deactivate");
        sieveConnect("--remotesieve", "main", "--delete");
        assertThat(sieveConnect("--list")).isBlank();
        assertThat(server.pabal("", "sieve", "list", "--account", "bob@pabal.test").output())
                .isEqualTo("bob@pabal.test has no scripts.\n");
    }

    @Test
    void sieveConnectIsToldWhereAScriptIsWrong() throws Exception {
        assumeTrue(Run.has("sieve-connect"));
        Path file = Files.writeString(folder.resolve("wrong.sieve"), "keep;\nkep;\n");
        Run.Result check = sieveConnectResult("--localsieve", file.toString(), "--checkscript");
        assertThat(check.exitCode()).isNotZero();
        assertThat(check.output()).contains("line 2, column 1");
    }

    private String sieveConnect(String... arguments) throws Exception {
        return sieveConnectResult(arguments).mustSucceed().output();
    }

    private Run.Result sieveConnectResult(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "sh",
                                "-c",
                                "exec sieve-connect --notlsverify --passwordfd 0 --server 127.0.0.1"
                                        + " --port \"$0\" --user bob@pabal.test \"$@\"",
                                Integer.toString(server.port(4190))));
        command.addAll(List.of(arguments));
        return Run.command(command)
                .in(folder)
                .input("bob-secret\n".getBytes(StandardCharsets.UTF_8))
                .run();
    }

    @Test
    void sieveshellPutsListsActivatesGetsAndDeletes() throws Exception {
        assumeTrue(Files.exists(CYRUS.resolve("usr/lib/cyrus/bin/sieveshell")));
        Files.writeString(folder.resolve("main"), SCRIPT);
        assertThat(sieveshell("put main\nactivate main\nlist\nget main copy\n"))
                .contains("main  <- active script");
        assertThat(folder.resolve("copy")).hasContent(SCRIPT);
        assertThat(sieveshell("deactivate\ndelete main\nlist\n")).doesNotContain("main");
    }

    private String sieveshell(String commands) throws Exception {
        Path script = Files.writeString(folder.resolve("commands"), commands + "quit\n");
        String libraries = CYRUS + "/usr/lib/x86_64-linux-gnu";
        return Run.command(
                        "env",
                        "LD_LIBRARY_PATH=" + libraries,
                        "PERL5LIB=" + libraries + "/perl5/5.36",
                        "perl",
                        CYRUS + "/usr/lib/cyrus/bin/sieveshell",
                        "--user=bob@pabal.test",
                        "--authname=bob@pabal.test",
                        "--password=bob-secret",
                        "--execfile=" + script,
                        "127.0.0.1:" + server.port(2000))
                .in(folder)
                .run()
                .mustSucceed()
                .output();
    }
}
