// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What idling clients cost, and how soon they hear of a new message.
final class ImapIdleCases {
    private static final int IDLERS = 100;
    private static final int PER_ACCOUNT = 10;
    private static final long SETTLE_MILLIS = 4_000;

    private final ImapTable table;
    private final ImapSizes sizes;

    ImapIdleCases(ImapTable table, ImapSizes sizes) {
        this.table = table;
        this.sizes = sizes;
    }

    /// Resident memory by which the server grows for each client that idles under TLS with INBOX
    /// selected; a server that was just started and has had the fewer of them once already.
    void memory(ImapPeer peer) throws IOException, InterruptedException {
        peer.stop();
        peer.start();
        byte[] buffer = new byte[64 << 10];
        List<ImapConnection> clients = new ArrayList<>();
        open(peer, clients, Math.min(sizes.idleFew(), peer.mostIdling()), buffer);
        close(clients);
        Thread.sleep(SETTLE_MILLIS);
        long before = peer.group().proportionalOctets();
        try {
            int few = Math.min(sizes.idleFew(), peer.mostIdling());
            int many = sizes.idleMany();
            double octets = grown(peer, clients, few, buffer, before);
            add(peer, few + " of them", octets / few);
            if (many <= peer.mostIdling()) {
                double more = grown(peer, clients, many, buffer, before);
                add(peer, many + " of them", more / many);
                add(peer, "each of the further " + (many - few), (more - octets) / (many - few));
            }
        } finally {
            close(clients);
        }
    }

    private double grown(
            ImapPeer peer, List<ImapConnection> clients, int count, byte[] buffer, long before)
            throws IOException, InterruptedException {
        open(peer, clients, count, buffer);
        Thread.sleep(SETTLE_MILLIS);
        return peer.group().proportionalOctets() - before;
    }

    private void add(ImapPeer peer, String which, double octets) {
        table.add(
                "memory of an idle TLS connection, " + which,
                peer,
                "",
                new ImapFigure(octets / 1024, ImapFigure.Unit.KIB, -1));
    }

    private void open(ImapPeer peer, List<ImapConnection> clients, int upTo, byte[] buffer)
            throws IOException {
        while (clients.size() < upTo) {
            ImapConnection client = ImapConnection.tls(peer.imapsPort(), buffer);
            clients.add(client);
            client.logIn(peer.login(clients.size() % sizes.accounts()));
            client.command("SELECT INBOX");
            idle(client);
        }
    }

    private static void idle(ImapConnection client) throws IOException {
        client.write("idle IDLE\r\n");
        client.readLines("+");
    }

    private static void close(List<ImapConnection> clients) throws IOException {
        for (ImapConnection client : clients) {
            client.close();
        }
        clients.clear();
    }

    /// From the OK of an APPEND to the line that tells each of the account's idlers.
    void latency(ImapPeer peer) throws IOException, InterruptedException {
        List<ImapConnection> idlers = new ArrayList<>();
        List<ImapConnection> writers = new ArrayList<>();
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        try {
            for (int i = 0; i < IDLERS; i++) {
                ImapConnection idler = ImapConnection.plain(peer.imapPort(), new byte[8 << 10]);
                idler.logIn(peer.login(i / PER_ACCOUNT));
                idler.command("SELECT INBOX");
                idle(idler);
                idlers.add(idler);
                Thread.ofVirtual().start(() -> listen(idler, heard));
            }
            for (int i = 0; i < IDLERS / PER_ACCOUNT; i++) {
                writers.add(ImapConnection.plain(peer, peer.login(i)));
            }
            measure(peer, writers, heard);
        } finally {
            close(idlers);
            close(writers);
        }
    }

    private static void listen(ImapConnection idler, BlockingQueue<Long> heard) {
        try {
            while (true) {
                ImapConnection.Reply news = idler.readLines("* ");
                long now = System.nanoTime();
                if (news.text().contains("EXISTS")) {
                    heard.add(now);
                }
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    private void measure(ImapPeer peer, List<ImapConnection> writers, BlockingQueue<Long> heard)
            throws IOException, InterruptedException {
        List<Long> nanos = new ArrayList<>();
        int rounds = sizes.rounds() * 40;
        for (int round = -sizes.warmUp(); round < rounds; round++) {
            ImapConnection writer = writers.get(Math.floorMod(round, writers.size()));
            new ImapFill(writer).append("INBOX", 1);
            long told = System.nanoTime();
            for (int i = 0; i < PER_ACCOUNT; i++) {
                Long at = heard.poll(10, TimeUnit.SECONDS);
                if (at == null) {
                    throw new IOException(peer.name() + " did not tell all idlers");
                }
                if (round >= 0) {
                    nanos.add(Math.max(0, at - told));
                }
            }
            Thread.sleep(5); // what else is told
        }
        nanos.sort(Long::compare);
        for (int percent : new int[] {50, 99}) {
            double millis = nanos.get((nanos.size() - 1) * percent / 100) / 1e6;
            table.add(
                    "IDLE: from APPEND's OK to EXISTS, " + IDLERS + " idlers, p" + percent,
                    peer,
                    "",
                    ImapFigure.millis(millis, -1));
        }
    }
}
