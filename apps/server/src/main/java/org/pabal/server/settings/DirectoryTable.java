// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The tables `[directories.NAME]`: who knows the accounts of some domains in the built-in
/// directory's place. What a table may hold besides depends on its type.
public final class DirectoryTable {
    public static final String KIND = "directories";

    /// The settings of each type besides those of all, in the order of the reference.
    public static final Map<String, List<Setting<?>>> TYPES = types();

    private static Map<String, List<Setting<?>>> types() {
        Map<String, List<Setting<?>>> types = new LinkedHashMap<>();
        types.put(PasswdFileTable.TYPE, PasswdFileTable.SETTINGS);
        types.put(LdapTable.TYPE, LdapTable.SETTINGS);
        types.put(CheckpasswordTable.TYPE, CheckpasswordTable.SETTINGS);
        types.put(DovecotTable.TYPE, DovecotTable.SETTINGS);
        return types;
    }

    public static final Setting<String> TYPE =
            new Setting<>(
                    "type",
                    Form.oneOf(TYPES.keySet().toArray(String[]::new)),
                    "",
                    "What kind of directory it is.");
    public static final Setting<List<String>> DOMAINS =
            new Setting<>(
                    "domains",
                    Form.DOMAINS,
                    "",
                    "The domains whose accounts it knows: `[\"example.org\"]`. They become domains"
                            + " of this server.");
    public static final Setting<Optional<Address>> POSTMASTER =
            new Setting<>(
                    "postmaster",
                    Form.ADDRESS,
                    "",
                    "Who gets the mail for `postmaster` and `abuse` of these domains where the"
                            + " directory has no such names; its first account when not set.");
    public static final Setting<Duration> CACHE_FOR =
            new Setting<>(
                    "cache-for",
                    Form.TIME,
                    "60s",
                    "How long an account or alias is taken as it was without asking again.");
    public static final Setting<Duration> CACHE_UNKNOWN_FOR =
            new Setting<>(
                    "cache-unknown-for",
                    Form.TIME,
                    "10s",
                    "How long a name that is not there is taken as unknown without asking again.");
    public static final Setting<Duration> STALE_FOR =
            new Setting<>(
                    "stale-for",
                    Form.TIME,
                    "1h",
                    "How long accounts and aliases are taken as they were while the directory does"
                            + " not answer.");
    public static final Setting<Integer> MAX_CACHED =
            new Setting<>(
                    "max-cached",
                    Form.COUNT,
                    "100000",
                    "The most answers that are remembered, some 500 octets each.");
    public static final Setting<Integer> MAX_QUESTIONS =
            new Setting<>(
                    "max-questions",
                    Form.COUNT,
                    "32",
                    "The most questions that are asked at once; others wait.");
    public static final Setting<Duration> REMEMBER_LOGINS =
            new Setting<>(
                    "remember-logins",
                    Form.TIME,
                    "0s",
                    "How long a right password is right without asking again; a password that is"
                            + " changed at the directory itself holds as long beside the new one.");

    /// Of every type.
    public static final List<Setting<?>> SETTINGS =
            List.of(
                    TYPE,
                    DOMAINS,
                    POSTMASTER,
                    CACHE_FOR,
                    CACHE_UNKNOWN_FOR,
                    STALE_FOR,
                    MAX_CACHED,
                    MAX_QUESTIONS,
                    REMEMBER_LOGINS);

    private DirectoryTable() {}

    /// @param type as written; those of every type for one that is not known
    static List<Setting<?>> settings(String type) {
        List<Setting<?>> settings = new ArrayList<>(SETTINGS);
        settings.addAll(TYPES.getOrDefault(type, List.of()));
        return settings;
    }

    static List<String> contradictions(List<NamedTable> tables) {
        List<String> problems = new ArrayList<>();
        Map<Domain, String> claimed = new HashMap<>();
        for (NamedTable table : tables) {
            String place = table.origin() + ": " + KIND + "." + table.name() + ": ";
            List<String> own = new ArrayList<>();
            if (!table.name().matches("[a-z0-9][a-z0-9-]{0,31}")) {
                own.add("its name must be of a-z, 0-9 and '-', with at most 32 characters");
            }
            if (table.text(TYPE).isEmpty()) {
                own.add("type is not set; it is one of " + String.join(", ", TYPES.keySet()));
            }
            for (String text : table.get(DOMAINS)) {
                String other =
                        Domain.parse(text)
                                .map(domain -> claimed.put(domain, table.name()))
                                .orElse("");
                if (text.startsWith("*.")) {
                    own.add(text + " stands for many domains; name each");
                } else if (other != null && !other.isEmpty()) {
                    own.add(
                            text
                                    + " belongs to directories."
                                    + other
                                    + " already; remove it from one of the two");
                }
            }
            if (table.get(DOMAINS).isEmpty()) {
                own.add("domains is not set; nobody would ever ask it");
            }
            own.addAll(
                    switch (table.text(TYPE).toLowerCase(Locale.ROOT)) {
                        case PasswdFileTable.TYPE -> PasswdFileTable.contradictions(table);
                        case LdapTable.TYPE -> LdapTable.contradictions(table);
                        case CheckpasswordTable.TYPE -> CheckpasswordTable.contradictions(table);
                        case DovecotTable.TYPE -> DovecotTable.contradictions(table);
                        default -> List.of();
                    });
            own.forEach(text -> problems.add(place + text));
        }
        return problems;
    }
}
