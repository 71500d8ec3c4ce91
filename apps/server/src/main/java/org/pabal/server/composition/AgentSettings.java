// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.mailbox.TextIndex;
import org.pabal.mda.agent.AdministratorScripts;
import org.pabal.mda.agent.AgentConfig;
import org.pabal.mda.agent.KnownPeople;
import org.pabal.mda.agent.MailLab;
import org.pabal.mda.agent.PeopleLists;
import org.pabal.mda.agent.ScriptFile;
import org.pabal.mda.lab.SieveLab;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.message.Domain;
import org.pabal.server.settings.SearchTable;
import org.pabal.server.settings.Setting;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SieveTable;

/// What the settings say about the delivery of mail by scripts, in the terms of the delivery agent.
final class AgentSettings {
    private static final String SUFFIX = ".sieve";

    private AgentSettings() {}

    /// @throws StartFailure for a time zone that does not exist
    static AgentConfig config(Settings settings, String hostname, PeopleLists people)
            throws StartFailure {
        return new AgentConfig(
                Domain.parse(hostname).orElseGet(() -> Domain.of("localhost")),
                Version.text(),
                zone(settings),
                settings.get(SieveTable.SIEVE_CREATE_MAILBOXES),
                settings.get(SieveTable.SIEVE_DUPLICATE_WINDOW),
                SieveSettings.language(settings).limits(),
                people);
    }

    /// Where scripts are tried, and applied to mailboxes.
    ///
    /// @throws StartFailure as above and below
    static SieveLab lab(
            Settings settings,
            String hostname,
            Foundation foundation,
            ScriptStore scripts,
            DeliveryMemory memory,
            KnownPeople people)
            throws StartFailure {
        MailLab world =
                new MailLab(
                        foundation.directory(),
                        foundation.storage(),
                        foundation.mailboxes(),
                        memory,
                        administrator(settings, scripts, foundation.clock()),
                        config(settings, hostname, people(settings, foundation, people)));
        return new SieveLab(
                foundation.storage(), foundation.mailboxes(), world, foundation.clock());
    }

    /// The lists of people that scripts may ask.
    ///
    /// @param people whom accounts have written to
    static PeopleLists people(Settings settings, Foundation foundation, KnownPeople people) {
        return new PeopleLists(
                people,
                foundation.mailboxes(),
                settings.get(SearchTable.SEARCH_INDEX) ? foundation.indexes() : TextIndex.NONE);
    }

    private static ZoneId zone(Settings settings) throws StartFailure {
        Optional<String> name = settings.get(SieveTable.SIEVE_TIME_ZONE);
        try {
            return name.map(ZoneId::of).orElseGet(ZoneId::systemDefault);
        } catch (DateTimeException unknown) {
            throw new StartFailure(
                    "sieve.time-zone: there is no time zone '"
                            + name.orElse("")
                            + "'; write it such as Asia/Seoul or UTC");
        }
    }

    /// @throws StartFailure for a script that cannot be read or does not compile
    static AdministratorScripts administrator(
            Settings settings, ScriptStore scripts, InstantSource clock) throws StartFailure {
        Optional<Path> preset = settings.get(SieveTable.SIEVE_DEFAULT);
        return new AdministratorScripts(
                files(settings, SieveTable.SIEVE_BEFORE, scripts, clock),
                preset.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                script(SieveTable.SIEVE_DEFAULT, preset.get(), scripts, clock)),
                files(settings, SieveTable.SIEVE_AFTER, scripts, clock));
    }

    /// What runs for changes of mailboxes that name no script.
    ///
    /// @throws StartFailure for a script that cannot be read or does not compile
    static Optional<ScriptFile> ofMailboxes(
            Settings settings, ScriptStore scripts, InstantSource clock) throws StartFailure {
        Optional<Path> file = settings.get(SieveTable.SIEVE_IMAP);
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(script(SieveTable.SIEVE_IMAP, file.get(), scripts, clock));
    }

    private static List<ScriptFile> files(
            Settings settings,
            Setting<List<String>> setting,
            ScriptStore scripts,
            InstantSource clock)
            throws StartFailure {
        List<ScriptFile> files = new ArrayList<>();
        for (String name : settings.get(setting)) {
            for (Path file : files(setting, Path.of(name))) {
                files.add(script(setting, file, scripts, clock));
            }
        }
        return files;
    }

    /// A directory stands for its scripts, in the order of their names.
    private static List<Path> files(Setting<List<String>> setting, Path path) throws StartFailure {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        } catch (IOException unreadable) {
            throw new StartFailure(
                    setting.key() + ": " + path + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static ScriptFile script(
            Setting<?> setting, Path file, ScriptStore scripts, InstantSource clock)
            throws StartFailure {
        try {
            return new ScriptFile(file, scripts::check, clock);
        } catch (ScriptFile.Unusable unusable) {
            throw new StartFailure(setting.key() + ": " + unusable.getMessage());
        }
    }
}
