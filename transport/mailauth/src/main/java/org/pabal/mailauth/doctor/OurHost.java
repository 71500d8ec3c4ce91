// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.doctor;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;

/// What the server knows of itself, to compare the DNS with.
///
/// @param hostname that it greets with, in A-labels
/// @param addresses it has on its interfaces, those of loopback and private networks left out
/// @param certificates that it shows, each with its chain, its own first
/// @param keys that it signs the domain's mail with, or soon will
/// @param services that mail programs look for, those that are closed included
public record OurHost(
        String hostname,
        List<InetAddress> addresses,
        List<List<X509Certificate>> certificates,
        List<PublicKeyRecord> keys,
        List<ServiceRecord> services) {
    public OurHost {
        addresses = List.copyOf(addresses);
        certificates = List.copyOf(certificates);
        keys = List.copyOf(keys);
        services = List.copyOf(services);
    }
}
