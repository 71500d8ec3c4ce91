// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.net.InetAddress;
import java.util.List;

/// Asks the DNS. Safe for use by many threads; each call blocks for at most ten seconds.
public interface Resolver {

    /// The mail exchangers of a domain (A-labels), lowest preference first. RFC 5321 §5.1.
    Answer<MailExchanger> mx(String domain);

    /// The IPv6 and IPv4 addresses of a host. RFC 3596.
    Answer<InetAddress> addresses(String host);

    /// The names of an address.
    Answer<String> names(InetAddress address);

    /// TXT records, the strings of each joined. RFC 7208 §3.3.
    Answer<String> txt(String name);

    /// @param host without the final dot; `.` alone for a null MX. RFC 7505
    record MailExchanger(int preference, String host) {}

    /// What the DNS said.
    sealed interface Answer<T> {
        /// @param records at least one
        record Found<T>(List<T> records) implements Answer<T> {}

        /// The name exists without such records.
        record NoData<T>() implements Answer<T> {}

        record NoSuchName<T>() implements Answer<T> {}

        /// No usable answer: time-out, SERVFAIL, garbage. Never a reason for a 5yz.
        record Failed<T>(String reason) implements Answer<T> {}
    }
}
