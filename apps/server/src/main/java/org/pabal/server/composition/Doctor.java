// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.dns.Resolver;
import org.pabal.http.OwnNames;
import org.pabal.mailauth.doctor.OurHost;
import org.pabal.mailauth.doctor.PolicyFile;
import org.pabal.mailauth.doctor.ServiceRecord;
import org.pabal.mailauth.doctor.ServiceRecord.Kind;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.mta.signing.DomainKey;
import org.pabal.mta.signing.KeyRing;
import org.pabal.mta.signing.KeyState;
import org.pabal.mta.tlspolicy.HttpsPolicySource;
import org.pabal.mta.tlspolicy.PolicySource;
import org.pabal.server.administration.DoctorOperations;
import org.pabal.server.settings.DeliveryTable;
import org.pabal.server.settings.HttpTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.TlsTable;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.Connector;
import org.pabal.wire.Wire;
import org.pabal.wire.http.HttpClient;

/// What the doctor of a domain has to know of this server.
final class Doctor {
    /// What lies below `fc00::/7`, RFC 4193.
    private static final int UNIQUE_LOCAL = 0xFC;

    private static final int HTTPS = 443;

    private Doctor() {}

    /// @param certificate file with the certificate and its chain
    static DoctorOperations operations(
            Supplier<Resolver> resolver,
            Supplier<String> hostname,
            Supplier<KeyRing> keys,
            Supplier<Path> certificate,
            Supplier<List<ServiceRecord>> services,
            PolicyFile policies,
            InstantSource clock) {
        return new DoctorOperations(
                resolver,
                domain ->
                        host(
                                domain,
                                hostname.get(),
                                keys.get(),
                                certificate.get(),
                                services.get()),
                policies,
                clock);
    }

    static OurHost host(
            Domain domain,
            String hostname,
            KeyRing keys,
            Path certificate,
            List<ServiceRecord> services) {
        return new OurHost(
                hostname,
                publicAddresses(),
                certificates(certificate),
                keys.keys(domain).stream()
                        .filter(key -> key.state() != KeyState.RETIRED)
                        .map(DomainKey::record)
                        .toList(),
                services);
    }

    /// What programs look for, here: the mail's doors at the host's name, the web's at its public one.
    static List<ServiceRecord> services(Settings settings, String hostname) {
        String named = settings.get(HttpTable.HTTP_NAME);
        String web = named.isEmpty() ? hostname : OwnNames.bare(named);
        Optional<Integer> https = webPort(settings, named);
        return List.of(
                Kind.IMAPS.at(hostname, MailPrograms.port(settings, "imaps")),
                Kind.IMAP.at(hostname, MailPrograms.port(settings, "imap")),
                Kind.POP3S.at(hostname, MailPrograms.port(settings, "pop3s")),
                Kind.POP3.at(hostname, MailPrograms.port(settings, "pop3")),
                Kind.SUBMISSIONS.at(hostname, MailPrograms.port(settings, "submissions")),
                Kind.SUBMISSION.at(hostname, MailPrograms.port(settings, "submission")),
                Kind.JMAP.at(web, https),
                Kind.SIEVE.at(hostname, MailPrograms.port(settings, "managesieve")),
                Kind.AUTODISCOVER.at(web, https));
    }

    /// The public name says it; before a server that speaks no TLS itself a proxy does.
    private static Optional<Integer> webPort(Settings settings, String named) {
        Optional<Integer> own = MailPrograms.port(settings, "https");
        boolean proxied =
                !settings.get(HttpTable.HTTP_PROXIES).isEmpty()
                        && MailPrograms.port(settings, "http").isPresent();
        if (own.isEmpty() && !proxied) {
            return Optional.empty();
        }
        int colon = OwnNames.bare(named).length();
        if (colon < named.length()) {
            return Optional.of(Integer.parseInt(named.substring(colon + 1)));
        }
        return named.isEmpty() && own.isPresent() ? own : Optional.of(HTTPS);
    }

    /// Those that others may see.
    static List<InetAddress> publicAddresses() {
        return addresses().stream().filter(Doctor::isPublic).toList();
    }

    /// Of all interfaces.
    static List<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException unreadable) {
            throw new UnavailableException(
                    "the addresses of this host cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    static boolean isPublic(InetAddress address) {
        boolean uniqueLocal =
                address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == UNIQUE_LOCAL;
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !uniqueLocal;
    }

    static List<List<X509Certificate>> certificates(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return List.of(CertificateFiles.certificates(file));
        } catch (IOException unreadable) {
            throw new UnavailableException(
                    "the certificate " + file + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    static Path certificate(DataDirectory data, Settings settings) {
        Path kept = TlsSource.kept(data).chain();
        return settings.get(TlsTable.TLS_CERTIFICATE)
                .orElseGet(() -> Files.exists(kept) ? kept : data.tls().resolve("self-signed.pem"));
    }

    static PolicyFile policies(Settings settings, Wire wire, Resolver resolver)
            throws StartFailure {
        PolicySource source =
                new HttpsPolicySource(
                        resolver,
                        new HttpClient(new Connector(wire), DeliverySettings.trust(settings)),
                        settings.get(DeliveryTable.MTA_STS_PORT),
                        settings.get(DeliveryTable.MTA_STS_TIMEOUT));
        return domain ->
                switch (source.fetch(domain)) {
                    case PolicySource.Fetched.Policy(var policy) ->
                            new PolicyFile.Fetched.Policy(policy);
                    case PolicySource.Fetched.Failed(var why) ->
                            new PolicyFile.Fetched.Failed(why.reason());
                };
    }
}
