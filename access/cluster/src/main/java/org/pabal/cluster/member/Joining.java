// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostTrust;
import org.pabal.cluster.format.v1.MembersFormat.Signed;
import org.pabal.cluster.link.HostLink;
import org.pabal.cluster.link.LinkLimits;
import org.pabal.cluster.link.MutualLinks;
import org.pabal.cluster.member.Authority.Refused;
import org.pabal.wire.CertificateCheck;
import org.pabal.wire.CertifiedKey;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;

/// Joins the mail system that a token invites to.
public final class Joining {
    private final Membership membership;
    private final Connector connector;
    private final String program;
    private final LinkLimits limits;

    public Joining(Membership membership, Connector connector, String program, LinkLimits limits) {
        this.membership = membership;
        this.connector = connector;
        this.program = program;
        this.limits = limits;
    }

    /// Can be repeated with the same token when it was cut off.
    ///
    /// @param name that this host wants; empty for the one in the token
    /// @return the name of this host, which is a member now
    /// @throws IOException when the inviting host is not reached or is another
    public String join(String text, Optional<String> name) throws IOException, Refused {
        JoinToken token =
                JoinToken.parse(text)
                        .orElseThrow(() ->
                                new Refused(
                                        "this is not a token of pabal cluster invite; copy the whole"
                                                + " line"));
        if (name.isPresent() && !name.get().equals(token.name())) {
            throw new Refused(
                    "this token is for a host by the name "
                            + token.name()
                            + "; invite "
                            + name.get()
                            + " for the other name");
        }
        if (membership.isMember()) {
            throw new Refused(
                    "this host is a member already, by the name " + membership.self().name());
        }
        CertifiedKey key = CertifiedKey.createIfAbsent(membership.files.host().key());
        switch (ask(token, key)) {
            case HostAnswer.Done(var fields) -> take(token, key, fields);
            case HostAnswer.Refused(var reason) ->
                    throw new Refused(token.inviter() + ": " + reason);
            case HostAnswer.Unavailable(var reason) ->
                    throw new IOException(
                            token.inviter() + " cannot admit this host now: " + reason);
        }
        return token.name();
    }

    private HostAnswer ask(JoinToken token, CertifiedKey key) throws IOException {
        Map<String, String> arguments = new HashMap<>(SelfFields.of(membership.declared()));
        arguments.put("name", token.name());
        arguments.put("secret", token.secret());
        arguments.put("request", Der.print(key.request()));
        Connection connection =
                MutualLinks.connect(
                        connector, token.inviter(), token.address(), token.port(), limits);
        try {
            connection.startTlsClient(
                    TlsClientContext.trustingAuthorities().checking(check(token)),
                    HostTrust.serverName(token.inviter()),
                    true);
        } catch (IOException | RuntimeException notIt) {
            connection.close();
            throw notIt;
        }
        try (HostLink link = HostLink.open(connection, token.inviter(), program, limits)) {
            return link.ask(MemberOperations.JOIN, arguments);
        }
    }

    /// The secret is shown to nobody but a host of the authority that the token names.
    private CertificateCheck check(JoinToken token) {
        return chain -> {
            X509Certificate authority = chain.getLast();
            if (chain.size() < 2 || !Fingerprint.of(authority).equals(token.fingerprint())) {
                throw new CertificateException(
                        token.address()
                                + " is not the host that has made this token: its authority is"
                                + " another");
            }
            Optional<HostCertificate> host =
                    HostCertificate.of(chain.getFirst(), authority, membership.clock.instant());
            if (host.filter(known -> known.host().equals(token.inviter())).isEmpty()) {
                throw new CertificateException(
                        token.address() + " has no certificate of the host " + token.inviter());
            }
        };
    }

    private void take(JoinToken token, CertifiedKey key, Map<String, String> fields)
            throws IOException {
        Optional<X509Certificate> own = Der.certificate(fields.getOrDefault("certificate", ""));
        Optional<X509Certificate> authority = Der.certificate(fields.getOrDefault("authority", ""));
        Optional<Signed> list =
                authority
                        .filter(known -> Fingerprint.of(known).equals(token.fingerprint()))
                        .flatMap(known ->
                                Membership.verified(fields.getOrDefault("list", ""), known));
        if (own.isEmpty()
                || list.isEmpty()
                || HostCertificate.of(own.get(), authority.get(), membership.clock.instant())
                        .filter(made ->
                                made.equals(
                                        new HostCertificate(
                                                token.name(), Fingerprint.of(key.publicKey()))))
                        .isEmpty()) {
            throw new IOException(
                    token.inviter() + " gave an answer that does not hold; the clocks may differ");
        }
        membership.changes.lock();
        try {
            membership.become(own.get(), authority.get(), list.get());
        } finally {
            membership.changes.unlock();
        }
    }
}
