// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Gathers figures by case, server and store, and prints them as Markdown: the peer's best store
/// counts.
final class ImapTable {
    private final Map<String, Map<String, ImapFigure>> cases = new LinkedHashMap<>();

    void add(String name, ImapPeer peer, String store, ImapFigure figure) {
        String server = store.isEmpty() ? peer.name() : peer.name() + ", " + store;
        cases.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(server, figure);
        System.err.printf(
                Locale.ROOT,
                "%s: %s %s %s, CPU %s ms%n",
                name,
                server,
                number(figure.value()),
                figure.unit().text(),
                number(figure.cpuMillis()));
    }

    void print() {
        System.out.println(
                "| case | | Pabal | Dovecot | with | ratio | CPU ms | Dovecot's | ratio |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        cases.forEach(ImapTable::print);
    }

    private static void print(String name, Map<String, ImapFigure> figures) {
        ImapFigure ours = figures.get("Pabal");
        String best = "";
        for (String server : figures.keySet()) {
            boolean better =
                    best.isEmpty() || figures.get(server).betterThan(figures.get(best)) > 1;
            if (!server.equals("Pabal") && better) {
                best = server;
            }
        }
        if (ours == null || best.isEmpty()) {
            ImapFigure only = ours == null ? figures.get(best) : ours;
            System.out.printf(
                    "| %s | %s | %s | %s | | | | | |%n",
                    name,
                    only.unit().text(),
                    ours == null ? "" : number(ours.value()),
                    ours == null ? number(only.value()) : "");
            return;
        }
        ImapFigure theirs = figures.get(best);
        System.out.printf(
                "| %s | %s | %s | %s | %s | **%s** | %s | %s | %s |%n",
                name,
                ours.unit().text(),
                number(ours.value()),
                number(theirs.value()),
                best.replace("Dovecot, ", "").replace("Dovecot", ""),
                number(ours.betterThan(theirs)),
                cpu(ours),
                cpu(theirs),
                ours.cpuMillis() > 0 && theirs.cpuMillis() > 0
                        ? number(theirs.cpuMillis() / ours.cpuMillis())
                        : "");
    }

    private static String cpu(ImapFigure figure) {
        return figure.cpuMillis() < 0 ? "" : number(figure.cpuMillis());
    }

    /// Three digits that count.
    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(
                Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
