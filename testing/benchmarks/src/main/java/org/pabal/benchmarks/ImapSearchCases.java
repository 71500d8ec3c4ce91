// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.util.List;

/// SEARCH, and SORT and THREAD where they are announced.
final class ImapSearchCases {
    private record Case(String capability, String name, String command) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("", "SEARCH UNSEEN", "SEARCH UNSEEN"),
                    new Case("", "SEARCH SUBJECT", "SEARCH SUBJECT " + BenchMessages.RARE),
                    new Case("", "SEARCH FROM", "SEARCH FROM person13@"),
                    new Case("", "SEARCH BODY", "SEARCH BODY " + BenchMessages.RARE),
                    new Case("", "SEARCH TEXT", "SEARCH TEXT " + BenchMessages.RARE),
                    new Case("SORT", "SORT (REVERSE DATE)", "SORT (REVERSE DATE) UTF-8 ALL"),
                    new Case("SORT", "SORT (SUBJECT)", "SORT (SUBJECT) UTF-8 ALL"),
                    new Case("SORT", "SORT (FROM)", "SORT (FROM) UTF-8 ALL"),
                    new Case(
                            "THREAD=REFERENCES",
                            "THREAD REFERENCES",
                            "THREAD REFERENCES UTF-8 ALL"));

    private final ImapTable table;
    private final ImapSizes sizes;

    ImapSearchCases(ImapTable table, ImapSizes sizes) {
        this.table = table;
        this.sizes = sizes;
    }

    void run(ImapPeer peer, String store) throws IOException {
        ImapMeasure measure = new ImapMeasure(peer, sizes.rounds(), sizes.warmUp());
        try (ImapConnection client = ImapConnection.plain(peer, peer.login(store))) {
            String announced = client.command("CAPABILITY").text().replace('\r', ' ') + ' ';
            client.command("SELECT seed");
            for (Case each : CASES) {
                if (announced.contains(" " + each.capability())) {
                    table.add(
                            each.name() + " over " + sizes.seed(),
                            peer,
                            store,
                            measure.warm(() -> client.command(each.command())));
                }
            }
        }
    }
}
