// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Where a helper program of this host or of a neighbour listens, as mail servers write it:
/// `inet:host:port`, `inet6:[address]:port`, `unix:/path`; sendmail's `inet:port@host` and
/// `local:/path` mean the same.
public sealed interface ServiceAddress {

    /// @param host a name for the system's resolver, or an address without brackets
    record Inet(String host, int port) implements ServiceAddress {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? "inet:" + host : "inet6:[" + host + "]") + ":" + port;
        }
    }

    record Unix(Path path) implements ServiceAddress {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /// Empty when it is none of these forms, or a path that is not absolute.
    static Optional<ServiceAddress> parse(String text) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "inet", "inet6" -> inet(rest);
            case "unix", "local" -> unix(rest);
            default -> Optional.empty();
        };
    }

    private static Optional<ServiceAddress> unix(String path) {
        try {
            Path parsed = Path.of(path);
            return parsed.isAbsolute() ? Optional.of(new Unix(parsed)) : Optional.empty();
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    private static Optional<ServiceAddress> inet(String text) {
        int at = text.indexOf('@');
        if (at >= 0) {
            return inet(text.substring(at + 1), text.substring(0, at));
        }
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? Optional.empty()
                : inet(text.substring(0, colon), text.substring(colon + 1));
    }

    private static Optional<ServiceAddress> inet(String host, String port) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty()
                || !bare.matches(bracketed ? "[0-9A-Fa-f:.]+" : "[0-9A-Za-z._-]+")
                || !port.matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(port);
        return number >= 1 && number <= 65_535
                ? Optional.of(new Inet(bare, number))
                : Optional.empty();
    }
}
