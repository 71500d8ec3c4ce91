// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A kind of tables `[KIND.NAME]`, of which the operator makes as many as needed.
///
/// @param settings that such a table may hold, by its `type` as written, empty without one
/// @param contradictions what is wrong in these tables together, one line each
record TableKind(
        String name,
        Function<String, List<Setting<?>>> settings,
        Function<List<NamedTable>, List<String>> contradictions) {

    private static final List<TableKind> ALL =
            List.of(
                    check(CheckTables.MILTERS, CheckTables.OF_MILTER),
                    check(CheckTables.POLICY_SERVICES, CheckTables.OF_POLICY_SERVICE),
                    new TableKind(
                            LmtpHostTable.KIND,
                            _ -> LmtpHostTable.SETTINGS,
                            LmtpHostTable::contradictions),
                    new TableKind(
                            HostTable.KIND, _ -> HostTable.SETTINGS, HostTable::contradictions),
                    new TableKind(
                            DirectoryTable.KIND,
                            DirectoryTable::settings,
                            DirectoryTable::contradictions),
                    new TableKind(
                            DnsListTable.KIND,
                            _ -> DnsListTable.SETTINGS,
                            DnsListTable::contradictions));

    private static TableKind check(String name, List<Setting<?>> settings) {
        return new TableKind(
                name, _ -> settings, tables -> CheckTables.contradictions(name, tables));
    }

    static List<TableKind> all() {
        return ALL;
    }

    static Optional<TableKind> of(String name) {
        return ALL.stream().filter(kind -> kind.name.equals(name)).findFirst();
    }
}
