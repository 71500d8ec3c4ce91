// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new server is set up in Chromium by what it printed, on a host whose provider drops port 25, with
/// name servers that learn the records on the way, and killed in between. What is done there stands in
/// `apps/webmail/test/e2e/setup.mjs`.
class SetupTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");
    private static final String ADDRESS = "192.0.2.10";
    private static final Pattern INVITATION =
            Pattern.compile("(https://\\S+/setup) .*([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})");

    @TempDir private Path folder;

    @Test
    void fromTheCodeToTheFirstMail() throws Exception {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Run.has("nsd") && Run.has("openssl"));
        assumeTrue(OwnNetwork.isPossible(), "for root only");
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
        Path data =
                PabalProcess.data(
                        folder, "[setup]\noutbound-hosts = [\"one.far.test\", \"two.far.test\"]\n");
        certificates();
        try (OwnNetwork network = OwnNetwork.of(folder, ADDRESS);
                Daemon _ = names(network);
                PabalProcess server = PabalProcess.at(data).named("").within(network)) {
            tell(server.start());
            Path output = folder.resolve("pages.out");
            Process pages = pages(network, output);
            try {
                while (!pages.waitFor(50, TimeUnit.MILLISECONDS)) {
                    if (!server.isRunning()) {
                        tell(server.start());
                    }
                }
            } finally {
                pages.descendants().forEach(ProcessHandle::destroyForcibly);
                pages.destroyForcibly();
            }
            assertThat(Files.readString(output)).as(server.log()).contains("all steps passed");
            assertThat(server.stop()).isEqualTo(143);
        }
    }

    /// What the pages need to know of this start: the page, the code, and whom to kill.
    private void tell(PabalProcess server) throws Exception {
        boolean isNew = Files.notExists(server.data().resolve("kept.toml"));
        String said = isNew ? server.said() : "";
        Matcher invitation = INVITATION.matcher(said);
        assertThat(invitation.find()).as(said).isEqualTo(isNew);
        Path next =
                Files.writeString(
                        folder.resolve("start.next"),
                        "{\"page\":\"%s\",\"code\":\"%s\",\"pid\":%d}"
                                .formatted(
                                        isNew ? invitation.group(1) : "",
                                        isNew ? invitation.group(2) : "",
                                        server.pid()));
        Files.move(next, folder.resolve("start"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Process pages(OwnNetwork network, Path output) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                network.inside(
                                        List.of(
                                                "env",
                                                "--chdir=" + WEBMAIL.toRealPath(),
                                                "node",
                                                "test/e2e/setup.mjs")))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("URL", "https://mail.pabal.test/");
        builder.environment().put("ADDRESS", "jiwoo@pabal.test");
        builder.environment().put("PASSWORD", "correct horse battery");
        builder.environment().put("SMTP", "25");
        builder.environment().put("FOLDER", folder.toString());
        builder.environment()
                .put("PICTURES", WEBMAIL.resolve("target").toAbsolutePath().toString());
        return builder.start();
    }

    /// The names of the world: the domain's own, those of addresses, and those of others.
    private Daemon names(OwnNetwork network) throws Exception {
        zone("pabal.test", "ns A 127.0.0.1\nmail A " + ADDRESS + "\n");
        zone("2.0.192.in-addr.arpa", "");
        zone(
                "far.test",
                "@ MX 10 one\none A 198.51.100.1\ntwo A 198.51.100.2\nrelay A 127.0.0.1\n");
        StringBuilder settings =
                new StringBuilder(
                        """
                        server:
                          ip-address: 127.0.0.1
                          username: ""
                          zonesdir: "%1$s"
                          zonelistfile: "%1$s/zone.list"
                          xfrdfile: "%1$s/xfrd.state"
                          xfrdir: "%1$s"
                          pidfile: "%1$s/nsd.pid"
                        remote-control:
                          control-enable: no
                        """
                                .formatted(folder));
        for (String name : List.of("pabal.test", "2.0.192.in-addr.arpa", "far.test")) {
            settings.append("zone:\n  name: %1$s\n  zonefile: %1$s.zone\n".formatted(name));
        }
        Path file = Files.writeString(folder.resolve("nsd.conf"), settings);
        return Daemon.start(
                folder,
                daemon -> daemon.output().contains("nsd started"),
                network.inside(List.of("/usr/sbin/nsd", "-d", "-c", file.toString())));
    }

    private void zone(String name, String records) throws Exception {
        Files.writeString(
                folder.resolve(name + ".zone"),
                """
                $ORIGIN %s.
                $TTL 1
                @ SOA ns.pabal.test. hostmaster.pabal.test. 1 7200 3600 1209600 1
                @ NS ns.pabal.test.
                """
                                .formatted(name)
                        + records);
    }

    /// Of an authority, and one that is over.
    private void certificates() throws Exception {
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9"
                        + " -subj /CN=Authority -keyout ca.key -out ca.pem");
        Path names =
                Files.writeString(
                        folder.resolve("names.ext"),
                        "subjectAltName=DNS:mail.pabal.test,DNS:mta-sts.pabal.test\n");
        openssl(
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=mail.pabal.test"
                        + " -keyout given.key -out given.csr");
        openssl(
                "x509 -req -in given.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 9 -extfile "
                        + names
                        + " -out leaf.pem");
        Files.writeString(
                folder.resolve("given.pem"),
                Files.readString(folder.resolve("leaf.pem"), StandardCharsets.US_ASCII)
                        + Files.readString(folder.resolve("ca.pem"), StandardCharsets.US_ASCII));
    }

    private void openssl(String words) throws Exception {
        Run.command(List.of(("openssl " + words).split(" "))).in(folder).run().mustSucceed();
    }
}
