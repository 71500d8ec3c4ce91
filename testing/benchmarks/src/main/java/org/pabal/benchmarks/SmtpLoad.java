// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Load made by Postfix' `smtp-source`, a small C program that costs little itself: connections that
/// stay open and send one mail after the other, each waiting for its 250.
final class SmtpLoad {
    private SmtpLoad() {}

    /// Sends mails over this many connections, spread over the accounts.
    ///
    /// @return how long it took until the last 250
    static Duration send(int port, int mails, int octets, int connections)
            throws IOException, InterruptedException {
        return send(port, mails, octets, connections, Peer.DOMAIN);
    }

    /// The same by another door.
    static Duration send(Door door, Peer peer, int mails, int octets, int connections)
            throws IOException, InterruptedException {
        return send(door.options(), door.port(peer), mails, octets, connections, Peer.DOMAIN);
    }

    /// The same to another domain.
    static Duration send(int port, int mails, int octets, int connections, String domain)
            throws IOException, InterruptedException {
        return send(List.of(), port, mails, octets, connections, domain);
    }

    private static Duration send(
            List<String> options, int port, int mails, int octets, int connections, String domain)
            throws IOException, InterruptedException {
        int programs = Math.min(connections, 10);
        List<Process> running = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < programs; i++) {
            int account = i * (Peer.ACCOUNTS / 10);
            List<String> command = new ArrayList<>(List.of("smtp-source", "-d"));
            command.addAll(options);
            command.addAll(
                    List.of(
                            "-s",
                            Integer.toString(connections / programs),
                            "-m",
                            Integer.toString(mails / programs),
                            "-l",
                            Integer.toString(octets),
                            "-f",
                            "sender@load.test",
                            "-t",
                            "user" + account + "@" + domain,
                            "127.0.0.1:" + port));
            running.add(new ProcessBuilder(command).inheritIO().start());
        }
        for (Process process : running) {
            if (process.waitFor() != 0) {
                throw new IOException("smtp-source failed; see above");
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
