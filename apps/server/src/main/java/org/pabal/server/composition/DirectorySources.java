// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pabal.directory.checkpassword.CheckpasswordConfig;
import org.pabal.directory.checkpassword.CheckpasswordSource;
import org.pabal.directory.checkpassword.PasswordProgram;
import org.pabal.directory.joined.Attachment;
import org.pabal.directory.joined.Terms;
import org.pabal.directory.passwdfile.AddressList;
import org.pabal.directory.passwdfile.PasswdFileConfig;
import org.pabal.directory.passwdfile.PasswdFileSource;
import org.pabal.directory.passwdfile.PasswordWriter;
import org.pabal.directory.password.HashingPool;
import org.pabal.directory.source.DirectorySource;
import org.pabal.message.Domain;
import org.pabal.server.program.PasswordPrograms;
import org.pabal.server.settings.CheckpasswordTable;
import org.pabal.server.settings.DirectoryTable;
import org.pabal.server.settings.DovecotTable;
import org.pabal.server.settings.LdapTable;
import org.pabal.server.settings.NamedTable;
import org.pabal.server.settings.PasswdFileTable;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;

/// The directories of `[directories.NAME]`.
final class DirectorySources {
    private static final int MAX_WAITING_HASHES = 1_000;

    private DirectorySources() {}

    /// @param hosts the declared host that a name in a directory means, in lower case
    /// @param isThisHost whether such a name means this one
    static ForeignDirectories open(
            Settings settings,
            Function<String, Optional<String>> hosts,
            Predicate<String> isThisHost)
            throws StartFailure {
        List<Attachment> opened = new ArrayList<>();
        for (NamedTable table : settings.tables(DirectoryTable.KIND)) {
            opened.add(new Attachment(source(table, hosts), terms(table)));
        }
        return new ForeignDirectories(
                List.copyOf(opened),
                settings.get(ServicesTable.SCRAM_WITH_DIRECTORIES),
                isThisHost);
    }

    private static DirectorySource source(
            NamedTable table, Function<String, Optional<String>> hosts) throws StartFailure {
        return switch (table.get(DirectoryTable.TYPE)) {
            case PasswdFileTable.TYPE -> passwdFile(table);
            case LdapTable.TYPE -> LdapDirectories.open(table, hosts);
            case CheckpasswordTable.TYPE -> checkpassword(table);
            case DovecotTable.TYPE -> DovecotDirectories.open(table);
            case String type ->
                    throw new StartFailure(
                            table.origin()
                                    + ": directories."
                                    + table.name()
                                    + ": this version has no directory of the type "
                                    + type);
        };
    }

    private static DirectorySource passwdFile(NamedTable table) throws StartFailure {
        InstantSource clock = InstantSource.system();
        PasswdFileConfig config;
        try {
            config =
                    new PasswdFileConfig(
                            table.name(),
                            domains(table),
                            table.get(PasswdFileTable.FILE),
                            Optional.of(table.get(PasswdFileTable.SHADOW))
                                    .filter(path -> !path.isEmpty()),
                            table.get(PasswdFileTable.WRITABLE));
        } catch (IllegalArgumentException unfit) {
            throw new StartFailure(
                    table.origin() + ": directories." + table.name() + ": " + unfit.getMessage());
        }
        return new PasswdFileSource(
                config,
                new HashingPool(Runtime.getRuntime().availableProcessors(), MAX_WAITING_HASHES),
                new PasswordWriter(new SecureRandom(), clock),
                clock);
    }

    private static DirectorySource checkpassword(NamedTable table) {
        CheckpasswordConfig config =
                new CheckpasswordConfig(
                        table.name(),
                        domains(table),
                        table.get(CheckpasswordTable.COMMAND),
                        table.get(CheckpasswordTable.LOGIN).equals("address"),
                        table.get(CheckpasswordTable.TIME_LIMIT));
        InstantSource clock = InstantSource.system();
        PasswordProgram program = new PasswordPrograms();
        return table.get(CheckpasswordTable.LIST)
                .map(path ->
                        CheckpasswordSource.withList(
                                config, new AddressList(path, config.domains()), program, clock))
                .orElseGet(() -> CheckpasswordSource.withoutList(config, program, clock));
    }

    private static Set<Domain> domains(NamedTable table) {
        return table.get(DirectoryTable.DOMAINS).stream()
                .map(text -> Domain.parse(text).orElseThrow()) // checked as read
                .collect(Collectors.toSet());
    }

    private static Terms terms(NamedTable table) {
        return new Terms(
                domains(table),
                table.get(DirectoryTable.CACHE_FOR),
                table.get(DirectoryTable.CACHE_UNKNOWN_FOR),
                table.get(DirectoryTable.STALE_FOR),
                table.get(DirectoryTable.MAX_CACHED),
                table.get(DirectoryTable.MAX_QUESTIONS),
                table.get(DirectoryTable.REMEMBER_LOGINS),
                table.get(DirectoryTable.POSTMASTER));
    }
}
