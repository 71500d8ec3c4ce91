// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's certificates from PEM files, chosen by SNI. Changed files are taken up by the next
/// handshakes without a restart; while a new file is broken the old certificate stays in use.
///
/// Warns in the log as a certificate nears its end: 30, 14, 7 and 1 days before, and behind it
/// (THREATS T11).
public final class TlsCertificates implements TlsServerContext {

    private static final Logger LOG = LoggerFactory.getLogger(TlsCertificates.class);

    /// Files are looked at no more often, however many handshakes come.
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

    private static final int[] WARN_DAYS = {0, 1, 7, 14, 30};
    private static final int SESSION_SECONDS = (int) Duration.ofHours(24).toSeconds();

    private volatile List<CertificateFiles> files;
    private final InstantSource clock;
    private final Optional<ClientAuthorities> authorities;
    private final ChannelBinding channelBinding;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Loaded loaded;
    private volatile Instant nextLook;

    // Guarded by the lock.
    private List<FileTime> lastTried;
    private int lastWarned = Integer.MAX_VALUE;

    private volatile Optional<HostTls> hosts = Optional.empty();

    private record Loaded(SSLContext context, Instant expiry) {}

    /// How the hosts of this mail system know each other.
    ///
    /// @param own shown to clients that ask for a name in it
    /// @param authority that vouches for other hosts, and for nobody else
    private record HostTls(CertificateFiles own, ClientAuthorities authority) {}

    /// @param files at least one pair; the first is for clients that ask for no name or an unknown
    /// @throws IOException when a file is missing or broken; says which and what to do
    public TlsCertificates(List<CertificateFiles> files, InstantSource clock) throws IOException {
        this(files, clock, Optional.empty(), ChannelBinding.OFFERED);
    }

    /// @param authorities for client certificates; empty to ask for none
    public TlsCertificates(
            List<CertificateFiles> files,
            InstantSource clock,
            Optional<ClientAuthorities> authorities,
            ChannelBinding channelBinding)
            throws IOException {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("TLS needs at least one certificate");
        }
        this.files = List.copyOf(files);
        this.clock = clock;
        this.authorities = authorities;
        this.channelBinding = channelBinding;
        this.lastTried = times();
        this.loaded = load();
        this.nextLook = clock.instant().plus(BETWEEN_LOOKS);
        warnOfExpiry();
    }

    @Override
    public ChannelBinding channelBinding() {
        return channelBinding;
    }

    @Override
    public SSLEngine newEngine() {
        if (clock.instant().isAfter(nextLook) && loading.tryLock()) {
            try {
                nextLook = clock.instant().plus(BETWEEN_LOOKS);
                reloadIfChanged();
                warnOfExpiry();
            } finally {
                loading.unlock();
            }
        }
        SSLEngine engine = loaded.context().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = TlsParameters.of(engine);
        parameters.setWantClientAuth(authorities.isPresent() || hosts.isPresent());
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public Optional<X509Certificate> clientCertificate(SSLSession session) {
        return authorities.flatMap(trusted -> trusted.clientCertificate(session));
    }

    @Override
    public Optional<X509Certificate> hostCertificate(SSLSession session) {
        return hosts.flatMap(known -> known.authority().clientCertificate(session));
    }

    /// From now on other hosts of this mail system are known by their certificates, and see that of
    /// this host when they ask for a name in it.
    ///
    /// @throws IOException when a certificate cannot be used; all is as it was
    public void admitHosts(CertificateFiles own, X509Certificate authority) throws IOException {
        loading.lock();
        try {
            Optional<HostTls> before = hosts;
            try {
                hosts = Optional.of(new HostTls(own, ClientAuthorities.of(List.of(authority))));
                reload();
            } catch (IOException unusable) {
                hosts = before;
                throw unusable;
            }
        } finally {
            loading.unlock();
        }
    }

    /// Uses other files from the next handshakes on.
    ///
    /// @param others at least one pair, as at the start
    /// @throws IOException when they cannot be used; all is as it was
    public void use(List<CertificateFiles> others) throws IOException {
        if (others.isEmpty()) {
            throw new IllegalArgumentException("TLS needs at least one certificate");
        }
        loading.lock();
        try {
            List<CertificateFiles> before = files;
            try {
                files = List.copyOf(others);
                reload();
            } catch (IOException unusable) {
                files = before;
                lastTried = times();
                throw unusable;
            }
        } finally {
            loading.unlock();
        }
    }

    /// When the first of the certificates ends.
    public Instant expiry() {
        return loaded.expiry();
    }

    /// Reads the files now.
    ///
    /// @throws IOException when one is missing or broken; the old certificates stay in use
    public void reload() throws IOException {
        loading.lock();
        try {
            lastTried = times();
            loaded = load();
            lastWarned = Integer.MAX_VALUE;
            warnOfExpiry();
        } finally {
            loading.unlock();
        }
    }

    private void reloadIfChanged() {
        try {
            List<FileTime> now = times();
            if (!now.equals(lastTried)) {
                reload();
                LOG.info("event=certificates-reloaded files={}", files);
            }
        } catch (IOException e) {
            LOG.error("event=certificates-kept reason=\"{}\"", e.getMessage());
        }
    }

    private List<CertificateFiles> allFiles() {
        List<CertificateFiles> all = new ArrayList<>(files);
        hosts.ifPresent(known -> all.add(known.own()));
        return all;
    }

    private List<FileTime> times() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (CertificateFiles pair : allFiles()) {
            for (Path file : List.of(pair.chain(), pair.key())) {
                if (!Files.exists(file)) {
                    throw new IOException("there is no file " + file);
                }
                times.add(Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    private Loaded load() throws IOException {
        List<KeyAndChain> keys = new ArrayList<>();
        for (CertificateFiles pair : allFiles()) {
            keys.add(PemFiles.read(pair));
        }
        Instant expiry =
                keys.stream()
                        .limit(files.size()) // those of hosts renew themselves
                        .map(key -> key.own().getNotAfter().toInstant())
                        .min(Instant::compareTo)
                        .orElseThrow();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new KeysByServerName(keys)}, trustManagers(), null);
            context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            return new Loaded(context, expiry);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot use these certificates: " + e.getMessage(), e);
        }
    }

    private TrustManager @Nullable [] trustManagers() {
        List<ClientAuthorities> asked = new ArrayList<>();
        authorities.ifPresent(asked::add);
        hosts.ifPresent(known -> asked.add(known.authority()));
        return asked.isEmpty() ? null : ClientAuthorities.forHandshakes(asked);
    }

    private void warnOfExpiry() {
        long days = Duration.between(clock.instant(), loaded.expiry()).toDays();
        boolean over = loaded.expiry().isBefore(clock.instant());
        for (int threshold : WARN_DAYS) {
            if (threshold < lastWarned && (threshold == 0 ? over : days < threshold)) {
                lastWarned = threshold;
                LOG.warn(
                        "event=certificate-{} expiry={} files={}",
                        over ? "expired" : "expires",
                        loaded.expiry(),
                        files);
                return;
            }
        }
    }
}
