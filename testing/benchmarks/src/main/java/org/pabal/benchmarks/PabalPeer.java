// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Pabal as the launcher runs it, on the embedded store.
final class PabalPeer implements Peer {
    private static final int OFFSET = 15_000;
    private static final Pattern MESSAGES = Pattern.compile("\"messages\":(\\d+)");

    private final ProcessGroup group;
    private final PabalProcess process;

    private PabalPeer(ProcessGroup group, PabalProcess process) {
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
                [services.lmtp]
                enabled = true
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
        PabalProcess process = PabalProcess.start(data, group, OFFSET);
        process.addAccounts(ACCOUNTS, "bench-secret");
        return new PabalPeer(group, process);
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
    public int lmtpPort() {
        return 24 + OFFSET;
    }

    @Override
    public ProcessGroup group() {
        return group;
    }

    @Override
    public long filed() throws IOException {
        Matcher messages = MESSAGES.matcher(process.call("account.list", "{}"));
        long filed = 0;
        while (messages.find()) {
            filed += Long.parseLong(messages.group(1));
        }
        return filed;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.stop();
        group.close();
    }
}
