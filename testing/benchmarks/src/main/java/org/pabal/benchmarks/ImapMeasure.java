// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Takes time and CPU of what a server does.
///
/// @param rounds of which the median counts
/// @param warmUp rounds before, which do not count
record ImapMeasure(ImapPeer peer, int rounds, int warmUp) {
    interface Action {
        void run() throws IOException;
    }

    ImapFigure once(Action action) throws IOException {
        Duration cpu = peer.group().cpu();
        long start = System.nanoTime();
        action.run();
        double millis = (System.nanoTime() - start) / 1e6;
        return ImapFigure.millis(millis, peer.group().cpu().minus(cpu).toNanos() / 1e6);
    }

    ImapFigure warm(Action action) throws IOException {
        for (int i = 0; i < warmUp; i++) {
            action.run();
        }
        List<ImapFigure> figures = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            figures.add(once(action));
        }
        return ImapFigure.median(figures);
    }

    /// Starts the server anew with nothing in the kernel's caches.
    void chill() throws IOException, InterruptedException {
        peer.stop();
        Shell.run("sync");
        Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
        peer.start();
    }
}
