// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostTrust;
import org.pabal.cluster.Hosts;
import org.pabal.cluster.Member;
import org.pabal.cluster.MemberList;
import org.pabal.cluster.format.v1.MembersFormat;
import org.pabal.cluster.format.v1.MembersFormat.Signed;
import org.pabal.message.UnavailableException;
import org.pabal.wire.CertificateAuthority;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.TlsClientContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This host among the others: who it is, whom it knows, whom it believes. Starts as no member of
/// anything. Safe for use by many threads; nothing here speaks with other hosts.
public final class Membership implements Hosts, HostTrust {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    /// Certificates that were looked at; there are as many as hosts, and a few from before renewals.
    private static final int MAX_REMEMBERED = 1_000;

    final ClusterFiles files;
    final InstantSource clock;
    final ReentrantLock changes = new ReentrantLock();
    private final Host declared;
    private final SortedMap<String, Host> others;
    private final Map<X509Certificate, HostCertificate> remembered = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Standing standing;

    private Membership(ClusterFiles files, Host declared, List<Host> others, InstantSource clock) {
        this.files = files;
        this.declared = declared;
        this.clock = clock;
        this.others = new TreeMap<>();
        others.forEach(host -> this.others.put(host.name(), host));
    }

    /// @param folder made when it is not there
    /// @param self this host as its settings have it
    /// @param others that the settings declare
    /// @throws IOException when what is there cannot be used; says which file and what to do
    public static Membership open(Path folder, Host self, List<Host> others, InstantSource clock)
            throws IOException {
        Membership membership = new Membership(ClusterFiles.in(folder), self, others, clock);
        Optional<String> kept = ClusterFiles.read(membership.files.hosts());
        if (kept.isPresent()) {
            membership.standing = membership.read(kept.get());
        }
        return membership;
    }

    private Standing read(String kept) throws IOException {
        X509Certificate authority = CertificateAuthority.readChain(files.authority()).getFirst();
        X509Certificate own = CertificateAuthority.readChain(files.host()).getFirst();
        Signed list =
                verified(kept, authority)
                        .orElseThrow(() ->
                                new IOException(
                                        files.hosts()
                                                + " is damaged or not signed by "
                                                + files.authority().chain()
                                                + "; restore the folder from a backup, or delete"
                                                + " it and join again"));
        String name =
                HostCertificate.nameIn(own)
                        .orElseThrow(() ->
                                new IOException(
                                        files.host().chain()
                                                + " is not the certificate of a host"));
        return Standing.of(files, name, own, authority, list);
    }

    static Optional<Signed> verified(String text, X509Certificate authority) {
        return MembersFormat.parse(text)
                .filter(list ->
                        CertificateAuthority.hasSigned(
                                authority, list.text().getBytes(UTF_8), list.signature()));
    }

    /// Present while this host is a member.
    Optional<Standing> standing() {
        return Optional.ofNullable(standing).flatMap(Standing::ifMember);
    }

    /// Whether it was a member and has been removed.
    public boolean isRemoved() {
        Standing known = standing;
        return known != null && !known.isMember();
    }

    Standing member() {
        return standing()
                .orElseThrow(() ->
                        new UnavailableException(
                                isRemoved()
                                        ? "this host was removed from its mail system; see pabal"
                                                + " cluster status"
                                        : "this host is no member of a mail system with several"
                                                + " hosts; begin with pabal cluster init, or join"
                                                + " one with pabal cluster join"));
    }

    /// Called whenever this host has joined, or knows more of the others.
    public void whenChanged(Runnable listener) {
        listeners.add(listener);
    }

    void stand(Standing now) {
        standing = now;
        remembered.clear();
        listeners.forEach(Runnable::run);
    }

    // ---- Hosts

    @Override
    public Host self() {
        Standing now = standing;
        if (now == null || !now.isMember()) {
            return declared;
        }
        return new Host(
                now.name(),
                declared.address(),
                Host.Kind.PABAL,
                declared.aliases(),
                declared.ports());
    }

    /// This host as the settings have it, under whatever name.
    Host declared() {
        return declared;
    }

    @Override
    public List<Host> others() {
        Optional<Standing> now = standing();
        if (now.isEmpty()) {
            return List.copyOf(others.values());
        }
        SortedMap<String, Host> all = new TreeMap<>(others);
        for (Member member : now.get().members().all()) {
            all.merge(member.name(), member.asHost(), Membership::merged);
        }
        all.remove(now.get().name());
        return List.copyOf(all.values());
    }

    /// A member that the settings declare as well: what they say goes before what it says itself.
    private static Host merged(Host settings, Host member) {
        if (settings.kind() != Host.Kind.PABAL) {
            return settings;
        }
        var aliases = new java.util.TreeSet<>(member.aliases());
        aliases.addAll(settings.aliases());
        var ports = new TreeMap<>(member.ports());
        ports.putAll(settings.ports());
        return new Host(
                member.name(),
                settings.address().isEmpty() ? member.address() : settings.address(),
                Host.Kind.PABAL,
                aliases,
                ports);
    }

    /// Whether a host has joined: only then can it be spoken with under mutual TLS.
    public boolean hasJoined(String name) {
        return standing().flatMap(now -> now.members().member(name)).isPresent();
    }

    // ---- HostTrust

    @Override
    public boolean isMember() {
        return standing().isPresent();
    }

    @Override
    public TlsClientContext client() {
        return member().client();
    }

    @Override
    public Optional<String> hostOf(X509Certificate certificate) {
        Optional<Standing> now = standing();
        if (now.isEmpty()) {
            return Optional.empty();
        }
        Instant time = clock.instant();
        HostCertificate known = remembered.get(certificate);
        if (known == null || certificate.getNotAfter().toInstant().isBefore(time)) {
            Optional<HostCertificate> found =
                    HostCertificate.of(certificate, now.get().authority(), time);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            known = found.get();
            if (remembered.size() < MAX_REMEMBERED) {
                remembered.put(certificate, known);
            }
        }
        String key = known.key();
        return now.get()
                .members()
                .member(known.host())
                .filter(member -> member.key().equals(key))
                .map(Member::name);
    }

    // ---- for the doors

    /// What doors show and believe; empty while this host is no member.
    public Optional<Admission> admission() {
        return standing().map(now -> new Admission(files.host(), now.authority()));
    }

    /// @param own this host's certificate among hosts
    public record Admission(CertificateFiles own, X509Certificate authority) {}

    /// When this host's certificate among hosts ends.
    public Optional<Instant> certificateEnds() {
        return standing().map(now -> now.own().getNotAfter().toInstant());
    }

    /// The newest list that is known; empty when this host never was a member.
    public Optional<MemberList> list() {
        return Optional.ofNullable(standing).map(Standing::members);
    }

    /// The newest list with its signature, for others.
    Optional<String> signedList() {
        return Optional.ofNullable(standing).map(now -> now.list().whole());
    }

    /// Takes a list over when it is the authority's and newer than ours.
    ///
    /// @param text foreign input
    /// @return whether it is the authority's
    boolean learn(String text) throws IOException {
        changes.lock();
        try {
            Standing now = standing;
            if (now == null) {
                return false;
            }
            Optional<Signed> told = verified(text, now.authority());
            if (told.isEmpty()) {
                return false;
            }
            if (told.get().list().version() > now.members().version()) {
                ClusterFiles.write(files.hosts(), told.get().whole());
                stand(now.with(told.get()));
                LOG.info("event=hosts-learnt version={}", told.get().list().version());
                if (isRemoved()) {
                    LOG.warn("event=host-removed host={}", now.name());
                }
            }
            return true;
        } finally {
            changes.unlock();
        }
    }

    /// Begins to be a member: certificates first, the list last.
    void become(X509Certificate own, X509Certificate authority, Signed list) throws IOException {
        CertificateAuthority.writeChain(files.authority(), List.of(authority));
        CertificateAuthority.writeChain(files.host(), List.of(own, authority));
        Standing now = read(list.whole());
        ClusterFiles.write(files.hosts(), list.whole());
        stand(now);
    }

    /// Takes a renewed certificate into use; the key stays.
    void renewed(X509Certificate own) throws IOException {
        changes.lock();
        try {
            Standing now = member();
            CertificateAuthority.writeChain(files.host(), List.of(own, now.authority()));
            stand(Standing.of(files, now.name(), own, now.authority(), now.list()));
            LOG.info("event=host-certificate-renewed until={}", own.getNotAfter().toInstant());
        } finally {
            changes.unlock();
        }
    }

    /// Whether this host holds the authority's key.
    public boolean isAuthority() {
        return standing().filter(Standing::isAuthority).isPresent()
                && Files.exists(files.authority().key());
    }
}
