// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The names of hosts: a label or a domain name in ASCII and lower case, such as `imap` or
/// `imap.example.org`. Never part of a path, nor looked up in DNS.
public final class HostName {
    /// With what TLS adds (see {@link HostTrust}) it stays a domain name.
    private static final int MAX_OCTETS = 200;

    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

    private HostName() {}

    /// @return the name in lower case without a dot at its end; empty for what is no name of a host
    public static Optional<String> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return name.length() <= MAX_OCTETS && NAME.matcher(name).matches()
                ? Optional.of(name)
                : Optional.empty();
    }
}
