// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `imap`: FETCH, SELECT, changes, searches, sessions and idling, side by side with Dovecot and
/// Cyrus. With `--quick` everything is smaller, with `--alone` there is nobody beside; words name the
/// cases to run, where not all shall be.
public final class ImapBenchmark {
    private static final List<String> ALL =
            List.of("fetch", "changes", "search", "cold", "sessions", "latency", "memory");

    private ImapBenchmark() {}

    /// Run from the root of the checkout: `testing/benchmarks/run imap [--quick] [case…]`.
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        ImapSizes sizes = ImapSizes.of(words.contains("--quick"));
        List<String> cases = words.stream().filter(ALL::contains).toList();
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "imap");
        ImapTable table = new ImapTable();
        List<ImapPeer> peers = new ArrayList<>();
        try {
            peers.add(new PabalImapPeer(folder, sizes.accounts()));
            if (!words.contains("--alone")) {
                peers.add(new DovecotImapPeer(folder, sizes.accounts()));
            }
            if (!words.contains("--alone") && CyrusImapPeer.isThere()) {
                peers.add(new CyrusImapPeer(folder, sizes.accounts()));
            }
            for (ImapPeer peer : peers) {
                fill(peer, table, sizes);
            }
            run(peers, table, sizes, cases.isEmpty() ? ALL : cases);
        } finally {
            table.print();
            for (ImapPeer peer : peers) {
                peer.close();
            }
        }
        Shell.run("rm", "-rf", folder.toString());
    }

    private static void fill(ImapPeer peer, ImapTable table, ImapSizes sizes) throws IOException {
        ImapMeasure measure = new ImapMeasure(peer, 1, 0);
        for (String store : peer.stores()) {
            try (ImapConnection client = ImapConnection.plain(peer, peer.login(store))) {
                ImapFill fill = new ImapFill(client);
                client.command("CREATE seed");
                ImapFigure figure = measure.once(() -> fill.append("seed", sizes.seed()));
                table.add(
                        "APPEND of 4 KiB, fifty with a command",
                        peer,
                        store,
                        new ImapFigure(
                                sizes.seed() * 1e3 / figure.value(),
                                ImapFigure.Unit.PER_SECOND,
                                figure.cpuMillis() / sizes.seed()));
                if (peer.isSlowToAppend()) {
                    fill.copy("seed", "big", sizes.big() / sizes.seed());
                } else {
                    client.command("CREATE big");
                    if (!peer.fillsItself(store, "big", sizes.big())) {
                        fill.append("big", sizes.big());
                    }
                }
                fill.copy("seed", "million", sizes.million() / sizes.seed());
            }
        }
        ImapSessionCases.fill(peer);
    }

    private static void run(
            List<ImapPeer> peers, ImapTable table, ImapSizes sizes, List<String> cases)
            throws IOException, InterruptedException {
        for (ImapPeer peer : peers) {
            for (String store : peer.stores()) {
                runStored(peer, store, table, sizes, cases);
            }
        }
        ImapSessionCases sessions = new ImapSessionCases(table, sizes);
        ImapIdleCases idling = new ImapIdleCases(table, sizes);
        for (ImapPeer peer : peers) {
            if (cases.contains("sessions")) {
                sessions.sessions(peer);
            }
            if (cases.contains("latency")) {
                idling.latency(peer);
            }
            if (cases.contains("memory")) {
                idling.memory(peer);
            }
        }
    }

    private static void runStored(
            ImapPeer peer, String store, ImapTable table, ImapSizes sizes, List<String> cases)
            throws IOException, InterruptedException {
        ImapFetchCases fetches = new ImapFetchCases(table, sizes);
        if (cases.contains("fetch")) {
            fetches.warm(peer, store);
        }
        if (cases.contains("changes")) {
            new ImapChangeCases(table, sizes).run(peer, store);
        }
        if (cases.contains("search")) {
            new ImapSearchCases(table, sizes).run(peer, store);
        }
        if (cases.contains("cold")) {
            fetches.cold(peer, store);
        }
    }
}
