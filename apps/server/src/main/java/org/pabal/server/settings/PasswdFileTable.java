// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.ArrayList;
import java.util.List;

/// The tables `[directories.NAME]` of type `passwd-file`: accounts in files of lines.
public final class PasswdFileTable {
    public static final String TYPE = "passwd-file";

    /// Stands for the domain in {@link #FILE} and {@link #SHADOW}.
    public static final String DOMAIN = "{domain}";

    public static final Setting<String> FILE =
            new Setting<>(
                    "file",
                    Form.TEXT,
                    "",
                    "The file with a line for each account, `passwd` of Unix or Dovecot's passwd-file;"
                            + " `{domain}` stands for the domain: `/etc/pabal/users/{domain}`."
                            + " Without it one file is for all domains, with whole addresses.");
    public static final Setting<String> SHADOW =
            new Setting<>(
                    "shadow",
                    Form.TEXT,
                    "",
                    "The file with the passwords, as Unix has it beside `passwd`; they stand in `file`"
                            + " when not set.");
    public static final Setting<Boolean> WRITABLE =
            new Setting<>(
                    "writable",
                    Form.SWITCH,
                    "false",
                    "Whether owners may change their password here, which writes the file anew.");

    public static final List<Setting<?>> SETTINGS = List.of(FILE, SHADOW, WRITABLE);

    private PasswdFileTable() {}

    static List<String> contradictions(NamedTable table) {
        List<String> problems = new ArrayList<>();
        for (Setting<String> setting : List.of(FILE, SHADOW)) {
            String path = table.get(setting);
            if (path.isEmpty()) {
                continue;
            }
            if (!path.startsWith("/")) {
                problems.add(setting.key() + " must begin with /");
            }
        }
        boolean byDomain = table.get(FILE).contains(DOMAIN);
        String shadow = table.get(SHADOW);
        if (!shadow.isEmpty() && byDomain != shadow.contains(DOMAIN)) {
            problems.add("file and shadow must both hold {domain}, or neither");
        }
        if (table.get(FILE).isEmpty()) {
            problems.add("file is not set");
        }
        return problems;
    }
}
