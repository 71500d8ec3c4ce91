// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// STORE, COPY, MOVE and EXPUNGE of a whole mailbox, again and again.
final class ImapChangeCases {
    private final ImapTable table;
    private final ImapSizes sizes;

    ImapChangeCases(ImapTable table, ImapSizes sizes) {
        this.table = table;
        this.sizes = sizes;
    }

    void run(ImapPeer peer, String store) throws IOException {
        ImapMeasure measure = new ImapMeasure(peer, 1, 0);
        Map<String, List<ImapFigure>> figures = new LinkedHashMap<>();
        try (ImapConnection client = ImapConnection.plain(peer, peer.login(store))) {
            int warmUp = Math.max(1, sizes.warmUp() / 3);
            for (int round = -warmUp; round < sizes.rounds(); round++) {
                Map<String, ImapFigure> once = round(client, measure);
                if (round >= 0) {
                    once.forEach((name, figure) ->
                            figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(figure));
                }
            }
        }
        figures.forEach((name, all) ->
                table.add(name + " of " + sizes.seed(), peer, store, ImapFigure.median(all)));
    }

    private static Map<String, ImapFigure> round(ImapConnection client, ImapMeasure measure)
            throws IOException {
        Map<String, ImapFigure> figures = new LinkedHashMap<>();
        client.command("CREATE work");
        client.command("CREATE other");
        client.command("SELECT seed");
        figures.put("COPY", measure.once(() -> client.command("COPY 1:* work")));
        client.command("SELECT work");
        figures.put(
                "STORE +FLAGS", measure.once(() -> client.command("STORE 1:* +FLAGS (\\Flagged)")));
        figures.put(
                "STORE -FLAGS.SILENT",
                measure.once(() -> client.command("STORE 1:* -FLAGS.SILENT (\\Flagged)")));
        figures.put("MOVE", measure.once(() -> client.command("MOVE 1:* other")));
        client.command("SELECT other");
        client.command("STORE 1:* +FLAGS.SILENT (\\Deleted)");
        figures.put("EXPUNGE", measure.once(() -> client.command("EXPUNGE")));
        client.command("UNSELECT");
        client.command("DELETE work");
        client.command("DELETE other");
        return figures;
    }
}
