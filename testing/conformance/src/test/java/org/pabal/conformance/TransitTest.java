// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many mails at once by programs of others, and what the ledger says of each in the end.
final class TransitTest {
    private static final Pattern END = Pattern.compile("\"end\" : \"([^\"]*)\"");
    private static final Pattern RECIPIENT = Pattern.compile("\"recipient\" : \"([^\"]*)\"");

    @TempDir Path folder;

    @BeforeEach
    void programs() {
        assumeTrue(PostfixServer.isInstalled() && Run.has("smtp-source") && Run.has("openssl"));
    }

    private Path data(String settings) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("pabal.toml"), settings);
        return data;
    }

    /// Twenty sessions in plain text from one program, and at the same time Postfix under TLS.
    @Test
    void manySessionsInPlainTextAndUnderTls() throws Exception {
        try (PabalProcess pabal =
                        PabalProcess.at(data("")).with("pabal.test", "alice", "bob").start();
                PostfixServer postfix = postfixTo(pabal)) {
            Process plain =
                    new ProcessBuilder(
                                    "smtp-source",
                                    "-s",
                                    "20",
                                    "-m",
                                    "600",
                                    "-l",
                                    "4096",
                                    "-M",
                                    "source.test",
                                    "-f",
                                    "someone@source.test",
                                    "-t",
                                    "bob@pabal.test",
                                    "127.0.0.1:" + pabal.port(25))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("source.log").toFile())
                            .start();
            for (int i = 0; i < 20; i++) {
                postfix.sendmail(mail("under TLS " + i), "someone@postfix.test", "alice@pabal.test")
                        .mustSucceed();
            }
            assertThat(plain.waitFor()).as(Files.readString(folder.resolve("source.log"))).isZero();
            assertThat(messages(pabal, "bob", 600)).isEqualTo(600);
            assertThat(messages(pabal, "alice", 20)).isEqualTo(20);
            assertThat(postfix.log()).contains("TLS connection established to 127.0.0.1");
        }
    }

    private static byte[] mail(String subject) {
        return ("From: someone@postfix.test\nSubject: " + subject + "\n\nHello.\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private PostfixServer postfixTo(PabalProcess pabal) throws Exception {
        return PostfixServer.start(
                folder,
                Daemon.freePort(),
                """
                transport_maps = static:smtp:[127.0.0.1]:%d
                smtp_tls_security_level = encrypt
                smtp_tls_loglevel = 1
                """
                        .formatted(pabal.port(25)));
    }

    /// How many messages are in INBOX once there are so many, or after half a minute.
    private static int messages(PabalProcess pabal, String name, int awaited) throws Exception {
        int count = 0;
        try (LineClient imap = LineClient.connectTls(pabal.port(993))) {
            imap.line();
            imap.command("LOGIN " + name + "@pabal.test " + name + "-secret");
            for (int i = 0; i < 300 && count < awaited; i++) {
                Matcher exists =
                        Pattern.compile("\\* (\\d+) EXISTS").matcher(imap.command("SELECT INBOX"));
                assertThat(exists.find()).isTrue();
                count = Integer.parseInt(exists.group(1));
                if (count < awaited) {
                    Thread.sleep(100); // other processes send
                }
            }
        }
        return count;
    }

    /// Postfix to us, and what is not for us on to another Postfix, which refuses some.
    @Test
    void everyRecipientOfManyMailsHasItsEnd() throws Exception {
        long seed = 20_261_121;
        int port = Daemon.freePort();
        try (PostfixServer _ =
                        PostfixServer.start(
                                folder,
                                port,
                                """
                                relay_domains = far.test
                                relay_transport = discard:
                                mynetworks = 127.0.0.0/8
                                smtpd_recipient_restrictions =
                                    check_recipient_access inline:{{no@far.test = 550 5.1.1 nobody}},
                                    permit_mynetworks, reject
                                """);
                PabalProcess pabal =
                        PabalProcess.at(
                                        data(
                                                """
                                                [queue]
                                                first-retry = "1s"
                                                [mail]
                                                own-networks = ["127.0.0.0/8"]
                                                [routes]
                                                "far.test" = "127.0.0.1:%d"
                                                """
                                                        .formatted(port)))
                                .with("pabal.test", "alice", "bob")
                                .start();
                PostfixServer near = postfixTo(pabal)) {
            Map<String, Integer> sent = send(near, new Random(seed));
            Map<String, Set<String>> allowed =
                    Map.of(
                            "alice@pabal.test", Set.of("stored"),
                            "bob@pabal.test", Set.of("stored"),
                            "one@far.test", Set.of("relayed"),
                            "two@far.test", Set.of("relayed"),
                            "no@far.test", Set.of("bounced", "discarded"));
            sent.forEach((recipient, mails) -> {
                try {
                    assertThat(ends(pabal, recipient, mails, allowed.get(recipient)))
                            .as("seed " + seed + ": " + recipient)
                            .isEqualTo(mails);
                } catch (Exception broken) {
                    throw new AssertionError(recipient, broken);
                }
            });
        }
    }

    private static Map<String, Integer> send(PostfixServer near, Random random) throws Exception {
        List<String> all =
                List.of(
                        "alice@pabal.test",
                        "bob@pabal.test",
                        "one@far.test",
                        "two@far.test",
                        "no@far.test");
        Map<String, Integer> sent = new TreeMap<>();
        for (int i = 0; i < 25; i++) {
            Set<String> to = new HashSet<>();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                to.add(all.get(random.nextInt(all.size())));
            }
            to.forEach(each -> sent.merge(each, 1, Integer::sum));
            near.sendmail(
                            mail("number " + i),
                            "someone"
                                    + i
                                    + "@postfix.test", // each hears of failures, none too often
                            new ArrayList<>(to).toArray(String[]::new))
                    .mustSucceed();
        }
        return sent;
    }

    /// How many mails ended as they may for a recipient.
    private static int ends(PabalProcess pabal, String recipient, int awaited, Set<String> allowed)
            throws Exception {
        int ends = 0;
        String json = "";
        for (int i = 0; i < 20 && ends < awaited; i++) {
            ends = 0;
            json =
                    pabal.pabal("", "trace", recipient, "--limit", "500", "--json")
                            .mustSucceed()
                            .output();
            Matcher recipients = RECIPIENT.matcher(json);
            Matcher end = END.matcher(json);
            while (end.find()) {
                String whose = "";
                recipients.reset();
                while (recipients.find() && recipients.start() < end.start()) {
                    whose = recipients.group(1);
                }
                if (whose.equals(recipient) && allowed.contains(end.group(1))) {
                    ends++;
                }
            }
        }
        assertThat(ends).as(json).isEqualTo(awaited);
        return ends;
    }
}
