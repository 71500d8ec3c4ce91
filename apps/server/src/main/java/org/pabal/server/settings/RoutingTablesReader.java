// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.pabal.mta.routing.AddressMap;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RouteTable;
import org.pabal.mta.routing.RouteTarget;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// Reads the tables of {@link RoutingTables}; what is wrong in them is told with its place.
final class RoutingTablesReader {

    /// Where in the file a key stands, for people.
    interface Places {
        String at(TomlTable table, String key);
    }

    private final Map<String, String> routes = new TreeMap<>();
    private final Map<String, String> placesOfRoutes = new TreeMap<>();
    private final Map<String, PipeTable> pipes = new TreeMap<>();
    private final Map<String, String> senders = new TreeMap<>();
    private final Map<String, String> recipients = new TreeMap<>();
    private final List<String> problems;

    /// @param problems gets what is wrong, one line each
    RoutingTablesReader(List<String> problems) {
        this.problems = problems;
    }

    /// @return false when the table is none of these
    boolean read(String name, TomlTable table, Places places) {
        switch (name) {
            case RoutingTables.ROUTES -> texts(table, places, this::route);
            case RoutingTables.PIPES -> readPipes(table, places);
            case RoutingTables.SENDERS -> texts(table, places, entriesOf(senders));
            case RoutingTables.RECIPIENTS -> texts(table, places, entriesOf(recipients));
            default -> {
                return false;
            }
        }
        return true;
    }

    /// A key with its place, and what the file gives it.
    private record Line(String key, String place) {}

    private void texts(TomlTable table, Places places, BiConsumer<Line, String> taker) {
        for (String key : table.keySet()) {
            taker.accept(
                    new Line(key, places.at(table, key)), String.valueOf(table.get(List.of(key))));
        }
    }

    private void route(Line line, String target) {
        if (!RouteTable.isKey(line.key)) {
            problems.add(
                    line.place
                            + ": in [routes], '"
                            + line.key
                            + "' must be "
                            + RouteTable.EXPECTED);
        } else if (RouteTarget.parse(target).isEmpty()) {
            problems.add(
                    line.place
                            + ": the route of "
                            + line.key
                            + " must be "
                            + RouteTarget.EXPECTED
                            + ", not: "
                            + target);
        } else {
            routes.put(line.key, target);
            placesOfRoutes.put(line.key, line.place);
        }
    }

    private BiConsumer<Line, String> entriesOf(Map<String, String> map) {
        return (line, target) -> {
            if (AddressMap.isEntry(line.key, target)) {
                map.put(line.key, target);
            } else {
                problems.add(
                        line.place
                                + ": '"
                                + line.key
                                + "' = '"
                                + target
                                + "' must be "
                                + AddressMap.EXPECTED);
            }
        };
    }

    private void readPipes(TomlTable table, Places places) {
        for (String name : table.keySet()) {
            String place = places.at(table, name);
            if (!name.matches("[a-z0-9][a-z0-9-]{0,31}")) {
                problems.add(
                        place
                                + ": the name of a pipe must be of a-z, 0-9 and '-', with at most"
                                + " 32 characters, not: "
                                + name);
            } else if (table.get(List.of(name)) instanceof TomlTable pipe) {
                readPipe(name, pipe, place, places);
            } else {
                problems.add(place + ": pipes." + name + " must be a table: [pipes." + name + "]");
            }
        }
    }

    private void readPipe(String name, TomlTable table, String place, Places places) {
        for (String key : table.keySet()) {
            if (PipeTable.SETTINGS.stream().noneMatch(setting -> setting.key().equals(key))) {
                problems.add(
                        places.at(table, key)
                                + ": no such setting: pipes."
                                + name
                                + "."
                                + key
                                + "; there are command, return-path, delivered-to, time-limit and"
                                + " exit-codes");
            }
        }
        List<String> command =
                table.get(List.of(PipeTable.COMMAND.key())) instanceof TomlArray words
                        ? words.toList().stream().map(String::valueOf).toList()
                        : List.of();
        if (command.isEmpty() || !command.getFirst().startsWith("/")) {
            problems.add(
                    place
                            + ": pipes."
                            + name
                            + ".command must be "
                            + PipeTable.COMMAND.form().expected());
            return;
        }
        pipes.put(
                name,
                new PipeTable(
                        name,
                        command,
                        value(table, name, PipeTable.RETURN_PATH, places),
                        value(table, name, PipeTable.DELIVERED_TO, places),
                        value(table, name, PipeTable.TIME_LIMIT, places),
                        value(table, name, PipeTable.EXIT_CODES, places)));
    }

    private <T> T value(TomlTable table, String name, Setting<T> setting, Places places) {
        Object given = table.get(List.of(setting.key()));
        if (given != null) {
            try {
                return setting.form().reader().read(given.toString());
            } catch (IllegalArgumentException | ArithmeticException _) {
                problems.add(
                        places.at(table, setting.key())
                                + ": pipes."
                                + name
                                + "."
                                + setting.key()
                                + " must be "
                                + setting.form().expected()
                                + ", not: "
                                + given);
            }
        }
        return setting.form().reader().read(setting.preset());
    }

    RoutingTables tables() {
        routes.forEach((key, target) ->
                missingPipe(target)
                        .ifPresent(name ->
                                problems.add(
                                        placesOfRoutes.get(key)
                                                + ": the route of "
                                                + key
                                                + " names the pipe "
                                                + name
                                                + ", which is not there; add [pipes."
                                                + name
                                                + "] with its command")));
        return new RoutingTables(routes, pipes, senders, recipients);
    }

    private Optional<String> missingPipe(String target) {
        return RouteTarget.parse(target)
                .filter(RouteTarget.Fixed.class::isInstance)
                .map(fixed -> ((RouteTarget.Fixed) fixed).hop())
                .filter(NextHop.Pipe.class::isInstance)
                .map(hop -> ((NextHop.Pipe) hop).name())
                .filter(name -> !pipes.containsKey(name));
    }
}
