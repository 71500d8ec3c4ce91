// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Pabal as the launcher runs it, on the embedded store.
final class PabalPeer implements Peer {
    private static final int OFFSET = 15_000;
    private static final Pattern MESSAGES = Pattern.compile("\"messages\":(\\d+)");

    private final Path data;
    private final ProcessGroup group;
    private final Process process;

    private PabalPeer(Path data, ProcessGroup group, Process process) {
        this.data = data;
        this.group = group;
        this.process = process;
    }

    static PabalPeer start(Path folder) throws IOException, InterruptedException {
        Path data = folder.resolve("pabal");
        Shell.run("./pabal", "domain", "add", DOMAIN, "--data", data.toString());
        Files.writeString(
                data.resolve("pabal.toml"),
                """
                [mail]
                own-networks = ["127.0.0.0/8"]
                [limits]
                connections-per-source = 1000
                mails-per-session = 1000000
                [routes]
                "%s" = "127.0.0.1:%d"
                [log]
                to = "file"
                """
                        .formatted(SmtpSink.DOMAIN, SmtpSink.PORT));
        ProcessGroup group = ProcessGroup.create("bench-pabal");
        Process process =
                new ProcessBuilder(
                                group.enter(
                                        List.of(
                                                "./pabal",
                                                "serve",
                                                "--data",
                                                data.toString(),
                                                "--bind",
                                                "127.0.0.1",
                                                "--port-offset",
                                                Integer.toString(OFFSET),
                                                "--hostname",
                                                "mail." + DOMAIN)))
                        .redirectError(folder.resolve("pabal.log").toFile())
                        .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith("ready")) {
            throw new IOException("Pabal did not start: " + line);
        }
        PabalPeer peer = new PabalPeer(data, group, process);
        for (int i = 0; i < ACCOUNTS; i++) {
            String address = "user" + i + "@" + DOMAIN;
            peer.call(
                    "account.add",
                    "{\"address\": \"" + address + "\", \"password\": \"bench-secret\"}");
        }
        return peer;
    }

    @Override
    public String name() {
        return "Pabal";
    }

    @Override
    public int smtpPort() {
        return 25 + OFFSET;
    }

    @Override
    public ProcessGroup group() {
        return group;
    }

    @Override
    public long filed() throws IOException {
        Matcher messages = MESSAGES.matcher(call("account.list", "{}"));
        long filed = 0;
        while (messages.find()) {
            filed += Long.parseLong(messages.group(1));
        }
        return filed;
    }

    /// Asks the server over its Unix socket: a line of JSON each way.
    private String call(String operation, String arguments) throws IOException {
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

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        process.waitFor();
        group.close();
    }
}
