// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `deliver`: SMTP in to durable mailbox, side by side with Postfix + Dovecot; `lmtp`: LMTP in, side
/// by side with Dovecot alone.
///
/// Each case runs on both peers in turn, several times; the median is printed. *Accepted* counts
/// until the last 250; *filed* until the last mail is in its mailbox. CPU is that of all the
/// server's processes until then, without the load's. *p50* and *p99* are what a client waits for its
/// 250, from MAIL on.
public final class DeliverBenchmark {
    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private record Case(int octets, int connections) {}

    private record Figures(
            double accepted, double filed, double cpuMillis, LatencyLoad.Latencies latencies) {}

    private final Door door;

    private DeliverBenchmark(Door door) {
        this.door = door;
    }

    /// Run from the root of the checkout: `testing/benchmarks/run deliver` or `lmtp`.
    public static void main(String[] arguments) throws Exception {
        boolean lmtp = arguments.length > 0 && arguments[0].equals("--lmtp");
        new DeliverBenchmark(lmtp ? Door.LMTP : Door.SMTP).run();
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "deliver");
        List<Case> cases =
                List.of(
                        new Case(4096, 1),
                        new Case(4096, 10),
                        new Case(4096, 50),
                        new Case(65_536, 1),
                        new Case(65_536, 10),
                        new Case(65_536, 50));
        try (Peer pabal = PabalPeer.start(folder);
                Peer postfix = PostfixDovecotPeer.start(folder)) {
            SmtpLoad.send(door, pabal, 20_000, 4096, 50); // the JIT's warm-up
            SmtpLoad.send(door, postfix, 300, 4096, 10);
            settle(pabal);
            settle(postfix);
            System.out.println(
                    "| octets | connections | server | accepted/s | filed/s | CPU ms per mail"
                            + " | p50 ms | p99 ms |");
            System.out.println("|---|---|---|---|---|---|---|---|");
            for (Case each : cases) {
                compare(each, pabal, postfix);
            }
            countSyncs(pabal, folder);
            countSyncs(postfix, folder);
            System.out.printf(
                    Locale.ROOT,
                    "%nresident: %s %d MB, %s %d MB%n",
                    pabal.name(),
                    pabal.group().residentOctets() >> 20,
                    postfix.name(),
                    postfix.group().residentOctets() >> 20);
        }
    }

    private void compare(Case each, Peer pabal, Peer postfix) throws Exception {
        List<Figures> ours = new ArrayList<>();
        List<Figures> theirs = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            ours.add(measure(each, pabal, mailsFor(each, 20_000)));
            theirs.add(measure(each, postfix, mailsFor(each, 1_000)));
        }
        Figures a = median(ours);
        Figures b = median(theirs);
        print(each, pabal.name(), a);
        print(each, postfix.name(), b);
        System.out.printf(
                Locale.ROOT,
                "| %d | %d | **ratio** | **%.1f** | **%.1f** | **1/%.1f**"
                        + " | **1/%.1f** | **1/%.1f** |%n",
                each.octets(),
                each.connections(),
                a.accepted() / b.accepted(),
                a.filed() / b.filed(),
                b.cpuMillis() / a.cpuMillis(),
                b.latencies().p50() / a.latencies().p50(),
                b.latencies().p99() / a.latencies().p99());
    }

    /// Fewer mails where each takes longer, so that a run stays in seconds.
    private static int mailsFor(Case each, int most) {
        int mails = each.connections() == 1 ? most / 10 : most;
        return each.octets() > 10_000 ? mails / 4 : mails;
    }

    private void print(Case each, String name, Figures figures) {
        System.out.printf(
                Locale.ROOT,
                "| %d | %d | %s | %.0f | %.0f | %.3f | %.2f | %.2f |%n",
                each.octets(),
                each.connections(),
                name,
                figures.accepted(),
                figures.filed(),
                figures.cpuMillis(),
                figures.latencies().p50(),
                figures.latencies().p99());
    }

    private Figures measure(Case each, Peer peer, int mails)
            throws IOException, InterruptedException {
        long before = peer.filed();
        Duration cpu = peer.group().cpu();
        long start = System.nanoTime();
        Duration accepted = SmtpLoad.send(door, peer, mails, each.octets(), each.connections());
        // Pabal's 250 says that the mail is in its mailbox: nothing to wait for. It is checked
        // after.
        boolean atOnce = peer instanceof PabalPeer;
        Duration used = peer.group().cpu().minus(cpu);
        long sent = mails;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (peer.filed() < before + sent) {
            if (atOnce || System.nanoTime() > deadline) {
                throw new IOException(
                        peer.name() + " filed " + (peer.filed() - before) + " of " + sent);
            }
            Thread.sleep(20);
        }
        double filedSeconds = atOnce ? seconds(accepted) : (System.nanoTime() - start) / 1e9;
        if (!atOnce) {
            used = peer.group().cpu().minus(cpu);
        }
        return new Figures(
                sent / seconds(accepted),
                sent / filedSeconds,
                used.toNanos() / 1e6 / sent,
                latencies(each, peer, mails / 2));
    }

    /// Begins when the mails before are filed, and waits until its own are.
    private LatencyLoad.Latencies latencies(Case each, Peer peer, int mails)
            throws IOException, InterruptedException {
        LatencyLoad.Latencies latencies =
                LatencyLoad.measure(
                        door, door.port(peer), mails, each.octets(), each.connections());
        settle(peer);
        return latencies;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static Figures median(List<Figures> figures) {
        return figures.stream()
                .sorted((a, b) -> Double.compare(a.accepted(), b.accepted()))
                .toList()
                .get(figures.size() / 2);
    }

    private void countSyncs(Peer peer, Path folder) throws IOException, InterruptedException {
        int mails = 1_000;
        for (int connections : new int[] {1, 50}) {
            long before = peer.filed();
            try (SyncCount syncs = SyncCount.attach(peer.group(), folder)) {
                SmtpLoad.send(door, peer, mails, 4096, connections);
                while (peer.filed() < before + mails) {
                    Thread.sleep(50);
                }
                System.out.printf(
                        Locale.ROOT,
                        "syncs per mail, %s, %d connections: %.2f%n",
                        peer.name(),
                        connections,
                        (double) syncs.count() / mails);
            }
        }
    }

    private static void settle(Peer peer) throws IOException, InterruptedException {
        long last = -1;
        for (long now = peer.filed(); now != last; now = peer.filed()) {
            last = now;
            Thread.sleep(1_000);
        }
    }
}
