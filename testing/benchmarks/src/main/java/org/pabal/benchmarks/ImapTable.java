// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        List<String> others = others();
        List<String> head = new ArrayList<>(List.of("case", "", "Pabal", "CPU ms"));
        others.forEach(other -> head.addAll(List.of(other, "ratio", "CPU ms", "ratio")));
        printLine(head);
        printLine(Collections.nCopies(head.size(), "---"));
        cases.forEach((name, figures) -> {
            List<String> cells = new ArrayList<>();
            cells.add(name);
            cells.add(figures.values().iterator().next().unit().text());
            ImapFigure ours = figures.get("Pabal");
            cells.addAll(ours == null ? List.of("", "") : List.of(value(ours, ""), cpu(ours)));
            others.forEach(other -> cells.addAll(columns(ours, best(figures, other))));
            printLine(cells);
        });
    }

    private static void printLine(List<String> cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    private List<String> others() {
        return cases.values().stream()
                .flatMap(figures -> figures.keySet().stream())
                .map(ImapTable::server)
                .filter(server -> !server.equals("Pabal"))
                .distinct()
                .toList();
    }

    private static String server(String name) {
        return name.split(", ")[0];
    }

    /// What a server did with its best store.
    private static Optional<Map.Entry<String, ImapFigure>> best(
            Map<String, ImapFigure> figures, String server) {
        return figures.entrySet().stream()
                .filter(figure -> server(figure.getKey()).equals(server))
                .reduce((a, b) -> b.getValue().betterThan(a.getValue()) > 1 ? b : a);
    }

    private static List<String> columns(
            @Nullable ImapFigure ours, Optional<Map.Entry<String, ImapFigure>> peer) {
        if (peer.isEmpty()) {
            return List.of("", "", "", "");
        }
        ImapFigure theirs = peer.get().getValue();
        String name = peer.get().getKey();
        String shown = value(theirs, name.substring(server(name).length()));
        if (ours == null) {
            return List.of(shown, "", cpu(theirs), "");
        }
        boolean both = ours.cpuMillis() > 0 && theirs.cpuMillis() > 0;
        return List.of(
                shown,
                "**" + number(ours.betterThan(theirs)) + "**",
                cpu(theirs),
                both ? number(theirs.cpuMillis() / ours.cpuMillis()) : "");
    }

    private static String value(ImapFigure figure, String store) {
        return number(figure.value()) + store.replaceFirst(", (.*)", " ($1)");
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
