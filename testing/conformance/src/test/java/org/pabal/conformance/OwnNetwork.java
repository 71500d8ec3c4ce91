// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A network of its own, with loopback, the addresses that a test gives it and a name server at
/// 127.0.0.1 that the test runs; for root only. What is sent to anywhere else is lost without a
// word.
final class OwnNetwork implements AutoCloseable {
    private final Process process;

    private OwnNetwork(Process process) {
        this.process = process;
    }

    static boolean isPossible() throws Exception {
        return Run.has("unshare")
                && Run.has("ip")
                && Run.has("nsenter")
                && Run.command("unshare", "--net", "--mount", "true").run().exitCode() == 0;
    }

    /// @param addresses of IPv4 that are at home in it
    static OwnNetwork of(Path folder, String... addresses) throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        Path names = Files.writeString(folder.resolve("names"), "nameserver 127.0.0.1\n");
        Process process =
                new ProcessBuilder(
                                "unshare",
                                "--net",
                                "--mount",
                                "sh",
                                "-c",
                                """
                                ip link set lo up &&
                                for each in %s; do ip address add $each/32 dev lo || exit 1; done &&
                                ip route add default dev lo &&
                                mount --bind %s /etc/hosts && mount --bind %s /etc/resolv.conf &&
                                echo made && exec cat
                                """
                                        .formatted(String.join(" ", addresses), hosts, names))
                        .redirectErrorStream(true)
                        .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (!"made".equals(line)) {
            process.destroyForcibly();
            throw new IOException("no network: " + line);
        }
        return new OwnNetwork(process);
    }

    /// The words before those of a command that runs in it.
    List<String> prefix() {
        return List.of(
                "nsenter", "--target", Long.toString(process.pid()), "--net", "--mount", "--");
    }

    List<String> inside(List<String> command) {
        List<String> all = new ArrayList<>(prefix());
        all.addAll(command);
        return all;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
