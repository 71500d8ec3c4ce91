// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// What an asker says about the client for whom it asks. What is not known is passed over.
///
/// @param service such as `smtp`
/// @param remote the client's address; empty where it is no connection of the Internet
/// @param local where the client connected to
/// @param serverName that the client asked for in TLS
/// @param secured whether the client speaks TLS with the asker, or comes from the same host
/// @param takesFinalData whether what the mechanism says with its success may stand in the reply
/// @param initial the initial response
record AuthParameters(
        String service,
        Optional<InetAddress> remote,
        Optional<InetSocketAddress> local,
        Optional<String> serverName,
        boolean secured,
        boolean takesFinalData,
        Optional<byte[]> initial) {

    /// Empty for a malformed address, port or response.
    static Optional<AuthParameters> parse(List<String> fields) {
        Reading reading = new Reading();
        return fields.stream().allMatch(reading::take)
                ? Optional.of(reading.parameters())
                : Optional.empty();
    }

    /// The fields as they come.
    private static final class Reading {
        private String service = "";
        private Optional<InetAddress> remote = Optional.empty();
        private Optional<InetAddress> local = Optional.empty();
        private int localPort;
        private Optional<String> serverName = Optional.empty();
        private boolean secured;
        private boolean takesFinalData;
        private Optional<byte[]> initial = Optional.empty();

        boolean take(String field) {
            int equals = field.indexOf('=');
            String value = equals < 0 ? "" : field.substring(equals + 1);
            switch (equals < 0 ? field : field.substring(0, equals)) {
                case "service" -> service = value;
                case "rip" -> remote = address(value);
                case "lip" -> local = address(value);
                case "lport" -> localPort = port(value);
                case "local_name" -> serverName = Optional.of(value);
                case "secured" -> secured = true;
                case "final-resp-ok" -> takesFinalData = true;
                case "resp" -> initial = AuthText.base64(value);
                default -> {
                    return true;
                }
            }
            return isGood(field);
        }

        private boolean isGood(String field) {
            return !(field.startsWith("rip=") && remote.isEmpty()
                    || field.startsWith("lip=") && local.isEmpty()
                    || field.startsWith("lport=") && localPort < 0
                    || field.startsWith("resp=") && initial.isEmpty());
        }

        AuthParameters parameters() {
            return new AuthParameters(
                    service,
                    remote,
                    local.map(address -> new InetSocketAddress(address, localPort)),
                    serverName,
                    secured,
                    takesFinalData,
                    initial);
        }

        private static Optional<InetAddress> address(String text) {
            try {
                return Optional.of(InetAddress.ofLiteral(text));
            } catch (IllegalArgumentException none) {
                return Optional.empty();
            }
        }

        private static int port(String text) {
            return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535
                    ? Integer.parseInt(text)
                    : -1;
        }
    }
}
