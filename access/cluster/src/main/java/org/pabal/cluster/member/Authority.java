// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostName;
import org.pabal.cluster.HostService;
import org.pabal.cluster.HostTrust;
import org.pabal.cluster.Member;
import org.pabal.cluster.MemberList;
import org.pabal.cluster.format.v1.InvitationsFormat;
import org.pabal.cluster.format.v1.InvitationsFormat.Invitation;
import org.pabal.cluster.format.v1.MembersFormat;
import org.pabal.cluster.format.v1.MembersFormat.Signed;
import org.pabal.wire.CertificateAuthority;
import org.pabal.wire.CertifiedKey;

/// What only the host does that holds the authority's key: it makes the authority, invites, admits
/// and removes hosts, and makes certificates and the list. Every change is durable before it is
/// told to anyone. Safe for use by many threads.
public final class Authority {
    /// As long as the mail system: its hosts would have to be joined anew.
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(365 * 30);

    /// A host that is removed is believed no more at once, so certificates may live long.
    static final Duration CERTIFICATE_LIFE = Duration.ofDays(180);

    private static final int SECRET_OCTETS = 32;
    private static final int MAX_INVITATIONS = 100;
    private static final int MAX_LIST_CHARACTERS = 60_000;
    public static final Duration LONGEST_INVITATION = Duration.ofDays(7);

    private final Membership membership;
    private final RandomGenerator random;

    /// @param random for secrets and serial numbers
    public Authority(Membership membership, RandomGenerator random) {
        this.membership = membership;
        this.random = random;
    }

    /// Why something is not done: one sentence for the operator.
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason);
        }
    }

    /// Makes this host the first member, with the authority.
    public void begin(String name) throws IOException, Refused {
        membership.changes.lock();
        try {
            Optional<Standing> before = membership.standing();
            if (before.isPresent()) {
                throw new Refused(
                        "this host is a member already, by the name " + before.get().name());
            }
            ClusterFiles files = membership.files;
            Instant now = membership.clock.instant();
            CertificateAuthority authority =
                    CertificateAuthority.create(
                            files.authority(), "Hosts of " + name, AUTHORITY_LIFE, now, random);
            PublicKey key = CertifiedKey.createIfAbsent(files.host().key()).publicKey();
            Host self = membership.declared();
            Member first =
                    new Member(
                            name,
                            Fingerprint.of(key),
                            self.address(),
                            self.aliases(),
                            self.ports());
            MemberList list = new MemberList(1, name, new TreeMap<>(java.util.Map.of(name, first)));
            membership.become(
                    certificate(authority, name, key),
                    authority.certificate(),
                    signed(authority, list));
        } finally {
            membership.changes.unlock();
        }
    }

    private X509Certificate certificate(CertificateAuthority authority, String name, PublicKey key)
            throws IOException {
        return authority.issue(
                key, HostTrust.serverName(name), CERTIFICATE_LIFE, membership.clock.instant());
    }

    private static Signed signed(CertificateAuthority authority, MemberList list)
            throws IOException {
        String text = MembersFormat.print(list);
        return new Signed(list, text, authority.sign(text.getBytes(UTF_8)));
    }

    private CertificateAuthority open() throws IOException {
        return CertificateAuthority.open(membership.files.authority(), random);
    }

    private Standing authority() throws Refused {
        Standing now = membership.member();
        if (!membership.isAuthority()) {
            throw new Refused(
                    "the authority of these hosts is on "
                            + now.members().authority()
                            + "; run the command there");
        }
        return now;
    }

    /// Invites a host.
    ///
    /// @param address where this host is reached by it; empty for the one that it has in the list
    /// @return the token
    public String invite(String name, Optional<String> address, Duration life)
            throws IOException, Refused {
        membership.changes.lock();
        try {
            Standing now = authority();
            String known =
                    HostName.parse(name)
                            .orElseThrow(
                                    () -> new Refused("'" + name + "' is not the name of a host"));
            if (now.members().member(known).isPresent()) {
                throw new Refused(
                        known
                                + " is a member already; to have it join anew: pabal cluster remove "
                                + known);
            }
            if (now.members().all().size() >= MemberList.MAX_MEMBERS) {
                throw new Refused("there are " + MemberList.MAX_MEMBERS + " hosts already");
            }
            Member self = now.members().member(now.name()).orElseThrow();
            String to = address.orElse(self.address());
            if (!MembersFormat.isAddress(to)) {
                throw new Refused("'" + to + "' is not an address of this host");
            }
            String secret = secret();
            Instant until = membership.clock.instant().plus(life);
            List<Invitation> open = open(known);
            if (open.size() >= MAX_INVITATIONS) {
                throw new Refused("there are " + MAX_INVITATIONS + " open invitations");
            }
            open.add(new Invitation(known, until, Fingerprint.of(secret.getBytes(UTF_8))));
            write(open);
            return new JoinToken(
                            known,
                            now.name(),
                            to,
                            self.ports()
                                    .getOrDefault(HostService.CLUSTER, HostService.CLUSTER.port()),
                            Fingerprint.of(now.authority()),
                            secret)
                    .print();
        } finally {
            membership.changes.unlock();
        }
    }

    private String secret() {
        byte[] octets = new byte[SECRET_OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    /// Those that are not over, but for the ones of this name.
    private List<Invitation> open(String without) throws IOException {
        List<Invitation> open = new ArrayList<>();
        Instant now = membership.clock.instant();
        for (Invitation each : invitations()) {
            if (each.until().isAfter(now) && !each.name().equals(without)) {
                open.add(each);
            }
        }
        return open;
    }

    private List<Invitation> invitations() throws IOException {
        Optional<String> kept = ClusterFiles.read(membership.files.invitations());
        return kept.isEmpty()
                ? List.of()
                : InvitationsFormat.parse(kept.get())
                        .orElseThrow(() ->
                                new IOException(
                                        membership.files.invitations()
                                                + " is damaged; delete it and invite again"));
    }

    private void write(List<Invitation> open) throws IOException {
        ClusterFiles.write(membership.files.invitations(), InvitationsFormat.print(open));
    }

    /// What a host gets that joins.
    record Admitted(X509Certificate certificate, X509Certificate authority, String list) {}

    /// Admits a host that was invited. Once its key is in the list the secret is of no use for any
    /// other key, and for this one gives the same answer again, in case the first was lost.
    ///
    /// @param name as asked for; foreign input, as are the others
    /// @param secret of the invitation
    /// @param request for a certificate, PKCS #10
    /// @param self what the host says of itself
    Admitted admit(String name, String secret, byte[] request, Host self)
            throws IOException, Refused {
        membership.changes.lock();
        try {
            Standing now = authority();
            requireInvitation(name, secret);
            PublicKey key =
                    CertifiedKey.requested(request)
                            .orElseThrow(() ->
                                    new Refused("the request for a certificate proves no key"));
            String fingerprint = Fingerprint.of(key);
            Optional<Member> known = now.members().member(name);
            if (known.isPresent() && !known.get().key().equals(fingerprint)) {
                throw new Refused("this invitation was used by another host; make a new one");
            }
            Member joined =
                    new Member(name, fingerprint, self.address(), self.aliases(), self.ports());
            if (!known.equals(Optional.of(joined))) {
                publish(now, now.members().with(joined));
            }
            return new Admitted(
                    certificate(open(), name, key),
                    now.authority(),
                    membership.signedList().orElseThrow());
        } finally {
            membership.changes.unlock();
        }
    }

    private void requireInvitation(String name, String secret) throws IOException, Refused {
        byte[] shown = Fingerprint.of(secret.getBytes(UTF_8)).getBytes(UTF_8);
        for (Invitation each : invitations()) {
            if (MessageDigest.isEqual(shown, each.secret().getBytes(UTF_8))) {
                if (!each.until().isAfter(membership.clock.instant())) {
                    throw new Refused(
                            "this invitation is over since " + each.until() + "; make a new one");
                }
                if (!each.name().equals(name)) {
                    throw new Refused("this invitation is for the host " + each.name());
                }
                return;
            }
        }
        throw new Refused(
                "this host knows no such invitation; it was withdrawn, or is of another mail system");
    }

    /// What a member says of itself now.
    void report(String name, Host self) throws IOException, Refused {
        membership.changes.lock();
        try {
            Standing now = authority();
            Optional<Member> known = now.members().member(name);
            if (known.isPresent() && !known.get().as(self).equals(known.get())) {
                publish(now, now.members().with(known.get().as(self)));
            }
        } finally {
            membership.changes.unlock();
        }
    }

    /// A new certificate for a member that has the key of the old one.
    X509Certificate renew(String name, byte[] request) throws IOException, Refused {
        Standing now = authority();
        PublicKey key =
                CertifiedKey.requested(request)
                        .orElseThrow(
                                () -> new Refused("the request for a certificate proves no key"));
        if (now.members()
                .member(name)
                .filter(member -> member.key().equals(Fingerprint.of(key)))
                .isEmpty()) {
            throw new Refused("the request for a certificate is not by the key of " + name);
        }
        return certificate(open(), name, key);
    }

    /// Of this host itself.
    void renewOwn() throws IOException, Refused {
        Standing now = authority();
        membership.renewed(certificate(open(), now.name(), now.own().getPublicKey()));
    }

    /// Removes a host: from the next list on nobody believes it. Its invitation ends first, so that
    /// it cannot come back.
    ///
    /// @return the host that is no member any more
    public Host remove(String name) throws IOException, Refused {
        membership.changes.lock();
        try {
            Standing now = authority();
            if (name.equals(now.name())) {
                throw new Refused(
                        "this host holds the authority and cannot be removed; remove the others");
            }
            Member known =
                    now.members()
                            .member(name)
                            .orElseThrow(() ->
                                    new Refused(
                                            "there is no host "
                                                    + name
                                                    + "; see pabal cluster list"));
            write(open(name));
            publish(now, now.members().without(name));
            return known.asHost();
        } finally {
            membership.changes.unlock();
        }
    }

    private void publish(Standing now, MemberList next) throws IOException, Refused {
        Signed list = signed(open(), next);
        if (list.whole().length() > MAX_LIST_CHARACTERS) {
            throw new Refused("the hosts' names and addresses are too long together");
        }
        ClusterFiles.write(membership.files.hosts(), list.whole());
        membership.stand(now.with(list));
    }
}
