// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mail to Debian's Postfix by the TLSA records of a zone that ldns signs, NSD serves and Unbound
/// resolves: with Unbound's AD bit, and with signatures checked by Pabal itself. RFC 7672
class DaneTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"trust-ad", "validate"})
    void mailGoesWhereTheRecordsSay(String dnssec) throws Exception {
        assumeTrue(
                Stream.of("postfix", "unbound", "nsd", "ldns-signzone").allMatch(Run::has)
                        && System.getProperty("user.name").equals("root"));
        int smtp = Daemon.freePort();
        int served = Daemon.freePort();
        int resolved = Daemon.freePort();
        Certificate certificate = Certificate.selfSigned(folder, "any.example");
        String anchors = zone(smtp, certificate);
        Path data = PabalProcess.data(folder, settings(smtp, resolved, dnssec, anchors));
        try (Daemon _ = nsd(served);
                Daemon _ = unbound(resolved, served, anchors, dnssec);
                PostfixServer postfix = postfix(smtp);
                PabalProcess pabal = PabalProcess.at(data).with("pabal.test", "alice").start()) {
            pabal.send("alice@pabal.test", "someone@forged.example", Mails.plain("forged", "x"));
            pabal.send("alice@pabal.test", "someone@wrong.example", Mails.plain("wrong", "x"));
            pabal.send("alice@pabal.test", "someone@good.example", Mails.plain("good", "x"));
            Daemon.awaitText(folder.resolve("mailboxes/good"), "Subject: good", postfix::log);
            assertThat(Files.readString(folder.resolve("mailboxes/good")))
                    .containsPattern("using TLSv1\\.[23]");
            Path log = folder.resolve("data.log");
            Daemon.awaitText(log, "DANE: no TLSA record matches the certificate", pabal::log);
            Daemon.awaitText(log, "DNS for forged.example: ", pabal::log);
            assertThat(folder.resolve("mailboxes/wrong")).doesNotExist();
            assertThat(folder.resolve("mailboxes/forged")).doesNotExist();
            assertThat(pabal.pabal("", "queue", "list").mustSucceed().output())
                    .contains("wrong.example")
                    .contains("forged.example")
                    .doesNotContain("good.example");
        }
    }

    private static String settings(int smtp, int resolved, String dnssec, String anchors) {
        return """
        [mail]
        own-networks = ["127.0.0.1"]
        [dns]
        servers = ["127.0.0.1:%d"]
        dnssec = "%s"
        trust-anchors = "%s"
        [delivery]
        port = %d
        allow-loopback = true
        """
                .formatted(resolved, dnssec, anchors, smtp);
    }

    /// Writes and signs the zone `example`.
    ///
    /// @return the file of its trust anchor
    private String zone(int smtp, Certificate certificate) throws Exception {
        Path home = Daemon.homeIn(folder, "zone");
        Path zone =
                Files.writeString(
                        home.resolve("example"),
                        """
                        $ORIGIN example.
                        $TTL 300
                        @ SOA ns.example. hostmaster.example. 1 7200 3600 1209600 300
                        @ NS ns.example.
                        ns A 127.0.0.1
                        good MX 10 mx.good
                        mx.good A 127.0.0.1
                        _%1$d._tcp.mx.good TLSA 3 1 1 %2$s
                        wrong MX 10 mx.wrong
                        mx.wrong A 127.0.0.1
                        _%1$d._tcp.mx.wrong TLSA 3 1 1 %3$s
                        forged MX 10 mx.good
                        """
                                .formatted(smtp, digestOfKey(certificate), "0".repeat(64)));
        String key =
                Run.command(
                                "ldns-keygen",
                                "-r",
                                "/dev/urandom",
                                "-a",
                                "ECDSAP256SHA256",
                                "-k",
                                "example")
                        .in(home)
                        .run()
                        .mustSucceed()
                        .output()
                        .strip();
        Run.command("ldns-signzone", zone.toString(), key).in(home).run().mustSucceed();
        Path signed = home.resolve("example.signed");
        Files.writeString(
                signed,
                Files.readString(signed)
                        .replaceAll("(?m)^(forged\\S*\\s.*MX\\s+10\\s+)mx\\.good", "$1mx.wrong"));
        return home.resolve(key + ".ds").toString();
    }

    private static String digestOfKey(Certificate certificate) throws Exception {
        byte[] spki =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Files.readAllBytes(certificate.chain())))
                        .getPublicKey()
                        .getEncoded();
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spki));
    }

    private Daemon nsd(int port) throws Exception {
        Path settings =
                Files.writeString(
                        folder.resolve("nsd.conf"),
                        """
                        server:
                          ip-address: 127.0.0.1@%1$d
                          username: ""
                          zonesdir: "%2$s/zone"
                          zonelistfile: "%2$s/zone.list"
                          xfrdfile: "%2$s/xfrd.state"
                          pidfile: ""
                          database: ""
                        remote-control:
                          control-enable: no
                        zone:
                          name: example
                          zonefile: example.signed
                        """
                                .formatted(port, folder));
        return Daemon.start(
                folder, port, List.of("/usr/sbin/nsd", "-d", "-c", settings.toString()));
    }

    /// Validates where Pabal trusts it, and leaves it to Pabal where not.
    private Daemon unbound(int port, int served, String anchors, String dnssec) throws Exception {
        Path settings =
                Files.writeString(
                        folder.resolve("unbound.conf"),
                        """
                        server:
                          interface: 127.0.0.1@%1$d
                          username: ""
                          chroot: ""
                          directory: "%2$s"
                          pidfile: ""
                          use-syslog: no
                          do-not-query-localhost: no
                          trust-anchor-file: "%3$s"
                          module-config: "%5$s"
                        remote-control:
                          control-enable: no
                        stub-zone:
                          name: example
                          stub-addr: 127.0.0.1@%4$d
                        """
                                .formatted(
                                        port,
                                        folder,
                                        anchors,
                                        served,
                                        dnssec.equals("validate")
                                                ? "iterator"
                                                : "validator iterator"));
        return Daemon.start(
                folder, port, List.of("/usr/sbin/unbound", "-d", "-c", settings.toString()));
    }

    private PostfixServer postfix(int port) throws Exception {
        Path mailboxes = Daemon.homeIn(folder, "mailboxes");
        Run.command("chown", "postfix", mailboxes.toString()).run().mustSucceed();
        return PostfixServer.start(
                folder,
                port,
                """
                virtual_mailbox_domains = good.example wrong.example forged.example
                virtual_mailbox_base = %1$s/mailboxes
                virtual_mailbox_maps = inline:{someone@good.example=good, someone@wrong.example=wrong, someone@forged.example=forged}
                virtual_uid_maps = static:%2$s
                virtual_gid_maps = static:%3$s
                virtual_minimum_uid = 1
                smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
                smtpd_tls_cert_file = %1$s/cert.pem
                smtpd_tls_key_file = %1$s/key.pem
                smtpd_tls_security_level = may
                smtpd_tls_received_header = yes
                """
                        .formatted(folder, id("-u"), id("-g")));
    }

    private static String id(String option) throws IOException, InterruptedException {
        return Run.command("id", option, "postfix").run().mustSucceed().output().strip();
    }
}
