// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.migration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.cli.migration.Migrated.Profile;
import org.pabal.cli.migration.Migrated.Secret;

/// Reads the password files of Unix: `passwd`, and `shadow` where it is used.
public final class PasswdReader {
    /// `nobody` of most systems.
    private static final long NOBODY = 65_534;

    private final String domain;
    private final long minUid;
    private final Map<String, List<String>> shadow = new HashMap<>();

    /// @param domain of the accounts
    /// @param minUid those with a lesser number are the system's own
    public PasswdReader(String domain, long minUid) {
        this.domain = domain;
        this.minUid = minUid;
    }

    /// To be read first: one line of `shadow`.
    public void shadow(String line) {
        List<String> fields = List.of(line.split(":", -1));
        if (fields.size() > 1) {
            shadow.putIfAbsent(fields.getFirst(), fields);
        }
    }

    /// One line of `passwd`: `name:password:uid:gid:gecos:home:shell`.
    ///
    /// @param number of the line
    /// @return empty for a line without anything on it
    public Optional<Migrated> read(int number, String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return Optional.empty();
        }
        if (line.startsWith("+") || line.startsWith("-")) {
            return Optional.of(
                    new Migrated.Left(number, line, "refers to NIS; take the accounts from there"));
        }
        List<String> fields = List.of(line.split(":", -1));
        if (fields.size() < 7 || !fields.get(2).matches("[0-9]{1,10}")) {
            return Optional.of(
                    new Migrated.Left(
                            number,
                            fields.getFirst(),
                            "is no line of a password file, which has seven fields"));
        }
        long uid = Long.parseLong(fields.get(2));
        if (uid < minUid || uid == NOBODY) {
            return Optional.of(new Migrated.Other(number));
        }
        return Optional.of(account(number, fields));
    }

    private Migrated account(int number, List<String> fields) {
        String user = fields.getFirst().toLowerCase(Locale.ROOT);
        if (user.isEmpty()) {
            return new Migrated.Left(number, "", "has no name");
        }
        List<String> notes = new ArrayList<>();
        String stored = fields.get(1);
        List<String> shadowed = shadow.getOrDefault(fields.getFirst(), List.of());
        if (!shadowed.isEmpty()) {
            stored = shadowed.get(1);
            if (shadowed.size() > 7 && !shadowed.get(7).isEmpty()) {
                notes.add("the day on which the account expires is not taken over");
            }
        }
        boolean locked = stored.startsWith("!") && stored.replace("!", "").length() > 1;
        Secret secret = secret(locked ? stored.replaceFirst("!+", "") : stored, notes);
        if (locked) {
            notes.add("is locked: it is disabled here too");
        }
        return new Migrated.Account(
                number,
                user + "@" + domain,
                secret,
                name(fields.get(4), fields.getFirst(), notes),
                locked ? Profile.NONE.disabled() : Profile.NONE,
                List.of(),
                notes);
    }

    private static Secret secret(String stored, List<String> notes) {
        if (stored.equals("x")) {
            notes.add("has no password here: it is in another file (--shadow)");
            return new Secret.Missing();
        }
        if (stored.isEmpty()) {
            notes.add("needed no password; set one");
            return new Secret.Missing();
        }
        if (stored.length() < 3 || stored.startsWith("*") || stored.equals("!!")) {
            notes.add("had no password that lets in; set one");
            return new Secret.Missing();
        }
        return new Secret.Hash(stored);
    }

    /// The first of the fields between commas; `&` stands for the user.
    private static String name(String gecos, String user, List<String> notes) {
        String name = gecos.split(",", -1)[0].strip();
        if (name.indexOf('\ufffd') >= 0) {
            notes.add("the name is not UTF-8");
            return "";
        }
        return name.replace("&", user.substring(0, 1).toUpperCase(Locale.ROOT) + user.substring(1));
    }
}
