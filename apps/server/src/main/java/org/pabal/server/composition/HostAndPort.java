// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

/// `host`, `host:port`, `[IPv6]:port`, as the settings write a server.
record HostAndPort(String host, int port) {

    /// Known-good but for a port that is too large.
    static HostAndPort parse(String text, int presetPort) throws StartFailure {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (end <= 0) {
            return new HostAndPort(text, presetPort);
        }
        String host = text.substring(0, end).replace("[", "").replace("]", "");
        if (end == text.length()) {
            return new HostAndPort(host, presetPort);
        }
        try {
            int port = Integer.parseInt(text.substring(end + 1));
            if (port >= 1 && port <= 65_535) {
                return new HostAndPort(host, port);
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new StartFailure("'" + text + "' does not end in a port number, 1 to 65535");
    }
}
