// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.testkit.FakeClock;
import org.pabal.testkit.TrustingTls;

class TlsCertificatesTest {

    private static final Duration YEARS = Duration.ofDays(3650);

    @TempDir Path folder;

    private final FakeClock clock = FakeClock.at(TestCertificates.NOW);

    @Test
    void everyFormOfKeyIsRead() throws Exception {
        int number = 0;
        for (String form : List.of("PKCS#8", "traditional")) {
            for (String type : List.of("EC", "RSA", "Ed25519")) {
                Path place = folder.resolve("k" + number++);
                var files = TestCertificates.write(place, type, form, YEARS, "a.example");
                assertThat(presented(new TlsCertificates(List.of(files), clock), "a.example"))
                        .as(type + " " + form)
                        .isEqualTo(PemFiles.read(files).own());
            }
        }
    }

    @Test
    void otherFilesAreUsedAtOnceAndBrokenOnesNot() throws Exception {
        var first = write("first", "EC", "mail.example.org");
        var second = write("second", "RSA", "mail.example.org");
        var certificates = new TlsCertificates(List.of(first), clock);
        certificates.use(List.of(second));
        assertThat(presented(certificates, "mail.example.org")).isEqualTo(own(second));
        var mixed = new CertificateFiles(first.chain(), second.key());
        assertThatThrownBy(() -> certificates.use(List.of(mixed))).isInstanceOf(IOException.class);
        assertThat(presented(certificates, "mail.example.org")).isEqualTo(own(second));
    }

    @Test
    void nameThatTheClientAsksForChoosesTheCertificate() throws Exception {
        var first = write("first", "EC", "mail.example.org");
        var rsa = write("rsa", "RSA", "mail.example.net");
        var wild = write("wild", "EC", "*.example.com", "example.com");
        var certificates = new TlsCertificates(List.of(first, rsa, wild), clock);
        assertThat(presented(certificates, "mail.example.org")).isEqualTo(own(first));
        assertThat(presented(certificates, "MAIL.example.net")).isEqualTo(own(rsa));
        assertThat(presented(certificates, "imap.example.com")).isEqualTo(own(wild));
        assertThat(presented(certificates, "a.imap.example.com")).isEqualTo(own(first));
        assertThat(presented(certificates, "unknown.example")).isEqualTo(own(first));
    }

    @Test
    void changedFilesAreTakenUpByTheNextHandshake() throws Exception {
        var files = write("live", "EC", "mail.example.org");
        var certificates = new TlsCertificates(List.of(files), clock);
        var fresh = write("fresh", "EC", "mail.example.org");
        replace(files, fresh, 1);
        X509Certificate before = presented(certificates, "mail.example.org");
        clock.advance(Duration.ofSeconds(5));
        assertThat(presented(certificates, "mail.example.org"))
                .isEqualTo(own(fresh))
                .isNotEqualTo(before);
    }

    @Test
    void brokenNewFileKeepsTheOldCertificate() throws Exception {
        var files = write("live", "EC", "mail.example.org");
        var certificates = new TlsCertificates(List.of(files), clock);
        X509Certificate before = presented(certificates, "mail.example.org");
        Files.writeString(files.chain(), "no certificate");
        touch(files.chain(), 1);
        clock.advance(Duration.ofSeconds(5));
        assertThat(presented(certificates, "mail.example.org")).isEqualTo(before);
        assertThatThrownBy(certificates::reload)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(files.chain().toString());
        Files.delete(files.key());
        clock.advance(Duration.ofSeconds(5));
        assertThat(presented(certificates, "mail.example.org")).isEqualTo(before);
        replace(files, write("fresh", "EC", "mail.example.org"), 2);
        certificates.reload();
        assertThat(presented(certificates, "mail.example.org")).isNotEqualTo(before);
    }

    /// THREATS T11, F05.
    @Test
    void unusableFilesAreClearErrors() throws Exception {
        var files = write("a", "EC", "mail.example.org");
        var other = write("b", "EC", "mail.example.org");
        assertThatThrownBy(() -> load(new CertificateFiles(files.chain(), other.key())))
                .hasMessageContaining("is not that of the first certificate");
        assertThatThrownBy(() -> load(new CertificateFiles(files.chain(), files.chain())))
                .hasMessageContaining("others");
        TestCertificates.mode(files.chain(), "rw-------");
        assertThatThrownBy(() -> load(new CertificateFiles(files.chain(), files.chain())))
                .hasMessageContaining("no private key");
        assertThatThrownBy(() -> load(new CertificateFiles(files.key(), files.key())))
                .hasMessageContaining("no certificate");
        assertThatThrownBy(
                        () -> load(new CertificateFiles(files.chain(), folder.resolve("absent"))))
                .hasMessageContaining("there is no file");
        TestCertificates.mode(files.key(), "rw-r--r--");
        assertThatThrownBy(() -> load(files)).hasMessageContaining("chmod 600");
        TestCertificates.mode(files.key(), "rw-------");
        Files.writeString(
                files.key(),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertThatThrownBy(() -> load(files)).hasMessageContaining(files.key().toString());
    }

    @Test
    void selfSignedCertificateIsMadeOnceAndPrivate() throws Exception {
        var files = SelfSigned.createIfAbsent(folder.resolve("tls"), "mail.example.org", clock);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
                .isEqualTo("rw-------");
        KeyAndChain made = PemFiles.read(files);
        assertThat(made.names()).containsExactly("mail.example.org");
        assertThat(made.key().getAlgorithm()).startsWith("EC");
        made.own().verify(made.own().getPublicKey());
        byte[] before = Files.readAllBytes(files.chain());
        SelfSigned.createIfAbsent(folder.resolve("tls"), "other.example.org", clock);
        assertThat(Files.readAllBytes(files.chain())).isEqualTo(before);
        assertThat(new TlsCertificates(List.of(files), clock).expiry())
                .isAfter(Instant.parse("2036-01-01T00:00:00Z"));
    }

    @Test
    void selfSignedCertificateFollowsTheNameWhereThatIsAskedFor() throws Exception {
        Path tls = folder.resolve("tls");
        var files = SelfSigned.createFor(tls, "localhost", clock);
        byte[] first = Files.readAllBytes(files.chain());
        SelfSigned.createFor(tls, "localhost", clock);
        assertThat(Files.readAllBytes(files.chain())).isEqualTo(first);
        SelfSigned.createFor(tls, "mail.example.org", clock);
        assertThat(PemFiles.read(files).names()).containsExactly("mail.example.org");
        Files.delete(files.chain()); // a kill between key and certificate
        assertThat(PemFiles.read(SelfSigned.createFor(tls, "mail.example.org", clock)).names())
                .containsExactly("mail.example.org");
    }

    private TlsCertificates load(CertificateFiles files) throws IOException {
        return new TlsCertificates(List.of(files), clock);
    }

    private CertificateFiles write(String place, String type, String... names) throws Exception {
        return TestCertificates.write(folder.resolve(place), type, "PKCS#8", YEARS, names);
    }

    private static X509Certificate own(CertificateFiles files) throws IOException {
        return PemFiles.read(files).own();
    }

    private static void replace(CertificateFiles files, CertificateFiles by, int later)
            throws IOException {
        Files.copy(by.chain(), files.chain(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(by.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
        TestCertificates.mode(files.key(), "rw-------");
        touch(files.chain(), later);
    }

    private static void touch(Path file, int later) throws IOException {
        Instant time = Instant.parse("2026-03-02T00:00:00Z").plusSeconds(later);
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    /// What a client sees that asks for the name.
    private static X509Certificate presented(TlsCertificates certificates, String name)
            throws Exception {
        try (Ends ends = Ends.standard()) {
            var client =
                    (SSLSocket)
                            TrustingTls.context()
                                    .getSocketFactory()
                                    .createSocket(ends.peer, "localhost", 1, true);
            SSLParameters parameters = client.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            client.setSSLParameters(parameters);
            var ours =
                    Ends.aside(() -> {
                        ends.ours.startTls(certificates);
                        return true;
                    });
            client.startHandshake();
            assertThat(ours.get()).isTrue();
            return (X509Certificate) client.getSession().getPeerCertificates()[0];
        }
    }
}
