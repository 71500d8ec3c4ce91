// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `outbound`: mail that a server has accepted, sent to another server, side by side with Postfix.
///
/// The other server is `smtp-sink` on loopback. While it keeps its clients waiting, mail for it
/// gathers in the queue; then it is let go, and the time until it has taken the last mail counts.
/// CPU is that of all the server's processes in this time.
public final class OutboundBenchmark {
    private static final int ROUNDS = 3;
    private static final int OCTETS = 4096;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private record Figures(double mailsPerSecond, double cpuMillis) {}

    private OutboundBenchmark() {}

    /// Run from the root of the checkout: `testing/benchmarks/run outbound`.
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "outbound");
        try (SmtpSink sink = SmtpSink.start();
                Peer pabal = PabalPeer.start(folder);
                Peer postfix = PostfixDovecotPeer.start(folder)) {
            measure(sink, pabal, 20_000); // the JIT's warm-up
            measure(sink, pabal, 20_000);
            measure(sink, postfix, 300);
            List<Figures> ours = new ArrayList<>();
            List<Figures> theirs = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                ours.add(measure(sink, pabal, 20_000));
                theirs.add(measure(sink, postfix, 3_000));
            }
            System.out.println("| server | mails/s | CPU ms per mail |");
            System.out.println("|---|---|---|");
            Figures a = median(ours);
            Figures b = median(theirs);
            print(pabal, a);
            print(postfix, b);
            System.out.printf(
                    Locale.ROOT,
                    "| **ratio** | **%.1f** | **1/%.1f** |%n",
                    a.mailsPerSecond() / b.mailsPerSecond(),
                    b.cpuMillis() / a.cpuMillis());
        }
    }

    private static void print(Peer peer, Figures figures) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.3f |%n",
                peer.name(),
                figures.mailsPerSecond(),
                figures.cpuMillis());
    }

    private static Figures measure(SmtpSink sink, Peer peer, int mails)
            throws IOException, InterruptedException {
        long before = sink.mails();
        sink.pause();
        SmtpLoad.send(peer.smtpPort(), mails, OCTETS, 50, SmtpSink.DOMAIN);
        Thread.sleep(1_000); // until what follows an acceptance is over
        Duration cpu = peer.group().cpu();
        long start = System.nanoTime();
        sink.resume();
        if (!sink.await(before + mails, PATIENCE)) {
            throw new IOException(
                    peer.name() + " sent " + (sink.mails() - before) + " of " + mails);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Thread.sleep(1_000); // until the queue knows
        double used = peer.group().cpu().minus(cpu).toNanos() / 1e6;
        return new Figures(mails / seconds, used / mails);
    }

    private static Figures median(List<Figures> figures) {
        return figures.stream()
                .sorted((a, b) -> Double.compare(a.mailsPerSecond(), b.mailsPerSecond()))
                .toList()
                .get(figures.size() / 2);
    }
}
