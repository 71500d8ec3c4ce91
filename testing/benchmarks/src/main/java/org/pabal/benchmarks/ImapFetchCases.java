// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.util.List;

/// FETCH of a large mailbox, SELECT of a very large one, warm and cold.
final class ImapFetchCases {
    private record Case(String name, String items) {}

    private static final List<Case> FETCHES =
            List.of(
                    new Case("FETCH FLAGS", "(FLAGS)"),
                    new Case("FETCH UID FLAGS MODSEQ", "(UID FLAGS MODSEQ)"),
                    new Case(
                            "FETCH ENVELOPE BODYSTRUCTURE INTERNALDATE RFC822.SIZE",
                            "(ENVELOPE BODYSTRUCTURE INTERNALDATE RFC822.SIZE)"));

    private final ImapTable table;
    private final ImapSizes sizes;

    ImapFetchCases(ImapTable table, ImapSizes sizes) {
        this.table = table;
        this.sizes = sizes;
    }

    void warm(ImapPeer peer, String store) throws IOException {
        ImapMeasure measure = new ImapMeasure(peer, sizes.rounds(), sizes.warmUp());
        try (ImapConnection client = ImapConnection.plain(peer, peer.login(store))) {
            client.command("SELECT big");
            for (Case fetch : FETCHES) {
                table.add(
                        sizes.big() + " " + fetch.name() + ", warm",
                        peer,
                        store,
                        measure.warm(() -> client.command("FETCH 1:* " + fetch.items())));
            }
            client.command("UNSELECT");
            table.add(
                    "SELECT of " + sizes.million() + ", warm",
                    peer,
                    store,
                    measure.warm(() -> client.command("SELECT million")));
            client.command("UNSELECT");
        }
        bodies(peer, store, measure);
    }

    private void bodies(ImapPeer peer, String store, ImapMeasure measure) throws IOException {
        String name = sizes.seed() + " FETCH BODY.PEEK[] of 4 KiB, warm";
        try (ImapConnection client = ImapConnection.plain(peer, peer.login(store))) {
            client.command("SELECT seed");
            long octets = client.command("FETCH 1:* BODY.PEEK[]").octets();
            ImapFigure figure = measure.warm(() -> client.command("FETCH 1:* BODY.PEEK[]"));
            double seconds = figure.value() / 1e3;
            table.add(
                    name,
                    peer,
                    store,
                    new ImapFigure(
                            sizes.seed() / seconds,
                            ImapFigure.Unit.PER_SECOND,
                            figure.cpuMillis()));
            table.add(
                    name + ", octets",
                    peer,
                    store,
                    new ImapFigure(
                            octets / seconds / (1 << 20),
                            ImapFigure.Unit.MIB_PER_SECOND,
                            figure.cpuMillis()));
        }
    }

    void cold(ImapPeer peer, String store) throws IOException, InterruptedException {
        ImapMeasure measure = new ImapMeasure(peer, 1, 0);
        for (Case fetch : FETCHES) {
            measure.chill();
            try (ImapConnection client = ImapConnection.plain(peer, peer.login(store))) {
                table.add(
                        sizes.big() + " SELECT and " + fetch.name() + ", cold",
                        peer,
                        store,
                        measure.once(() -> {
                            client.command("SELECT big");
                            client.command("FETCH 1:* " + fetch.items());
                        }));
            }
        }
        measure.chill();
        try (ImapConnection client = ImapConnection.plain(peer, peer.login(store))) {
            table.add(
                    "SELECT of " + sizes.million() + ", cold",
                    peer,
                    store,
                    measure.once(() -> client.command("SELECT million")));
        }
    }
}
