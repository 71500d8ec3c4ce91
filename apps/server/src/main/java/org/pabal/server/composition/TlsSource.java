// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.pabal.server.settings.KeptSettings;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.TlsTable;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.ClientAuthorities;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsServerContext.ChannelBinding;

/// Where the certificates come from: the settings' files, what was given in the web pages, or a
/// self-signed one made once.
final class TlsSource {
    private TlsSource() {}

    /// A certificate that was given in the web pages: its chain and its key in one file, so that both
    /// change at once.
    static CertificateFiles kept(DataDirectory data) {
        Path both = data.tls().resolve("kept.pem");
        return new CertificateFiles(both, both);
    }

    private static CertificateFiles files(
            DataDirectory data, Settings settings, String hostname, InstantSource clock)
            throws IOException {
        if (settings.get(TlsTable.TLS_CERTIFICATE).isPresent()) {
            return new CertificateFiles(
                    settings.get(TlsTable.TLS_CERTIFICATE).orElseThrow(),
                    settings.get(TlsTable.TLS_KEY).orElseThrow());
        }
        return Files.exists(kept(data).chain())
                ? kept(data)
                : selfSigned(data, settings, hostname, clock);
    }

    /// The first run gives the host its name: the certificate that nobody was meant to keep is made anew
    /// then. Where the operator has given the name, theirs stays.
    private static CertificateFiles selfSigned(
            DataDirectory data, Settings settings, String hostname, InstantSource clock)
            throws IOException {
        return KeptSettings.isKept(settings.value(ServicesTable.HOSTNAME).origin())
                ? SelfSigned.createFor(data.tls(), hostname, clock)
                : SelfSigned.createIfAbsent(data.tls(), hostname, clock);
    }

    static TlsCertificates open(
            DataDirectory data, Settings settings, String hostname, InstantSource clock)
            throws StartFailure {
        try {
            CertificateFiles files = files(data, settings, hostname, clock);
            Optional<ClientAuthorities> authorities = Optional.empty();
            Optional<Path> file = settings.get(TlsTable.TLS_CLIENT_AUTHORITIES);
            if (file.isPresent()) {
                authorities = Optional.of(ClientAuthorities.of(file.get()));
            }
            return new TlsCertificates(
                    List.of(files),
                    clock,
                    authorities,
                    settings.get(TlsTable.TLS_CHANNEL_BINDING)
                            ? ChannelBinding.OFFERED
                            : ChannelBinding.WITHHELD);
        } catch (IOException unusable) {
            throw new StartFailure(
                    "the certificate cannot be used: " + unusable.getMessage(), unusable);
        }
    }
}
