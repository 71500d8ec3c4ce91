// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Debian's Postfix and Pabal exchange mail on loopback, both ways, with TLS.
class PostfixExchangeTest {
    @TempDir private Path folder;

    @Test
    void mailGoesBothWays() throws Exception {
        assumeTrue(Run.has("postfix") && System.getProperty("user.name").equals("root"));
        int postfixPort = Daemon.freePort();
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [delivery]
                        allow-loopback = true
                        [queue]
                        first-retry = "1s"
                        [routes]
                        "postfix.test" = "127.0.0.1:%d"
                        """
                                .formatted(postfixPort));
        try (PabalProcess pabal = PabalProcess.at(data).with("pabal.test", "alice", "bob").start();
                PostfixServer postfix = postfix(pabal, postfixPort)) {
            toPostfix(pabal, postfix);
            fromPostfix(pabal, postfix);
            bounceFromPostfix(pabal);
        }
    }

    private void toPostfix(PabalProcess pabal, PostfixServer postfix) throws Exception {
        byte[] mail = Mails.plain("to postfix", "From Pabal.\r\n.dot");
        submit(pabal, mail, "someone@postfix.test");
        String got =
                Daemon.awaitText(
                        folder.resolve("mailboxes/someone"), "Subject: to postfix", postfix::log);
        assertThat(got)
                .contains("From Pabal.\n.dot\n")
                .contains("Received: from " + PabalProcess.HOSTNAME)
                .containsPattern("using TLSv1\\.[23]");
    }

    private void submit(PabalProcess pabal, byte[] mail, String to) throws Exception {
        Path file = Files.write(folder.resolve("submitted.eml"), mail);
        Run.command(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--insecure",
                        "--ssl-reqd",
                        "smtp://127.0.0.1:" + pabal.port(587) + "/client.test",
                        "--user",
                        "alice@pabal.test:alice-secret",
                        "--mail-from",
                        "alice@pabal.test",
                        "--mail-rcpt",
                        to,
                        "--upload-file",
                        file.toString())
                .in(folder)
                .run()
                .mustSucceed();
    }

    private void fromPostfix(PabalProcess pabal, PostfixServer postfix) throws Exception {
        postfix.sendmail(
                        "Subject: from postfix\n\nHello.\n".getBytes(StandardCharsets.US_ASCII),
                        "someone@postfix.test",
                        "bob@pabal.test")
                .mustSucceed();
        String got = pabal.awaitMail("bob", 1);
        assertThat(got).contains("Subject: from postfix").contains("with ESMTPS");
    }

    private void bounceFromPostfix(PabalProcess pabal) throws Exception {
        submit(pabal, Mails.plain("nobody there", "Hello?"), "nobody@postfix.test");
        String got = pabal.awaitMail("alice", 1);
        assertThat(got)
                .contains("multipart/report")
                .contains("Final-Recipient: rfc822;nobody@postfix.test".replace(";", "; "))
                .contains("Status: 5.1.1");
    }

    private PostfixServer postfix(PabalProcess pabal, int port) throws Exception {
        Certificate.selfSigned(folder, "postfix.test");
        Path mailboxes = Daemon.homeIn(folder, "mailboxes");
        Run.command("chown", "postfix", mailboxes.toString()).run().mustSucceed();
        return PostfixServer.start(
                folder,
                port,
                """
                virtual_mailbox_domains = postfix.test
                virtual_mailbox_base = %1$s/mailboxes
                virtual_mailbox_maps = inline:{someone@postfix.test=someone}
                virtual_uid_maps = static:%2$s
                virtual_gid_maps = static:%3$s
                virtual_minimum_uid = 1
                transport_maps = inline:{{pabal.test=smtp:[127.0.0.1]:%4$d}}
                mynetworks = 127.0.0.0/8
                smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
                smtpd_tls_cert_file = %1$s/cert.pem
                smtpd_tls_key_file = %1$s/key.pem
                smtpd_tls_security_level = may
                smtpd_tls_received_header = yes
                smtp_tls_security_level = encrypt
                """
                        .formatted(folder, id("-u"), id("-g"), pabal.port(25)));
    }

    private static String id(String option) throws Exception {
        return Run.command("id", option, "postfix").run().mustSucceed().output().strip();
    }
}
