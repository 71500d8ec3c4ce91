// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Short sessions, ten at a time.
final class ImapSessionCases {
    private static final int AT_A_TIME = 10;
    private static final int INBOX = 100;

    private final ImapTable table;
    private final ImapSizes sizes;

    ImapSessionCases(ImapTable table, ImapSizes sizes) {
        this.table = table;
        this.sizes = sizes;
    }

    private enum Wire {
        PLAIN,
        TLS
    }

    static void fill(ImapPeer peer) throws IOException {
        for (int i = 0; i < AT_A_TIME; i++) {
            try (ImapConnection client = ImapConnection.plain(peer, peer.login(i))) {
                new ImapFill(client).append("INBOX", INBOX);
            }
        }
    }

    void sessions(ImapPeer peer) throws IOException, InterruptedException {
        for (Wire wire : Wire.values()) {
            int count = sizes.rounds() * (wire == Wire.TLS ? 400 : 600);
            sessions(peer, wire, count);
            ImapFigure figure =
                    new ImapMeasure(peer, 1, 0).once(() -> sessionsUnbroken(peer, wire, count));
            table.add(
                    "log-in, SELECT, FETCH of 100 headers, log-out, ten at a time, "
                            + wire.name().toLowerCase(Locale.ROOT),
                    peer,
                    "",
                    new ImapFigure(
                            count * 1e3 / figure.value(),
                            ImapFigure.Unit.PER_SECOND,
                            figure.cpuMillis() / count));
        }
    }

    private static void sessionsUnbroken(ImapPeer peer, Wire wire, int count) throws IOException {
        try {
            sessions(peer, wire, count);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private static void sessions(ImapPeer peer, Wire wire, int count)
            throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(count);
        List<Callable<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            String login = peer.login(i);
            byte[] buffer = new byte[64 << 10];
            clients.add(() -> {
                while (left.getAndDecrement() > 0) {
                    session(peer, wire, login, buffer);
                }
                return true;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (Future<Boolean> client : threads.invokeAll(clients)) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static void session(ImapPeer peer, Wire wire, String login, byte[] buffer)
            throws IOException {
        try (ImapConnection client = connect(peer, wire, buffer)) {
            client.logIn(login);
            client.command("SELECT INBOX");
            client.command("FETCH 1:" + INBOX + " (UID FLAGS BODY.PEEK[HEADER])");
            client.command("LOGOUT");
        }
    }

    private static ImapConnection connect(ImapPeer peer, Wire wire, byte[] buffer)
            throws IOException {
        return wire == Wire.TLS
                ? ImapConnection.tls(peer.imapsPort(), buffer)
                : ImapConnection.plain(peer.imapPort(), buffer);
    }
}
