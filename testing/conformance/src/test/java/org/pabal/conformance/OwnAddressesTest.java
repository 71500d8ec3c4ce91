// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Somebody makes addresses with curl, and SMTP knows of it.
@Timeout(120)
class OwnAddressesTest {
    private static final String SETTINGS = "[aliases]\nown = 2\n";

    @TempDir private Path folder;

    @BeforeAll
    static void curl() {
        assumeTrue(Run.has("curl"));
    }

    @Test
    void mailComesUntilTheAddressExpires() throws Exception {
        try (PabalProcess server =
                PabalProcess.at(PabalProcess.data(folder, SETTINGS))
                        .start()
                        .with("pabal.test", "bob")) {
            assertThat(recipient(server, "shop7@pabal.test")).startsWith("550 5.1.1");
            String lasting = create(server, "shop7@pabal.test", "null");
            server.send("ann@far.test", "shop7+july@pabal.test", mail("first"));
            assertThat(server.awaitMail("bob", 1)).contains("Subject: first");

            Instant soon = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
            create(server, "once@pabal.test", "\"" + soon + "\"");
            assertThat(server.pabal("", "alias", "list").output())
                    .contains("once@pabal.test\tbob@pabal.test\tmade by its owner, until " + soon)
                    .contains("shop7@pabal.test\tbob@pabal.test\tmade by its owner\n");
            String reply = recipient(server, "once@pabal.test");
            while (reply.startsWith("250")) {
                reply = recipient(server, "once@pabal.test");
            }
            assertThat(reply).contains("550 5.1.6 ").contains("is no longer in use");
            assertThat(Instant.now()).isAfterOrEqualTo(soon);

            set(server, "\"destroy\":[\"" + lasting + "\"]");
            assertThat(recipient(server, "shop7@pabal.test")).contains("550 5.1.6 ");
            assertThat(server.log()).contains("event=own-alias audit=true alias=shop7@pabal.test");
            server.kill();
            server.start();
            assertThat(recipient(server, "shop7@pabal.test")).contains("550 5.1.6 ");
            server.pabal("", "alias", "remove", "shop7@pabal.test").mustSucceed();
            assertThat(recipient(server, "shop7@pabal.test")).startsWith("550 5.1.1");
        }
    }

    private static byte[] mail(String subject) {
        return ("From: ann@far.test\r\nSubject: " + subject + "\r\n\r\ntext\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String recipient(PabalProcess server, String address) throws Exception {
        try (LineClient client = LineClient.connect(server.port(25))) {
            client.reply();
            client.ask("EHLO client.test");
            client.ask("MAIL FROM:<ann@far.test>");
            return client.ask("RCPT TO:<" + address + ">");
        }
    }

    /// @return its id
    private static String create(PabalProcess server, String address, String expires)
            throws Exception {
        String set =
                set(
                        server,
                        "\"create\":{\"k\":{\"address\":\""
                                + address
                                + "\",\"expires\":"
                                + expires
                                + "}}");
        return between(set, "\"id\":\"", "\"");
    }

    private static String set(PabalProcess server, String arguments) throws Exception {
        String account = between(curl(server, "/jmap/session"), "\"accounts\":{\"", "\"");
        return curl(
                server,
                "/jmap/api",
                "--header",
                "Content-Type: application/json",
                "--data",
                "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:pabal:params:jmap:alias\"],"
                        + "\"methodCalls\":[[\"Alias/set\",{\"accountId\":\""
                        + account
                        + "\","
                        + arguments
                        + "},\"0\"]]}");
    }

    private static String curl(PabalProcess server, String path, String... more) throws Exception {
        return Run.command(
                        Stream.concat(
                                        Stream.of(
                                                "curl",
                                                "--silent",
                                                "--show-error",
                                                "--insecure",
                                                "--max-time",
                                                "30",
                                                "--user",
                                                "bob@pabal.test:bob-secret",
                                                "https://127.0.0.1:" + server.port(443) + path),
                                        Arrays.stream(more))
                                .toList())
                .run()
                .mustSucceed()
                .output();
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before);
        assertThat(from).as(text).isGreaterThanOrEqualTo(0);
        int start = from + before.length();
        return text.substring(start, text.indexOf(after, start));
    }
}
