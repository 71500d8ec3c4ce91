// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/// Whom a front speaks for.
///
/// @param client the client's own end
/// @param here where it connected to, at the front
public record Introduction(InetSocketAddress client, InetSocketAddress here) {
    private static final int MAX_PORT = 65_535;

    public static Introduction of(Connection client) {
        return new Introduction(client.remote(), client.local());
    }

    /// The arguments of XCLIENT, in the names that Dovecot's proxies use with POP3 and ManageSieve
    /// and Postfix with SMTP.
    public String attributes() {
        return "ADDR=%s PORT=%d DESTADDR=%s DESTPORT=%d"
                .formatted(text(client), client.getPort(), text(here), here.getPort());
    }

    /// As above; other attributes are let be.
    ///
    /// @param before what is not told
    public static Optional<Introduction> parse(String attributes, Connection before) {
        String addr = "";
        String port = "";
        String destaddr = "";
        String destport = "";
        for (String attribute : attributes.split(" ", -1)) {
            int equals = attribute.indexOf('=');
            String value = attribute.substring(equals + 1);
            switch (attribute.substring(0, Math.max(0, equals)).toUpperCase(Locale.ROOT)) {
                case "ADDR" -> addr = value;
                case "PORT" -> port = value;
                case "DESTADDR" -> destaddr = value;
                case "DESTPORT" -> destport = value;
                default -> {}
            }
        }
        return of(addr, port, destaddr, destport, before);
    }

    /// @return empty without a client's address; what is told of the front's is taken if it is one
    public static Optional<Introduction> of(
            String address, String port, String hereAddress, String herePort, Connection before) {
        Optional<InetSocketAddress> here = socket(hereAddress, herePort);
        return socket(address, port)
                .map(client -> new Introduction(client, here.orElse(before.local())));
    }

    private static Optional<InetSocketAddress> socket(String address, String port) {
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > MAX_PORT) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new InetSocketAddress(InetAddress.ofLiteral(address), Integer.parseInt(port)));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    public static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress();
    }
}
