// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.cli.ExitCode;
import org.pabal.cli.PabalCommand;
import org.pabal.server.composition.SettingsCheck;
import org.pabal.server.settings.RelayTable;
import org.pabal.server.settings.RoutingTables;
import org.pabal.server.settings.Setting;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SettingsException;
import org.pabal.server.settings.SettingsReader;
import org.pabal.server.settings.SettingsReference;
import org.pabal.server.settings.SettingsTable;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

/// `pabal config`: the settings, without a server.
@Command(name = "config")
public final class ConfigCommand {
    private final PabalCommand pabal;

    public ConfigCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    /// Says whether the settings can be used; each problem is one line with file and line.
    @Command(name = "check")
    int check() {
        return read().filter(this::filesAreGood)
                .map(settings -> {
                    out().println(
                                    pabal.json()
                                            ? "{\"good\":true}"
                                            : pabal.context().messages().text("config.good"));
                    return ExitCode.DONE;
                })
                .orElse(ExitCode.SETTINGS);
    }

    private boolean filesAreGood(Settings settings) {
        List<String> problems = SettingsCheck.problems(settings);
        problems.forEach(problem -> pabal.context().err().println("pabal: " + problem));
        return problems.isEmpty();
    }

    /// Shows every setting with its value and where it comes from.
    @Command(name = "show")
    int show() {
        Optional<Settings> settings = read();
        if (settings.isEmpty()) {
            return ExitCode.SETTINGS;
        }
        if (pabal.json()) {
            showJson(settings.get());
        } else {
            showText(settings.get());
        }
        return ExitCode.DONE;
    }

    /// Prints the reference of all settings, which the documentation keeps.
    @Command(name = "reference", hidden = true)
    int reference() {
        out().print(SettingsReference.markdown());
        out().flush();
        return ExitCode.DONE;
    }

    private Optional<Settings> read() {
        try {
            return Optional.of(
                    SettingsReader.read(
                            pabal.place().data(),
                            pabal.place().config(),
                            System.getenv(),
                            Map.of()));
        } catch (SettingsException wrong) {
            wrong.problems().forEach(problem -> pabal.context().err().println("pabal: " + problem));
            return Optional.empty();
        }
    }

    private void showText(Settings settings) {
        for (Setting<?> setting : SettingsTable.all()) {
            Settings.Value value = settings.value(setting);
            out().println(setting.key() + " = \"" + value.text() + "\"  # " + value.origin());
        }
        RoutingTables routing = settings.routing();
        showTable("routes", routing.routes());
        showTable("rewrite.sender", routing.senders());
        showTable("rewrite.recipient", routing.recipients());
        routing.pipes()
                .forEach((name, pipe) ->
                        out().println("pipes." + name + ".command = " + pipe.command()));
        for (RelayTable relay : settings.relays()) {
            relay.values()
                    .forEach((key, value) ->
                            out().println(
                                            "relays."
                                                    + relay.name()
                                                    + "."
                                                    + key
                                                    + " = \""
                                                    + value.text()
                                                    + "\"  # "
                                                    + value.origin()));
        }
    }

    private void showTable(String name, Map<String, String> table) {
        table.forEach((key, value) -> out().println(name + ".\"" + key + "\" = \"" + value + "\""));
    }

    private void showJson(Settings settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Setting<?> setting : SettingsTable.all()) {
            Settings.Value value = settings.value(setting);
            all.put(setting.key(), Map.of("value", value.text(), "origin", value.origin()));
        }
        all.put("routes", settings.routing().routes());
        all.put("rewrite.sender", settings.routing().senders());
        all.put("rewrite.recipient", settings.routing().recipients());
        all.put("pipes", settings.routing().pipes().keySet());
        Map<String, Object> relays = new LinkedHashMap<>();
        settings.relays().forEach(relay -> relays.put(relay.name(), relay.values()));
        all.put(RelayTable.RELAYS, relays);
        out().println(new JsonMapper().writeValueAsString(all));
    }

    private PrintWriter out() {
        return pabal.context().out();
    }
}
