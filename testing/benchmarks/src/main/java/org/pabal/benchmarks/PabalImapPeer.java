// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Pabal's IMAP, with limits that let so many connections in from one address.
final class PabalImapPeer implements ImapPeer {
    private static final int OFFSET = 17_000;

    private final Path data;
    private final ProcessGroup group;
    private Optional<PabalProcess> process = Optional.empty();

    PabalImapPeer(Path folder, int accounts) throws IOException, InterruptedException {
        data = folder.resolve("pabal");
        Shell.run("./pabal", "domain", "add", Peer.DOMAIN, "--data", data.toString());
        Files.writeString(
                data.resolve("pabal.toml"),
                """
                [mail]
                own-networks = ["127.0.0.0/8"]
                [limits]
                connections = 20000
                connections-per-source = 20000
                [services.imap]
                login-without-tls = true
                [services.pop3]
                login-without-tls = true
                [log]
                to = "file"
                """);
        group = ProcessGroup.create("bench-pabal-imap");
        start();
        process.orElseThrow().addAccounts(accounts, PASSWORD);
    }

    @Override
    public String name() {
        return "Pabal";
    }

    @Override
    public int imapPort() {
        return 143 + OFFSET;
    }

    @Override
    public int imapsPort() {
        return 993 + OFFSET;
    }

    @Override
    public int pop3Port() {
        return 110 + OFFSET;
    }

    @Override
    public int pop3sPort() {
        return 995 + OFFSET;
    }

    int httpsPort() {
        return 443 + OFFSET;
    }

    @Override
    public ProcessGroup group() {
        return group;
    }

    @Override
    public String login(int account) {
        return "user" + account + "@" + Peer.DOMAIN;
    }

    @Override
    public void start() throws IOException {
        process = Optional.of(PabalProcess.start(data, group, OFFSET));
    }

    @Override
    public void stop() throws InterruptedException {
        process.orElseThrow().stop();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
        group.close();
    }
}
