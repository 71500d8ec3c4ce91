// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// Pabal as the launcher runs it, on the embedded store.
final class PabalProcess {
    private final Path data;
    private final Process process;

    private PabalProcess(Path data, Process process) {
        this.data = data;
        this.process = process;
    }

    static PabalProcess start(Path data, ProcessGroup group, int offset) throws IOException {
        return start(data, offset, group::enter);
    }

    /// Outside of any group.
    static PabalProcess start(Path data, int offset) throws IOException {
        return start(data, offset, command -> command);
    }

    private static PabalProcess start(Path data, int offset, UnaryOperator<List<String>> group)
            throws IOException {
        Process process =
                new ProcessBuilder(
                                group.apply(
                                        List.of(
                                                "./pabal",
                                                "serve",
                                                "--data",
                                                data.toString(),
                                                "--bind",
                                                "127.0.0.1",
                                                "--port-offset",
                                                Integer.toString(offset),
                                                "--hostname",
                                                "mail." + Peer.DOMAIN)))
                        .redirectError(data.resolveSibling("pabal.log").toFile())
                        .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith("ready")) {
            throw new IOException("Pabal did not start: " + line);
        }
        return new PabalProcess(data, process);
    }

    void addAccounts(int count, String password) throws IOException {
        for (int i = 0; i < count; i++) {
            String address = "user" + i + "@" + Peer.DOMAIN;
            call(
                    "account.add",
                    "{\"address\": \"" + address + "\", \"password\": \"" + password + "\"}");
        }
    }

    /// Asks the server over its Unix socket: a line of JSON each way.
    String call(String operation, String arguments) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(data.resolve("pabal.sock")))) {
            String request =
                    "{\"call\": \"" + operation + "\", \"arguments\": " + arguments + "}\r\n";
            Channels.newOutputStream(channel).write(request.getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(channel), StandardCharsets.UTF_8));
            String answer = in.readLine();
            if (answer == null || !answer.startsWith("{\"done\"")) {
                throw new IOException(operation + ": " + answer);
            }
            return answer;
        }
    }

    long pid() {
        return process.pid();
    }

    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
