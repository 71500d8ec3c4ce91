// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `pop3`: sessions that fetch and keep, sessions that fetch and delete, large messages and large
/// maildrops, side by side with Dovecot. With `--quick` everything is smaller, with `--alone` there
/// is nobody beside.
public final class Pop3Benchmark {
    private Pop3Benchmark() {}

    /// Run from the root of the checkout: `testing/benchmarks/run pop3 [--quick] [--alone]`.
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        Pop3Cases.Sizes sizes = Pop3Cases.Sizes.of(words.contains("--quick"));
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "pop3");
        ImapTable table = new ImapTable();
        List<ImapPeer> peers = new ArrayList<>();
        try {
            peers.add(new PabalImapPeer(folder, Pop3Cases.ACCOUNTS));
            if (!words.contains("--alone")) {
                peers.add(new DovecotImapPeer(folder, Pop3Cases.ACCOUNTS));
            }
            for (ImapPeer peer : peers) {
                new Pop3Cases(peer, table, sizes).run();
            }
        } finally {
            table.print();
            for (ImapPeer peer : peers) {
                peer.close();
            }
        }
        Shell.run("rm", "-rf", folder.toString());
    }
}
