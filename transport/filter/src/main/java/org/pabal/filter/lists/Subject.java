// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Somebody whom lists are asked about.
public sealed interface Subject {
    About about();

    /// As it is shown to people.
    String shown();

    record Address(About about, InetAddress address) implements Subject {
        @Override
        public String shown() {
            return address.getHostAddress();
        }
    }

    /// @param host in A-labels and lower case
    /// @param registered the domain above it that somebody has registered, or itself
    record Name(About about, String host, String registered) implements Subject {
        @Override
        public String shown() {
            return host;
        }
    }

    Pattern HOST =
            Pattern.compile(
                    "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+");

    /// Empty for addresses of private networks, which lists know nothing of.
    static Optional<Subject> of(About about, InetAddress address) {
        boolean ofUs =
                address.isLoopbackAddress()
                        || address.isAnyLocalAddress()
                        || address.isLinkLocalAddress()
                        || address.isSiteLocalAddress()
                        || address.isMulticastAddress()
                        || address instanceof Inet6Address six
                                && (six.getAddress()[0] & 0xfe) == 0xfc
                        || address instanceof Inet4Address four && isShared(four.getAddress());
        return ofUs ? Optional.empty() : Optional.of(new Address(about, address));
    }

    /// RFC 6598
    private static boolean isShared(byte[] address) {
        return address[0] == 100 && (address[1] & 0xc0) == 64;
    }

    /// An address where a link has one in the place of a host. Empty for what no list can know: names
    /// of one label, and what is no name.
    static Optional<Subject> of(About about, String host, String registered) {
        String lower = trimmed(host.toLowerCase(Locale.ROOT));
        Optional<InetAddress> literal = literal(lower);
        if (literal.isPresent()) {
            return of(about, literal.get());
        }
        if (lower.length() > 200 || !HOST.matcher(lower).matches()) {
            return Optional.empty();
        }
        String domain = trimmed(registered.toLowerCase(Locale.ROOT));
        return Optional.of(new Name(about, lower, HOST.matcher(domain).matches() ? domain : lower));
    }

    private static String trimmed(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static Optional<InetAddress> literal(String host) {
        String bare =
                host.startsWith("[") && host.endsWith("]")
                        ? host.substring(1, host.length() - 1)
                        : host;
        if (!bare.matches("[0-9.]{7,15}|[0-9a-f:.]*:[0-9a-f:.]*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
