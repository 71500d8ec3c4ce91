// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that scripts run, through the whole server; and an mbox that mutt reads.
class ProgramsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /// As it stands in the wish that this was built for, word for word.
    private static final String NOTIFY =
            """
            #!/bin/bash
            json_escape () {
                printf '%s' "$1" | python -c 'import json,sys; print(json.dumps(sys.stdin.read()))'
            }

            EVENT_NAME=""
            API_KEY=""
            URL="https://maker.ifttt.com/trigger/$EVENT_NAME/with/key/$API_KEY"
            P1=$(json_escape "$1")
            P2=$(json_escape "$2")
            P3=$(json_escape "$3")
            PARAMS=$(printf '{"value1":%s,"value2":%s,"value3":%s}' "$P1" "$P2" "$P3")

            echo "$PARAMS"

            curl \\
              -X POST \\
              -H "Content-Type: application/json" \\
              -d "$PARAMS" \\
              $URL

            """;

    /// Sends what is meant for the web to the test.
    private static final String CURL =
            """
            #!/bin/sh
            for last; do :; done
            left=$(($# - 1))
            while [ $left -gt 0 ]; do
                one=$1
                shift
                set -- "$@" "$one"
                left=$((left - 1))
            done
            shift
            exec /usr/bin/curl -s "$@" "http://127.0.0.1:PORT${last#https://maker.ifttt.com}"
            """;

    private static final String SCRIPT =
            """
            require ["variables", "copy", "envelope", "vnd.dovecot.execute"];

            if envelope :matches "from" "*" { set "from" "${1}"; }
            if header :matches "subject" "*" { set "subject" "${1}"; }

            execute "notify.sh" ["bob@pabal.test","${from}","${subject}"];
            """;

    @TempDir private Path folder;

    private Path program(String directory, String name, String text) throws IOException {
        Path file = folder.resolve(directory);
        Files.createDirectories(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path program = Files.writeString(file.resolve(name), text);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    private PabalProcess server(String more) throws Exception {
        String settings =
                """
                [sieve]
                program-dir = "%1$s/programs"
                program-path = "%1$s/path:/usr/bin:/bin"
                program-time-limit = "20s"
                extensions = ["vnd.dovecot.execute", "vnd.dovecot.pipe", "vnd.dovecot.filter"]
                %2$s
                """
                        .formatted(folder, more);
        return PabalProcess.at(PabalProcess.data(folder, settings)).with("pabal.test", "bob");
    }

    private void script(PabalProcess server, String text) throws Exception {
        Path file = Files.writeString(folder.resolve("script.sieve"), text);
        server.pabal(
                        "",
                        "sieve",
                        "put",
                        "--account",
                        "bob@pabal.test",
                        "--activate",
                        "main",
                        file.toString())
                .mustSucceed();
    }

    private void send(PabalProcess server, String to, String subject) throws Exception {
        Run.command(
                        "swaks",
                        "--server",
                        "127.0.0.1:" + server.port(25),
                        "--helo",
                        "client.test",
                        "--from",
                        "ann@far.test",
                        "--to",
                        to,
                        "--header",
                        "Subject: " + subject,
                        "--body",
                        "Hello.",
                        "--timeout",
                        "60")
                .in(folder)
                .run()
                .mustSucceed();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited in vain: " + what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static String queue(PabalProcess server) throws Exception {
        String shown = server.pabal("", "queue", "list").mustSucceed().output();
        return shown.contains("@") ? shown : "";
    }

    private static String trace(PabalProcess server) throws Exception {
        return server.pabal("", "trace", "bob@pabal.test").mustSucceed().output();
    }

    /// The phone rings: subject and envelope sender reach the web by the program as it was written.
    @Test
    void theProgramOfTheWishNotifiesOfAMail() throws Exception {
        assumeTrue(Run.has("swaks") && Run.has("curl") && Run.has("python3") && Run.has("bash"));
        BlockingQueue<String> posts = new LinkedBlockingQueue<>();
        HttpServer web =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    posts.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Content-Type")
                                    + " "
                                    + new String(body, StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        web.start();
        program("programs", "notify.sh", NOTIFY);
        String port = Integer.toString(web.getAddress().getPort());
        program("path", "curl", CURL.replace("PORT", port));
        Files.createSymbolicLink(folder.resolve("path/python"), Path.of("/usr/bin/python3"));
        try (PabalProcess server = server("").start()) {
            script(server, SCRIPT);
            send(server, "bob@pabal.test", "=?utf-8?B?7JWE7Iu4?= \"$(id)\" ; ls");
            String post = posts.poll(LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(post)
                    .isEqualTo(
                            "POST /trigger//with/key/ application/json"
                                    + " {\"value1\":\"bob@pabal.test\",\"value2\":\"ann@far.test\","
                                    + "\"value3\":\"\\uc544\\uc2f8 \\\"$(id)\\\" ; ls\"}");
            await("an empty queue", () -> queue(server).isEmpty());
            assertThat(trace(server)).contains("INBOX");
        } finally {
            web.stop(0);
        }
    }

    /// THREATS V11, V15: what a program cannot take is kept.
    @Test
    void aPipeTakesAMailOrItIsKept() throws Exception {
        assumeTrue(Run.has("swaks"));
        Path taken = folder.resolve("taken");
        program(
                "programs",
                "take",
                "#!/bin/sh\ncat > " + taken + ".new\nmv " + taken + ".new " + taken + "\n");
        program("programs", "refuse", "#!/bin/sh\necho not today >&2\nexit 1\n");
        try (PabalProcess server = server("").start()) {
            script(
                    server,
                    """
                    require "vnd.dovecot.pipe";
                    if header :is "subject" "one" { pipe "take"; } else { pipe "refuse" ["x"]; }
                    """);
            send(server, "bob@pabal.test", "one");
            await("the program", () -> Files.exists(taken));
            assertThat(Files.readString(taken)).contains("Subject: one\n").doesNotContain("\r");
            send(server, "bob@pabal.test", "two");
            await("the message in INBOX", () -> trace(server).contains("refuse: not today"));
            await("an empty queue", () -> queue(server).isEmpty());
        }
    }

    @Test
    void aFilterAndAnAnswerRunWhileTheMailArrives() throws Exception {
        assumeTrue(Run.has("swaks"));
        program("programs", "mark", "#!/bin/sh\necho \"X-Marked: $1 for $USER\"\ncat\n");
        program("programs", "where", "#!/bin/sh\nprintf Found/%s \"$RECIPIENT\"\n");
        try (PabalProcess server = server("create-mailboxes = true").start()) {
            script(
                    server,
                    """
                    require ["vnd.dovecot.filter", "vnd.dovecot.execute", "variables", "fileinto"];
                    filter "mark" "yes";
                    if header :is "X-Marked" "yes for bob@pabal.test" {
                        if execute :output "folder" "where" { fileinto "${folder}"; }
                    }
                    """);
            send(server, "bob@pabal.test", "three");
            assertThat(trace(server)).contains("Found/bob@pabal.test");
        }
    }

    @Test
    void muttReadsTheMboxThatWasFilled() throws Exception {
        assumeTrue(Run.has("swaks") && Run.has("mutt") && Run.has("python3"));
        Path mbox = folder.resolve("spool");
        String routes = "[routes]\n\"pabal.test\" = \"mbox:" + mbox + "\"\n";
        try (PabalProcess server = server(routes).start()) {
            send(server, "bob@pabal.test", "for mutt");
            send(server, "bob@pabal.test", "From mutt");
            await("an empty queue", () -> queue(server).isEmpty());
            Path box = folder.resolve("copy.mbox");
            Path config =
                    Files.writeString(
                            folder.resolve("muttrc"),
                            "set confirmappend=no confirmcreate=no quit=yes beep=no mbox_type=mbox"
                                    + " move=no wait_key=no copy=no folder=\""
                                    + folder
                                    + "\"\n");
            try (Terminal mutt =
                    Terminal.start(
                            folder,
                            "mutt",
                            "-n",
                            "-F",
                            config.toString(),
                            "-e",
                            "push <tag-pattern>~A<enter><tag-prefix><copy-message>^U"
                                    + box
                                    + "<enter><quit>",
                            "-f",
                            mbox.toString())) {
                mutt.mustEnd();
            }
            String copied = Files.readString(box, StandardCharsets.ISO_8859_1);
            assertThat(copied.lines().filter(line -> line.startsWith("From ")).toList()).hasSize(2);
            assertThat(copied).contains("Subject: for mutt").contains("Subject: From mutt");
            assertThat(List.of(mbox + ".lock")).noneMatch(lock -> Files.exists(Path.of(lock)));
        }
    }
}
