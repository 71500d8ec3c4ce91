// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// clamd, rspamd and SpamAssassin as they come from Debian are asked about strangers' mail; spamc asks
/// us.
class FiltersTest {
    /// What is known of the stranger and of two DNS lists; nobody else is asked.
    private static final String WORLD =
            """
            [services.smtp]
            proxies = ["127.0.0.0/8"]

            [greylist]
            mode = "off"

            [dns]
            servers = ["127.0.0.1:9"]
            timeout = "1s"
            attempt-timeout = "500ms"

            [dns.records]
            "far.test" = ["MX 10 mx.far.test", "TXT v=spf1 mx -all"]
            "mx.far.test" = ["192.0.2.9"]
            "_dmarc.far.test" = ["TXT v=DMARC1; p=none"]
            "1.0.0.127.bl.test" = ["TXT not listed"]
            "2.0.0.127.bl.test" = ["127.0.0.2"]
            "9.2.0.192.bl.test" = ["127.0.0.3", "TXT ask bl.test why"]
            "1.0.0.127.all.test" = ["127.0.0.2"]
            "9.2.0.192.all.test" = ["127.0.0.2"]

            """;

    private static final String PROXY = "PROXY TCP4 192.0.2.9 192.0.2.1 40000 25\r\n";

    @TempDir Path folder;

    private PabalProcess server(String settings) throws Exception {
        Path data = PabalProcess.data(folder, WORLD + settings);
        return PabalProcess.at(data).start().with("pabal.test", "alice", "bob");
    }

    /// From a stranger, over port 25.
    ///
    /// @return what is said at the dot
    private static String receive(PabalProcess server, String subject, String body)
            throws Exception {
        try (LineClient client = LineClient.connect(server.port(25))) {
            client.sendOctets(PROXY.getBytes(StandardCharsets.US_ASCII));
            client.reply();
            client.ask("EHLO mx.far.test");
            client.ask("MAIL FROM:<carol@far.test>");
            String recipient = client.ask("RCPT TO:<bob@pabal.test>");
            if (!recipient.startsWith("250")) {
                return recipient;
            }
            client.ask("DATA");
            client.sendOctets(mail(subject, body).getBytes(StandardCharsets.ISO_8859_1));
            return client.ask(".");
        }
    }

    private static String mail(String subject, String body) {
        return "From: Carol <carol@far.test>\r\nTo: bob@pabal.test\r\nSubject: "
                + subject
                + "\r\nDate: Sat, 21 Nov 2026 12:00:00 +0000\r\nMessage-ID: <"
                + subject.hashCode()
                + "@far.test>\r\nMIME-Version: 1.0\r\n"
                + body;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String attached(byte[] file) {
        String base64 = Base64.getMimeEncoder().encodeToString(file);
        return "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type:"
                + " text/plain\r\n\r\nsee there\r\n--b\r\nContent-Type: application/octet-stream;"
                + " name=x.com\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + base64
                + "\r\n--b--\r\n";
    }

    @Test
    void dnsListsAreAskedAndBelievedByTheirTestEntries() throws Exception {
        String lists = "[spam.lists.bl]\nzone = \"bl.test\"\npoints = \"3\"\n";
        String mute = "\n[spam.lists.all]\nzone = \"all.test\"\nrefuse = true\n";
        try (PabalProcess server = server(lists + mute)) {
            awaitLists(server, "muted");
            assertThat(receive(server, "listed", "\r\nHow are you?\r\n")).startsWith("250");
            assertThat(server.awaitMail("bob", 1)).contains("LIST_BL=3").doesNotContain("LIST_ALL");
            assertThat(server.pabal("", "spam", "lists").mustSucceed().output())
                    .contains("all (all.test): muted")
                    .contains("lists everything")
                    .contains("bl (bl.test): asked");
        }
    }

    @Test
    void aDnsListMayRefuse() throws Exception {
        String lists = "[spam.lists.bl]\nzone = \"bl.test\"\nrefuse = true\n";
        try (PabalProcess server = server(lists)) {
            awaitLists(server, "asked");
            assertThat(receive(server, "listed", "\r\nHow are you?\r\n"))
                    .startsWith(
                            "550 5.7.1 Service unavailable; client host [192.0.2.9] blocked using"
                                    + " bl.test; ask bl.test why");
        }
    }

    private static void awaitLists(PabalProcess server, String state) throws Exception {
        for (int i = 0; i < 20; i++) {
            if (server.pabal("", "spam", "lists").mustSucceed().output().contains(state)) {
                return;
            }
            Thread.sleep(200); // their test entries are looked at
        }
        throw new AssertionError(server.pabal("", "spam", "lists").output());
    }

    @Test
    void clamdFindsAVirusInMailOfAnySize() throws Exception {
        assumeTrue(Run.has("clamd"));
        int port = Daemon.freePort();
        Daemon clamd = FilterPeers.clamd(folder, port);
        try (PabalProcess server =
                server("[spam.clamd]\naddress = \"inet:127.0.0.1:" + port + "\"\n")) {
            byte[] eicar = octets(FilterPeers.EICAR);
            assertThat(receive(server, "virus", attached(eicar)))
                    .startsWith("550 5.7.1 ")
                    .contains("virus Eicar-Test");
            assertThat(receive(server, "clean", attached(octets("nothing")))).startsWith("250");
            assertThat(server.awaitMail("bob", 1)).contains("CLAMAV_CLEAN");

            byte[] large = new byte[1_000_000]; // beyond the window that the filter keeps
            new Random(1).nextBytes(large);
            assertThat(
                            receive(
                                    server,
                                    "large",
                                    attached(large).replace("--b--\r\n", "--b\r\n")
                                            + attached(eicar)
                                                    .replaceFirst("(?s).*see there\r\n", "")))
                    .contains("virus Eicar-Test");

            clamd.close();
            assertThat(receive(server, "down", attached(octets("nothing")))).startsWith("451 ");
        } finally {
            clamd.close();
        }
    }

    @Test
    void rspamdIsAskedOverHttp() throws Exception {
        assumeTrue(Run.has("rspamd"));
        int http = Daemon.freePort();
        try (Daemon rspamd = FilterPeers.rspamd(folder, http, Daemon.freePort());
                PabalProcess server =
                        server(
                                "[spam.rspamd]\nfollow = true\naddress = \"inet:127.0.0.1:"
                                        + http
                                        + "\"\n")) {
            assertThat(receive(server, "ham", "\r\nHow are you?\r\n")).startsWith("250");
            assertThat(server.awaitMail("bob", 1)).contains("RSPAMD=");
            assertThat(receive(server, "spam", "\r\n" + FilterPeers.GTUBE + "\r\n"))
                    .startsWith("550 ");
            assertThat(rspamd.output())
                    .contains("carol@far.test")
                    .contains("bob@pabal.test")
                    .contains("127.0.0.1");
        }
    }

    @Test
    void rspamdHasItsSayAsAMilter() throws Exception {
        assumeTrue(Run.has("rspamd"));
        int milter = Daemon.freePort();
        try (Daemon rspamd = FilterPeers.rspamd(folder, Daemon.freePort(), milter);
                PabalProcess server =
                        server(
                                "[spam]\nenabled = false\n\n[milters.rspamd]\naddress ="
                                        + " \"inet:127.0.0.1:"
                                        + milter
                                        + "\"\n")) {
            assertThat(receive(server, "ham", "\r\nHow are you?\r\n")).startsWith("250");
            assertThat(receive(server, "spam", "\r\n" + FilterPeers.GTUBE + "\r\n"))
                    .startsWith("554 5.7.1 ");
            assertThat(rspamd.output()).contains("carol@far.test");
        }
    }

    @Test
    void spamAssassinIsAskedBySpamd() throws Exception {
        assumeTrue(Run.has("spamd"));
        int port = Daemon.freePort();
        try (Daemon spamd = FilterPeers.spamd(folder, port);
                PabalProcess server =
                        server("[spam.spamd]\naddress = \"inet:127.0.0.1:" + port + "\"\n")) {
            assertThat(receive(server, "ham", "\r\nHow are you?\r\n")).startsWith("250");
            assertThat(server.awaitMail("bob", 1)).contains("SPAMASSASSIN=");
            assertThat(receive(server, "spam", "\r\n" + FilterPeers.GTUBE + "\r\n"))
                    .startsWith("550 ");
            assertThat(spamd.output()).contains("GTUBE");
        }
    }

    @Test
    void spamcAsksAndTeachesUs() throws Exception {
        assumeTrue(Run.has("spamc"));
        try (PabalProcess server = server("[services.spamd]\nenabled = true\n")) {
            byte[] spam = octets(mail("spam", "\r\n" + FilterPeers.GTUBE + "\r\n"));
            byte[] ham = octets(mail("ham", "\r\nHow are you?\r\n"));
            Run.Result check = spamc(server, spam, "--check");
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.output()).matches("(?s)1\\d{3}\\.\\d/5\\.0\\s*");
            Run.Result good = spamc(server, ham, "-c");
            assertThat(good.exitCode()).isZero();
            assertThat(spamc(server, spam, "--tests").output()).contains("GTUBE");
            assertThat(spamc(server, spam, "--full").output()).contains("GTUBE");
            assertThat(spamc(server, ham, "--full-spam").output()).doesNotContain("test  ");
            assertThat(spamc(server, ham).output())
                    .contains("X-Spam-Status: No")
                    .contains("How are you?");
            assertThat(spamc(server, spam, "--headers").output()).contains("X-Spam-Flag: YES");
            assertThat(spamc(server, spam, "-K").exitCode()).isZero();

            assertThat(spamc(server, spam, "-u", "bob@pabal.test", "--learntype=spam").output())
                    .contains("Message successfully un/learned");
            assertThat(spamc(server, spam, "-u", "bob@pabal.test", "--learntype=spam").output())
                    .contains("Message was already un/learned");
            assertThat(spamc(server, spam, "-u", "bob@pabal.test", "--learntype=forget").output())
                    .contains("Message successfully un/learned");
            assertThat(spamc(server, ham, "-u", "nobody", "--learntype=ham").output())
                    .doesNotContain("successfully");
        }
    }

    private Run.Result spamc(PabalProcess server, byte[] mail, String... arguments)
            throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of("spamc", "-x", "-d", "127.0.0.1", "-p", "" + server.port(783)));
        command.addAll(List.of(arguments));
        return Run.command(command).in(folder).input(mail).run();
    }
}
