// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The proof of the first run: real mail to oneself and to a server of somebody else.
class FirstRunProofTest {
    private static final int TRIES = 600;
    private static final Pattern KEY =
            Pattern.compile("\"name\":\"([^\"]+_domainkey[^\"]+)\",\"value\":\"([^\"]+)\"");

    @TempDir private Path folder;

    @Test
    void mailComesAndGoesAndTheKeyIsPublishedInTheEnd() throws Exception {
        assumeTrue(Run.has("curl") && Run.has("openssl"));
        SetupPage page = new SetupPage(folder.resolve("cookies"));
        Path data = PabalProcess.data(folder, "");
        try (ScriptedServer elsewhere = ScriptedServer.start();
                PabalProcess server = PabalProcess.at(data)) {
            Files.writeString(data.resolve("pabal.toml"), settings(server, elsewhere, ""));
            server.start();
            page.post(server, "begin", "{\"code\":\"" + SetupPage.code(server) + "\"}");
            page.post(
                    server,
                    "administrator",
                    "{\"language\":\"en\",\"address\":\"jiwoo@pabal.test\","
                            + "\"password\":\"correct horse battery\"}");
            String first = proof(page, server, "{}");
            assertThat(first)
                    .contains("{\"name\":\"send\",\"state\":\"ok\",\"said\":\"250 ")
                    .contains("TLSv1.3")
                    .contains("{\"name\":\"arrive\",\"state\":\"ok\",\"said\":\"INBOX UID 1\"")
                    .contains("{\"name\":\"headers\",\"state\":\"bad\"")
                    .contains("{\"points\":2,\"why\":\"dkim\"")
                    .contains("{\"points\":1,\"why\":\"certificate\"");
            assertThat(page.get(server, "state")).contains("{\"id\":\"proof\",\"state\":\"open\"}");
            importKey(server);
            String keys = keys(page.get(server, "domain"));
            server.kill();
            Files.writeString(data.resolve("pabal.toml"), settings(server, elsewhere, keys));
            server.start();
            withOneOutside(page, server, elsewhere);
            elsewhere.says("550 5.7.1 not from you");
            assertThat(proof(page, server, "{\"outside\":\"me@elsewhere.test\"}"))
                    .contains("{\"name\":\"outside\",\"state\":\"bad\"", "not from you")
                    .contains("{\"points\":2,\"why\":\"outside\"");
        }
    }

    private static String settings(PabalProcess server, ScriptedServer elsewhere, String keys)
            throws IOException {
        return """
        [setup]
        outbound-hosts = ["mail.pabal.test:%d"]
        [routes]
        "elsewhere.test" = "127.0.0.1:%d"
        [dns.records]
        "mail.pabal.test" = "127.0.0.1"
        "pabal.test" = ["MX 10 mail.pabal.test", "TXT v=spf1 mx%s -all"]
        "_dmarc.pabal.test" = ["TXT v=DMARC1; p=reject"]
        %s
        """
                .formatted(server.port(25), elsewhere.port(), ownAddresses(), keys);
    }

    /// The machine may have public ones, from which mail would come.
    private static String ownAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(InetAddress::getHostAddress)
                .filter(address -> !address.contains("%"))
                .map(address -> (address.contains(":") ? " ip6:" : " ip4:") + address)
                .collect(Collectors.joining());
    }

    private static String keys(String domain) {
        StringBuilder records = new StringBuilder();
        Matcher key = KEY.matcher(domain);
        while (key.find()) {
            records.append("\"%s\" = [\"TXT %s\"]\n".formatted(key.group(1), key.group(2)));
        }
        return records.toString();
    }

    /// A key that signs as soon as its record is seen: it has been published for long.
    private void importKey(PabalProcess server) throws Exception {
        Path file = folder.resolve("dkim.pem");
        Run.command("openssl", "genrsa", "-out", file.toString(), "2048").run().mustSucceed();
        Run.command("chmod", "600", file.toString()).run().mustSucceed();
        server.pabal("", "dkim", "import", "pabal.test", "old", file.toString(), "--published")
                .mustSucceed();
    }

    private static void withOneOutside(
            SetupPage page, PabalProcess server, ScriptedServer elsewhere) throws Exception {
        String said = proof(page, server, "{\"outside\":\"me@elsewhere.test\"}");
        assertThat(said)
                .contains("dkim=pass", "dmarc=pass")
                .contains("\"name\":\"outside\",\"state\":\"ok\"", "250 2.0.0 kept")
                .contains("\"name\":\"answer\",\"state\":\"waiting\"")
                .doesNotContain("\"why\":\"dkim\"");
        assertThat(elsewhere.await())
                .startsWith("<me@elsewhere.test>")
                .contains("DKIM-Signature:", "Subject: Proof of your mail server");
        assertThat(page.get(server, "state")).contains("{\"id\":\"proof\",\"state\":\"done\"}");
        server.send(
                "me@elsewhere.test",
                "jiwoo@pabal.test",
                "Subject: Re\r\n\r\nit came\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(page.get(server, "proof/" + id(said)))
                .contains("\"name\":\"answer\",\"state\":\"ok\"");
    }

    /// @return what is shown when it is done, with its id in front
    private static String proof(SetupPage page, PabalProcess server, String body) throws Exception {
        String begun = page.post(server, "proof", body);
        String id = begun.replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
        for (int i = 0; i < TRIES; i++) {
            String said = page.get(server, "proof/" + id);
            if (!said.contains("\"done\":false")) {
                return id + " " + said;
            }
            Thread.sleep(100); // mail is on its way
        }
        throw new AssertionError("the proof has no end; " + server.log());
    }

    private static String id(String said) {
        return said.substring(0, said.indexOf(' '));
    }
}
