// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The name servers of this host.
public final class NameServers {

    private static final int PORT = 53;
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    /// As many as the C library asks, resolv.conf(5).
    private static final int MOST = 3;

    private NameServers() {}

    /// Those of `/etc/resolv.conf`, else one on this host.
    public static List<InetSocketAddress> ofSystem() {
        return of(RESOLV_CONF);
    }

    static List<InetSocketAddress> of(Path file) {
        List<InetSocketAddress> servers = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+", -1);
                if (words.length >= 2 && words[0].equals("nameserver") && servers.size() < MOST) {
                    add(servers, words[1]);
                }
            }
        } catch (IOException e) {
            // No such file: as the C library does, ask this host.
        }
        return servers.isEmpty()
                ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT))
                : List.copyOf(servers);
    }

    private static void add(List<InetSocketAddress> servers, String literal) {
        try {
            servers.add(new InetSocketAddress(InetAddress.ofLiteral(literal), PORT));
        } catch (IllegalArgumentException e) {
            // The C library passes over such a line as well.
        }
    }
}
