// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import org.pabal.server.settings.PrivateFile;
import org.pabal.server.setup.CertificateInUse;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.TlsCertificates;

/// A certificate that is given in the web pages and in use at once, also after the next start.
record GivenCertificate(DataDirectory data, TlsCertificates tls) implements CertificateInUse {

    @Override
    public List<X509Certificate> check(String pem) throws IOException {
        Path trial = trial();
        PrivateFile.write(trial, pem);
        try {
            return new CertificateFiles(trial, trial).check();
        } catch (IOException unusable) {
            String reason = String.valueOf(unusable.getMessage());
            throw new IOException(reason.replace(trial.toString(), "what was given"), unusable);
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    private Path trial() {
        return data.tls().resolve("kept-trial.pem");
    }

    private Path before() {
        return data.tls().resolve("kept-before.pem");
    }

    /// Removes what a kill has left of one that was looked at; it has a key in it.
    void sweep() throws IOException {
        Files.deleteIfExists(trial());
        Files.deleteIfExists(before());
    }

    /// The file first: a kill behind it leaves the new certificate to the next start.
    @Override
    public void use(String pem) throws IOException {
        CertificateFiles kept = TlsSource.kept(data);
        Path before = before();
        boolean had = Files.exists(kept.chain());
        if (had) {
            PrivateFile.write(before, Files.readString(kept.chain()));
        }
        PrivateFile.write(kept.chain(), pem);
        try {
            tls.use(List.of(kept));
        } catch (IOException unusable) {
            if (had) {
                Files.move(before, kept.chain(), StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(kept.chain());
            }
            throw unusable;
        } finally {
            Files.deleteIfExists(before);
        }
    }
}
