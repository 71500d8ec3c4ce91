// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Smarthosts that check who sends, and a port 25 that leads nowhere.
final class RelayTest {
    private static final String UNVERIFIED =
            "550 The from address does not match a verified Sender Identity. Mail cannot be sent"
                    + " until this error is resolved.";

    @TempDir Path folder;

    @BeforeEach
    void programs() {
        assumeTrue(Run.has("curl") && Run.has("openssl"));
    }

    private Path data(String name, String settings) throws IOException {
        Path data = Files.createDirectory(folder.resolve(name));
        String common = "[delivery]\nallow-loopback = true\n[queue]\nfirst-retry = \"1s\"\n";
        Files.writeString(data.resolve("pabal.toml"), common + settings);
        return data;
    }

    private Path secret(String text) throws IOException {
        Path file = Files.createTempFile(folder, "secret", "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(file, text + "\n");
    }

    /// A certificate for 127.0.0.1, and a store of trusted certificates that has it.
    private record Trusted(Path chain, Path key, Path trusted) {}

    private Trusted certificate() throws Exception {
        Certificate pair = Certificate.selfSigned(folder, "smarthost.test");
        Path trusted = folder.resolve("trusted.p12");
        Run.command(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-importcert",
                        "-noprompt",
                        "-alias",
                        "smarthost",
                        "-file",
                        pair.chain().toString(),
                        "-keystore",
                        trusted.toString(),
                        "-storepass",
                        "changeit")
                .run()
                .mustSucceed();
        return new Trusted(pair.chain(), pair.key(), trusted);
    }

    private PabalProcess near(String settings, Trusted certificate) throws Exception {
        return PabalProcess.at(
                        data("near", settings),
                        "-Djavax.net.ssl.trustStore=" + certificate.trusted,
                        "-Djavax.net.ssl.trustStorePassword=changeit")
                .with("pabal.test", "alice");
    }

    private Run.Result submit(PabalProcess pabal, String subject, String... to) throws Exception {
        return submit(pabal, new String[0], subject, to);
    }

    /// @param inside begins the command
    private Run.Result submit(PabalProcess pabal, String[] inside, String subject, String... to)
            throws Exception {
        Path file = Files.write(folder.resolve("mail.eml"), Mails.plain(subject, "Hello."));
        var command =
                new java.util.ArrayList<>(
                        java.util.List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--verbose",
                                "--insecure",
                                "--ssl-reqd",
                                "smtp://127.0.0.1:" + pabal.port(587) + "/client.test",
                                "--user",
                                "alice@pabal.test:alice-secret",
                                "--mail-from",
                                "alice@pabal.test",
                                "--upload-file",
                                file.toString()));
        command.addAll(0, java.util.List.of(inside));
        for (String each : to) {
            command.addAll(java.util.List.of("--mail-rcpt", each));
        }
        return Run.command(command).in(folder).run();
    }

    /// The newest message in INBOX once there are so many.
    private static String await(PabalProcess pabal, int messages) throws Exception {
        try (LineClient imap = LineClient.connectTls(pabal.port(993))) {
            imap.line();
            imap.command("LOGIN alice@pabal.test alice-secret");
            for (int i = 0; i < 200; i++) {
                if (imap.command("SELECT INBOX").contains("* " + messages + " EXISTS")) {
                    return imap.command("FETCH " + messages + " BODY[]");
                }
                Thread.sleep(100); // another process files it
            }
        }
        throw new AssertionError("no message came within 20 seconds");
    }

    @Test
    void anotherPabalIsTheSmarthostAndKnowsOnlyWhomItWasToldOf() throws Exception {
        Trusted certificate = certificate();
        try (ScriptedServer end = ScriptedServer.start();
                PabalProcess far =
                        PabalProcess.at(
                                        data(
                                                "far",
                                                """
                                                [tls]
                                                certificate = "%s"
                                                key = "%s"
                                                [routes]
                                                "elsewhere.test" = "127.0.0.1:%d"
                                                """
                                                        .formatted(
                                                                certificate.chain,
                                                                certificate.key,
                                                                end.port())))
                                .with("smart.test", "relay")
                                .start();
                PabalProcess near =
                        near(
                                """
                                [relays.post]
                                host = "127.0.0.1"
                                port = %1$d
                                user = "relay@smart.test"
                                password-file = "%2$s"
                                default = true
                                [relays.wrong]
                                host = "127.0.0.1"
                                port = %1$d
                                user = "relay@smart.test"
                                password-file = "%3$s"
                                sender-domains = ["other.test"]
                                """
                                        .formatted(
                                                far.port(587),
                                                secret("relay-secret"),
                                                secret("not-the-password")),
                                certificate)) {
            near.pabal("", "domain", "add", "other.test").mustSucceed();
            near.start();
            Run.Result check = near.pabal("", "relay", "check");
            assertThat(check.output())
                    .contains("pabal.test: refuses alice@pabal.test: 553 5.7.1 ")
                    .contains("other.test: the log-in failed: 535 5.7.8 ")
                    .doesNotContain("not-the-password");
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(near.pabal("", "status").output()).contains("post for pabal.test: sender-");
            Run.Result refused = submit(near, "one", "x@elsewhere.test");
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.output())
                    .contains("550 5.7.1 the relay post does not accept mail from pabal.test: 553");
            far.pabal("", "account", "grant", "relay@smart.test", "@pabal.test").mustSucceed();
            assertThat(near.pabal("", "relay", "check").output())
                    .contains("pabal.test: takes mail from alice@pabal.test");
            submit(near, "two", "x@elsewhere.test").mustSucceed();
            assertThat(end.await()).startsWith("<x@elsewhere.test>").contains("Subject: two\n");
            assertThat(near.log()).doesNotContain("relay-secret");
        }
    }

    /// The words of the brief: a smarthost that takes any sender, and refuses after DATA.
    @Test
    void whatASmarthostSaysAfterDataIsToldAtTheNextSubmission() throws Exception {
        try (ScriptedServer smarthost = ScriptedServer.start();
                PabalProcess near =
                        PabalProcess.at(
                                        data(
                                                "near",
                                                "[relay]\nhost = \"127.0.0.1\"\nport = %d\n"
                                                        .formatted(smarthost.port())))
                                .with("pabal.test", "alice")
                                .start()) {
            smarthost.says(UNVERIFIED);
            assertThat(near.pabal("", "relay", "check").exitCode()).isZero();
            submit(near, "one", "x@elsewhere.test").mustSucceed();
            assertThat(await(near, 1)).contains("does not match a verified Sender Identity");
            Run.Result refused = submit(near, "two", "x@elsewhere.test");
            assertThat(refused.output())
                    .contains("550 5.7.1 the relay default does not accept mail from pabal.test: ")
                    .contains("verified Sender Identity");
            submit(near, "to ourselves", "alice@pabal.test").mustSucceed();
            assertThat(await(near, 2)).contains("Subject: to ourselves");
            smarthost.says("250 2.0.0 kept");
            assertThat(near.pabal("", "relay", "check", "--json").output())
                    .contains("\"finding\" : \"accepted\"");
            submit(near, "three", "x@elsewhere.test").mustSucceed();
            assertThat(smarthost.await()).contains("Subject: three\n");
        }
    }

    @Test
    void postfixWithDovecotIsTheSmarthost() throws Exception {
        assumeTrue(PostfixServer.isInstalled() && Run.has("dovecot"));
        Trusted certificate = certificate();
        int port = Daemon.freePort();
        try (ScriptedServer end = ScriptedServer.start();
                PostfixServer _ =
                        PostfixServer.start(
                                folder,
                                port,
                                """
                                transport_maps = static:smtp:[127.0.0.1]:%1$d
                                mynetworks =
                                smtpd_tls_cert_file = %2$s
                                smtpd_tls_key_file = %3$s
                                smtpd_tls_security_level = may
                                smtpd_tls_auth_only = yes
                                smtpd_sasl_auth_enable = yes
                                smtpd_sasl_type = dovecot
                                smtpd_sasl_path = %4$s/dovecot/auth
                                smtpd_sender_login_maps = inline:{alice@pabal.test=near}
                                smtpd_sender_restrictions = reject_sender_login_mismatch
                                smtpd_relay_restrictions = permit_sasl_authenticated, reject
                                """
                                        .formatted(
                                                end.port(),
                                                certificate.chain,
                                                certificate.key,
                                                folder));
                DovecotAuth _ =
                        DovecotAuth.start(folder.resolve("dovecot"), "near", "near-secret");
                PabalProcess near =
                        near(
                                """
                                [relays.postfix]
                                host = "127.0.0.1"
                                port = %1$d
                                user = "near"
                                password-file = "%2$s"
                                sender-domains = ["pabal.test", "other.test"]
                                """
                                        .formatted(port, secret("near-secret")),
                                certificate)) {
            near.pabal("", "domain", "add", "other.test").mustSucceed();
            near.start();
            assertThat(near.pabal("", "relay", "check").output())
                    .contains("pabal.test: takes mail from alice@pabal.test")
                    .contains("other.test: refuses postmaster@other.test: 553 5.7.1 ")
                    .contains("Sender address rejected: not owned by user near");
            submit(near, "by postfix", "x@elsewhere.test").mustSucceed();
            assertThat(end.await()).contains("Received: ").contains("Subject: by postfix\n");
            assertThat(
                            near.pabal("", "route", "explain", "x@y.test", "--from", "a@other.test")
                                    .output())
                    .contains("relay postfix (127.0.0.1:" + port + ")");
        }
    }

    /// Three hosts in three networks that refuse: the fallback takes over, and gives back by itself.
    @Test
    void aBlockedPortIsFoundAndTheFallbackUsedUntilItOpens() throws Exception {
        int closed = Daemon.freePort();
        try (ScriptedServer smarthost = ScriptedServer.start();
                PabalProcess near =
                        PabalProcess.at(
                                        data(
                                                "near",
                                                """
                                                [relays.reserve]
                                                host = "127.0.0.1"
                                                port = %d
                                                fallback = true
                                                [probe]
                                                every = "1s"
                                                """
                                                        .formatted(smarthost.port())))
                                .with("pabal.test", "alice")) {
            Path settings = near.data().resolve("pabal.toml");
            Files.writeString(
                    settings,
                    Files.readString(settings)
                            .replace("[delivery]", "[delivery]\nport = " + closed));
            near.start();
            submit(near, "held", "a@[127.0.1.1]", "b@[127.0.2.1]", "c@[127.0.3.1]").mustSucceed();
            for (int i = 0; i < 3; i++) {
                assertThat(smarthost.await()).contains("Subject: held\n");
            }
            assertThat(near.pabal("", "status").output())
                    .contains("IPv4: blocked: 3 hosts refused the connection");
            try (ScriptedServer open =
                    ScriptedServer.at(InetAddress.ofLiteral("127.0.2.1"), closed)) {
                awaitStatus(near, "IPv4: open");
                submit(near, "direct", "b@[127.0.2.1]").mustSucceed();
                assertThat(open.await()).startsWith("<b@[127.0.2.1]>").contains("direct\n");
            }
        }
    }

    /// In a network without a way out: what is for mail exchangers waits, says why, counts no attempts,
    /// and goes when there is a way.
    @Test
    void withoutAnyWayOutMailWaitsAndSaysWhy() throws Exception {
        assumeTrue(
                Run.has("unshare") && Run.has("ip") && Run.has("nsenter") && Run.has("smtp-sink"));
        assumeTrue(Run.command("unshare", "--net", "true").run().exitCode() == 0, "for root only");
        Path data = Files.createDirectory(folder.resolve("near"));
        Files.writeString(
                data.resolve("pabal.toml"),
                "[queue]\nfirst-retry = \"1s\"\n[probe]\nevery = \"1s\"\n");
        try (PabalProcess near =
                PabalProcess.at(data).with("pabal.test", "alice").withoutNetwork().start()) {
            String[] inside = {"nsenter", "--target", Long.toString(near.pid()), "--net"};
            submit(
                            near,
                            inside,
                            "held",
                            "a@[192.0.2.1]",
                            "b@[198.51.100.1]",
                            "c@[IPv6:2001:db8:1::1]",
                            "d@[IPv6:2001:db8:2::1]")
                    .mustSucceed();
            String reason =
                    "outbound port 25 is blocked: there is no route to 2 hosts (IPv4), there is no"
                            + " route to 2 hosts (IPv6); ask the provider to open it or set a relay";
            awaitStatus(near, reason);
            assertThat(near.pabal("", "queue", "list").output())
                    .contains("Mail for mail exchangers is not tried: " + reason);
            run(inside, "ip", "address", "add", "192.0.2.1/32", "dev", "lo").mustSucceed();
            Process sink = start(inside, "smtp-sink", "-u", "nobody", "192.0.2.1:25", "10");
            try {
                awaitStatus(near, "IPv4: open");
                String list = near.pabal("", "queue", "list").output();
                for (int i = 0; i < 20 && list.contains("a@[192.0.2.1]"); i++) {
                    list = near.pabal("", "queue", "list").output();
                }
                assertThat(list).doesNotContain("a@[192.0.2.1]").contains("b@[198.51.100.1]");
            } finally {
                sink.destroy();
                sink.waitFor();
            }
        }
    }

    private static Run.Result run(String[] inside, String... command) throws Exception {
        var all = new java.util.ArrayList<>(java.util.List.of(inside));
        all.addAll(java.util.List.of(command));
        return Run.command(all).run();
    }

    private Process start(String[] inside, String... command) throws IOException {
        var all = new java.util.ArrayList<>(java.util.List.of(inside));
        all.addAll(java.util.List.of(command));
        return new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("started.log").toFile())
                .start();
    }

    private static void awaitStatus(PabalProcess pabal, String text) throws Exception {
        String status = "";
        for (int i = 0; i < 20 && !status.contains(text); i++) {
            status = pabal.pabal("", "status").output(); // takes half a second itself
        }
        assertThat(status).contains(text);
    }

    /// Dovecot's log-in service, as Postfix' machines have it.
    private record DovecotAuth(Path home) implements AutoCloseable {

        static DovecotAuth start(Path home, String user, String password) throws Exception {
            Files.createDirectory(home);
            home.toFile().setExecutable(true, false);
            home.toFile().setReadable(true, false);
            Path users = Files.writeString(home.resolve("users"), user + ":{PLAIN}" + password);
            users.toFile().setReadable(true, false);
            Path settings =
                    Files.writeString(
                            home.resolve("dovecot.conf"),
                            """
                            base_dir = %1$s/run
                            state_dir = %1$s/state
                            log_path = %1$s/log
                            protocols =
                            ssl = no
                            auth_mechanisms = plain login scram-sha-256
                            passdb {
                              driver = passwd-file
                              args = %1$s/users
                            }
                            userdb {
                              driver = static
                              args = uid=nobody gid=nogroup home=/nonexistent
                            }
                            service auth {
                              unix_listener %1$s/auth {
                                mode = 0666
                              }
                            }
                            """
                                    .formatted(home));
            Run.command("dovecot", "-c", settings.toString()).run().mustSucceed();
            return new DovecotAuth(home);
        }

        @Override
        public void close() throws Exception {
            Run.command("dovecot", "-c", home + "/dovecot.conf", "stop").run();
        }
    }
}
