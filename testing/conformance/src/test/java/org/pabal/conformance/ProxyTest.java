// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A proxy in front tells who the client is; the trace field names the client, not the proxy.
class ProxyTest {
    @TempDir private Path folder;

    @Test
    void theTraceFieldNamesTheClientThatATrustedProxyTold() throws Exception {
        Path data =
                PabalProcess.data(
                        folder,
                        "[services.smtp]\nproxies = [\"127.0.0.0/8\"]\n[dns]\nservers = [\"127.0.0.1:9\"]\n"
                                + "[greylist]\nmode = \"off\"\n");
        try (PabalProcess server = PabalProcess.at(data).with("pabal.test", "bob").start()) {
            try (LineClient smtp = LineClient.connect(server.port(25))) {
                smtp.send("PROXY TCP4 192.0.2.7 127.0.0.1 40000 25");
                assertThat(smtp.reply()).startsWith("220 ");
                smtp.ask("EHLO client.test");
                smtp.ask("MAIL FROM:<>");
                assertThat(smtp.ask("RCPT TO:<bob@pabal.test>")).startsWith("250");
                smtp.ask("DATA");
                assertThat(smtp.ask("Subject: proxied\r\n\r\nHi.\r\n.")).startsWith("250");
            }
            try (LineClient imap = LineClient.connectTls(server.port(993))) {
                imap.line();
                imap.command("LOGIN bob@pabal.test bob-secret");
                imap.command("SELECT INBOX");
                assertThat(imap.command("FETCH 1 BODY[HEADER]")).contains("[192.0.2.7]");
            }
        }
    }
}
