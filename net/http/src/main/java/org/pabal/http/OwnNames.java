// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The names by which clients may call this server. What they call it goes into links, so a name that
/// is not ours is replaced by the configured one (THREATS J11).
///
/// @param publicName with the port where that is not 443: `mail.example.org`
/// @param isOurs of a name in lower case, without a port
public record OwnNames(String publicName, Predicate<String> isOurs) {
    private static final Pattern HOST =
            Pattern.compile("([a-z0-9._-]{1,255}|\\[[0-9a-f:.]{2,45}])(:[0-9]{1,5})?");

    /// The host of a request or of a link, or the configured name.
    ///
    /// @param told by the client or a trusted proxy: with or without a port
    public String hostFor(Optional<String> told) {
        return wellFormed(told).filter(host -> isOurs.test(bare(host))).orElse(publicName);
    }

    /// Likewise, of a client that came without a proxy: it may also call this server by the address
    /// that it came to.
    public String hostFor(Optional<String> told, InetAddress here) {
        return wellFormed(told)
                .filter(host -> isHere(bare(host), here))
                .orElseGet(() -> hostFor(told));
    }

    private static Optional<String> wellFormed(Optional<String> told) {
        return told.map(host -> host.toLowerCase(Locale.ROOT))
                .filter(host -> HOST.matcher(host).matches());
    }

    private static boolean isHere(String host, InetAddress here) {
        if (host.equals("localhost")) {
            return here.isLoopbackAddress();
        }
        boolean bracketed = host.startsWith("[");
        try {
            return InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host)
                    .equals(here);
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    /// Without the port.
    public static String bare(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
