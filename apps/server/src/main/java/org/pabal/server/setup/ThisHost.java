// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.message.Domain;

/// What the steps ask of the host and its settings.
public interface ThisHost {
    /// @param address of an interface, loopback left out
    /// @param isPublic whether others may see it
    record OwnAddress(InetAddress address, boolean isPublic) {}

    List<OwnAddress> addresses();

    /// The name that the system gives this host; empty when it has none.
    Optional<String> systemName();

    Resolver resolver();

    /// As above, but asks the servers of a domain's zone themselves.
    ///
    /// @param domain in A-labels
    Resolver resolverOfZone(String domain);

    /// The keys that a domain's mail is signed with, or soon will be; made where there are none yet.
    List<PublicKeyRecord> keys(Domain domain);

    /// Has it looked whether keys whose records stand in the DNS can sign.
    void lookAtKeys(Domain domain);

    /// The certificate in use, its chain behind it; empty when there is none.
    List<X509Certificate> certificate();

    /// Who has set a setting, such as `default`, `kept.toml:3`, `pabal.toml:12`.
    ///
    /// @param key as in the file
    String origin(String key);

    /// A setting's value, written as in the file.
    String value(String key);

    /// Keeps settings; they hold from the next start on.
    ///
    /// @param changes by key; an empty text removes
    /// @throws IOException when they cannot be written; nothing is changed then
    void keep(Map<String, String> changes) throws IOException;

    /// Stops and starts again. Returns at once.
    void startAgain();
}
