// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// JMAP of the running server, with curl as its client and IMAP looking at the same mailboxes.
class JmapTest {
    @TempDir private Path folder;

    @Test
    void mailboxesAreTheSameInBothAndWhoIsAwayAnswers() throws Exception {
        assumeTrue(Run.has("curl"));
        try (PabalProcess server =
                PabalProcess.at(PabalProcess.data(folder, ""))
                        .start()
                        .with("pabal.test", "bob", "amy")) {
            String session = get(server, "bob", "/.well-known/jmap");
            String account = between(session, "\"accounts\":{\"", "\"");
            assertThat(session).contains("\"username\":\"bob@pabal.test\"");
            assertThat(
                            post(
                                    server,
                                    account,
                                    "Mailbox/set",
                                    "\"create\":{\"k\":{\"name\":\"Work\"}}"))
                    .contains("\"notCreated\":null");
            assertThat(
                            post(
                                    server,
                                    account,
                                    "VacationResponse/set",
                                    "\"update\":{\"singleton\":{\"isEnabled\":true,\"textBody\":\"Back on"
                                            + " Monday\"}}"))
                    .contains("\"updated\":{\"singleton\":null}");
            try (LineClient imap = server.imap("bob")) {
                String id = between(imap.command("STATUS Work (MAILBOXID)"), "MAILBOXID (", ")");
                assertThat(
                                post(
                                        server,
                                        account,
                                        "Mailbox/get",
                                        "\"ids\":[\"" + id + "\"],\"properties\":[\"name\"]"))
                        .contains("\"name\":\"Work\"");
                imap.command("RENAME Work Play");
                assertThat(post(server, account, "Mailbox/get", "\"ids\":[\"" + id + "\"]"))
                        .contains("\"name\":\"Play\"");
            }
            server.send(
                    "amy@pabal.test",
                    "bob@pabal.test",
                    "From: amy@pabal.test\r\nTo: bob@pabal.test\r\nSubject: hello\r\n\r\nhi\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(server.awaitMail("bob", 1)).contains("Subject: hello");
            assertThat(post(server, account, "Mailbox/get", "\"properties\":[\"totalEmails\"]"))
                    .contains("\"totalEmails\":1");
            assertThat(server.awaitMail("amy", 1))
                    .contains("Back on Monday")
                    .contains("Auto-Submitted: auto-replied");
            assertThat(upDown(server, account)).isEqualTo("0123456789");
            assertThat(get(server, "amy", "/jmap/download/" + account + "/E1/m.eml"))
                    .contains("\"status\":404");
            assertThat(curl(server, "/jmap/session", "--user", "bob@pabal.test:wrong"))
                    .contains("\"status\":401");
            assertThat(server.stop()).isEqualTo(143);
        }
    }

    private String upDown(PabalProcess server, String account) throws Exception {
        Path file = folder.resolve("up.bin");
        Files.writeString(file, "0123456789");
        String uploaded =
                curl(
                        server,
                        "/jmap/upload/" + account + "/",
                        "--user",
                        "bob@pabal.test:bob-secret",
                        "--data-binary",
                        "@" + file);
        return get(
                server,
                "bob",
                "/jmap/download/"
                        + account
                        + "/"
                        + between(uploaded, "\"blobId\":\"", "\"")
                        + "/x?accept=text/html");
    }

    private static String get(PabalProcess server, String who, String path) throws Exception {
        return curl(server, path, "--user", who + "@pabal.test:" + who + "-secret");
    }

    private static String post(PabalProcess server, String account, String method, String arguments)
            throws Exception {
        String request =
                "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\","
                        + "\"urn:ietf:params:jmap:vacationresponse\"],\"methodCalls\":[[\""
                        + method
                        + "\",{\"accountId\":\""
                        + account
                        + "\","
                        + arguments
                        + "},\"0\"]]}";
        return curl(
                server,
                "/jmap/api",
                "--user",
                "bob@pabal.test:bob-secret",
                "--header",
                "Content-Type: application/json",
                "--data",
                request);
    }

    private static String curl(PabalProcess server, String path, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--max-time",
                                "30"));
        command.addAll(List.of(more));
        command.add("https://127.0.0.1:" + server.port(443) + path);
        return Run.command(command).run().mustSucceed().output();
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        assertThat(text).contains(before);
        return text.substring(start, text.indexOf(after, start));
    }
}
