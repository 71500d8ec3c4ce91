// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.pabal.cluster.MemberList;
import org.pabal.cluster.format.v1.MembersFormat.Signed;
import org.pabal.wire.TlsClientContext;

/// What a member is and knows at one moment.
///
/// @param name of this host
/// @param client for connections to other hosts
record Standing(
        String name,
        X509Certificate own,
        X509Certificate authority,
        Signed list,
        TlsClientContext client) {

    static Standing of(
            ClusterFiles files,
            String name,
            X509Certificate own,
            X509Certificate authority,
            Signed list)
            throws IOException {
        return new Standing(
                name,
                own,
                authority,
                list,
                TlsClientContext.trusting(List.of(authority)).presenting(files.host()));
    }

    MemberList members() {
        return list.list();
    }

    Standing with(Signed newer) {
        return new Standing(name, own, authority, newer, client);
    }

    /// Whether this host is still one of the members.
    boolean isMember() {
        return members()
                .member(name)
                .filter(self -> self.key().equals(Fingerprint.of(own.getPublicKey())))
                .isPresent();
    }

    boolean isAuthority() {
        return members().authority().equals(name);
    }

    Optional<Standing> ifMember() {
        return Optional.of(this).filter(Standing::isMember);
    }
}
